import assert from "node:assert/strict";
import test from "node:test";
import * as edit from "./edit.ts";
import { empty, limits, type Graph } from "./graph.ts";
import { apply } from "./parse.ts";
import { print } from "./print.ts";
import { size } from "./place.ts";

const board = (text: string): Graph => apply(empty, text).graph;
const id = (g: Graph, label: string): string => g.nodes.find((p) => p.label === label)!.id;
const ids = (g: Graph, ...labels: string[]): Set<string> => new Set(labels.map((label) => id(g, label)));
const key = (g: Graph, from: string, to: string): string => [...edit.linkKeys(g)].find(([, l]) => l.edge.from === id(g, from) && l.edge.to === id(g, to))![0];
const lines = (g: Graph): string[] => print(g).trim().split("\n");

const shop = board("[client] Browser\n[service] API\n[queue] Jobs\n[worker] Worker\nBrowser -> API: asks\nAPI <-> Jobs\nJobs -> Worker\n[zone] Europe: API, Jobs\n");

test("what is taken out takes its connections and empty frames with it", () => {
  assert.deepEqual(lines(edit.remove(shop, ids(shop, "API"))), ["[client] Browser", "[queue] Jobs", "[worker] Worker", "[zone] Europe: Jobs", "Jobs -> Worker"]);
  assert.equal(edit.remove(shop, ids(shop, "API", "Jobs")).zones, undefined);
  assert.equal(edit.remove(shop, new Set(["nobody"])), shop);
});

test("parts are connected once, and a connection that runs both ways is one", () => {
  const [browser, jobs] = [id(shop, "Browser"), id(shop, "Jobs")];
  const more = edit.connect(shop, browser, jobs);
  assert.equal(lines(more).at(-1), "Browser -> Jobs");
  assert.equal(edit.connect(more, browser, jobs), more);
  assert.equal(edit.linkKeys(shop).size, 3);
  assert.deepEqual(lines(edit.disconnect(shop, [key(shop, "API", "Jobs")])).slice(-2), ["Browser -> API: asks", "Jobs -> Worker"]);
});

test("a connection is worded and turned", () => {
  const both = key(shop, "API", "Jobs");
  assert.ok(lines(edit.describe(shop, both, "enqueues")).includes("API <-> Jobs: enqueues"));
  assert.ok(lines(edit.direct(shop, both, "there")).includes("API -> Jobs"));
  assert.ok(lines(edit.direct(shop, both, "back")).includes("Jobs -> API"));
  const asks = key(shop, "Browser", "API");
  assert.ok(lines(edit.direct(shop, asks, "both")).includes("Browser <-> API: asks"));
  assert.ok(lines(edit.direct(shop, asks, "back")).includes("API -> Browser: asks"));
  assert.ok(lines(edit.describe(shop, asks, "")).includes("Browser -> API"));
  assert.equal(edit.describe(shop, "unknown", "x"), shop);
});

test("two connections between the same parts that say the same are told apart", () => {
  const twice = board("A -> B: x\nA -> B: x\n");
  const keys = [...edit.linkKeys(twice).keys()];
  assert.equal(new Set(keys).size, 2);
  assert.deepEqual(lines(edit.describe(twice, keys[1]!, "y")).slice(-2), ["A -> B: x", "A -> B: y"]);
});

test("a size that is the usual one is not kept", () => {
  const api = id(shop, "API");
  const large = edit.stand(shop, new Map([[api, { x: 10.4, y: 20.6, w: 200, h: 80 }]]));
  assert.deepEqual(large.nodes.find((p) => p.id === api), { id: api, label: "API", kind: "service", x: 10, y: 21, w: 200, h: 80, zone: shop.zones![0]!.id });
  const usual = edit.stand(large, new Map([[api, { x: 10, y: 21, w: size.w, h: size.h }]]));
  assert.deepEqual(usual.nodes.find((p) => p.id === api), { id: api, label: "API", kind: "service", x: 10, y: 21, zone: shop.zones![0]!.id });
  assert.equal(edit.stand(usual, new Map([[api, { x: 10, y: 21 }]])), usual);
});

test("parts are brought into line, and spread evenly", () => {
  const three: Graph = {
    nodes: [0, 1, 2].map((n) => ({ id: `n${n}`, label: `n${n}`, kind: "service" as const, x: [0, 500, 130][n]!, y: n * 70, ...(n === 1 && { w: 246, h: 90 }) })),
    edges: [],
  };
  const all = new Set(["n0", "n1", "n2"]);
  const xs = (g: Graph): number[] => g.nodes.map((p) => p.x);
  const ys = (g: Graph): number[] => g.nodes.map((p) => p.y);
  assert.deepEqual(xs(edit.align(three, all, "left")), [0, 0, 0]);
  assert.deepEqual(xs(edit.align(three, all, "right")), [600, 500, 600]);
  assert.deepEqual(xs(edit.align(three, all, "centre")), [300, 250, 300]);
  assert.deepEqual(ys(edit.align(three, all, "top")), [0, 0, 0]);
  assert.deepEqual(ys(edit.align(three, all, "bottom")), [140, 100, 140]);
  assert.deepEqual(ys(edit.align(three, all, "middle")), [70, 50, 70]);
  assert.deepEqual(xs(edit.align(three, all, "row")), [0, 500, 250]); // 104 between each and the next
  assert.deepEqual(ys(edit.align(three, all, "column")), [0, 50, 140]);
  for (const how of ["left", "row", "column"] as const) assert.equal(edit.align(three, new Set(["n0"]), how), three);
});

test("parts go into frames and out of them", () => {
  const framed = edit.frame(shop, ids(shop, "Worker"), { id: "z9", label: "Asia", kind: "region" });
  assert.ok(lines(framed).includes("[region] Asia: Worker"));
  const moved = edit.frame(framed, ids(framed, "API", "Jobs"), "z9");
  assert.deepEqual(moved.zones!.map((z) => z.label), ["Asia"]); // the other one is empty
  assert.equal(edit.unframe(moved, ids(moved, "API", "Jobs", "Worker")).zones, undefined);
  assert.ok(lines(edit.renameZone(shop, shop.zones![0]!.id, "EU", "region")).includes("[region] EU: API, Jobs"));
});

test("a copy has ids of its own, keeps its frames, and stops at the limit", () => {
  const copy = edit.extract(shop, ids(shop, "API", "Jobs"));
  assert.deepEqual(lines(copy), ["[service] API", "[queue] Jobs", "[zone] Europe: API, Jobs", "API <-> Jobs"]);
  const { graph, ids: made } = edit.paste(shop, copy, 1_000, 2_000);
  assert.equal(graph.nodes.length, 6);
  assert.equal(new Set(graph.nodes.map((p) => p.id)).size, 6);
  assert.equal(graph.zones!.length, 2);
  assert.equal(graph.edges.length, shop.edges.length + 2);
  assert.deepEqual(made.length, 2);
  assert.equal(Math.min(...graph.nodes.slice(-2).map((p) => p.x)), 1_000);
  assert.equal(Math.min(...graph.nodes.slice(-2).map((p) => p.y)), 2_000);
  const alone = edit.paste({ nodes: [], edges: [] }, { ...copy, zones: [...copy.zones!, { id: "none", label: "Around nothing", kind: "zone" }] }, 0, 0).graph;
  assert.deepEqual(alone.zones!.map((z) => z.label), ["Europe"]);
  const many: Graph = { nodes: Array.from({ length: limits.parts - 1 }, (_, n) => ({ id: `m${n}`, label: "", kind: "note", x: 0, y: 0 })), edges: [] };
  assert.equal(edit.paste(many, copy, 0, 0).graph.nodes.length, limits.parts);
  assert.ok(edit.isFull(many, 2) && !edit.isFull(many));
});

test("a new part finds a spot where nothing lies, and an id that nothing has", () => {
  const one = edit.add(empty, { id: "a", label: "A", kind: "service", x: 0, y: 0 });
  assert.deepEqual(edit.free(one, 7, 4), { x: 0, y: 70 });
  assert.deepEqual(edit.free(one, 300, 4), { x: 300, y: 0 });
  const rolls = [0, 0, 0.5];
  const first = edit.freshId(empty, () => 0);
  assert.notEqual(edit.freshId(edit.add(empty, { id: first, label: "", kind: "note", x: 0, y: 0 }), () => rolls.shift()!), first);
});

test("labels are as long as the server takes them", () => {
  assert.equal(edit.shortened("🦉".repeat(300)), "🦉".repeat(limits.label));
  assert.equal(edit.shortened("a\0b"), "ab");
});

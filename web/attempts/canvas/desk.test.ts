import assert from "node:assert/strict";
import test from "node:test";
import { empty, limits, type Graph } from "../board/graph.ts";
import { History } from "../board/history.ts";
import { parse } from "../board/parse.ts";
import { print } from "../board/print.ts";
import { Desk } from "./desk.ts";

/** A desk with the page that it needs, without a page. */
function begin(text = ""): { desk: Desk; said: string[]; read: string[]; text(): string; revealed: string[] } {
  const said: string[] = [];
  const read: string[] = [];
  const revealed: string[] = [];
  const history = new History();
  let board: Graph = parse(text).graph;
  let now = 0;
  const show = (): void => desk.show({ graph: board, locked: false, undo: history.next, redo: history.again });
  const turn = (way: "undo" | "redo"): void => {
    board = history[way](board)?.graph ?? board;
    show();
  };
  const desk: Desk = new Desk({
    changed: (graph, what) => {
      history.record(board, graph, what, (now += 5_000));
      board = graph;
      show();
    },
    undo: () => turn("undo"),
    redo: () => turn("redo"),
    say: (words) => said.push(words),
    arrange: () => said.push("arranged"),
    read: (words) => read.push(words),
    open: () => {},
    save: () => {},
  });
  desk.reveal = (id) => revealed.push(id);
  show();
  return { desk, said, read, text: () => print(board), revealed };
}

const id = (desk: Desk, label: string): string => desk.view().graph.nodes.find((p) => p.label === label)!.id;

test("a board is drawn by commands alone, and told aloud", () => {
  const { desk, said, text, revealed } = begin();
  desk.add("client", "Browser");
  desk.add("service", "API");
  desk.connect(id(desk, "Browser"), id(desk, "API"), "asks");
  desk.connect(id(desk, "Browser"), id(desk, "API"));
  desk.connect(id(desk, "Browser"), id(desk, "API"));
  assert.equal(text(), "[client] Browser\n[service] API\nBrowser -> API: asks\nBrowser -> API\n");
  assert.deepEqual(said, ["Added Browser, client.", "Added API, service.", "Browser connected to API.", "Browser connected to API.", "Browser is connected to API already."]);
  assert.equal(revealed.length, 2);
});

test("what is added stands beneath what is chosen, or where one pointed, and is chosen then", () => {
  const { desk } = begin("[service] API\n");
  desk.choose({ parts: [id(desk, "API")] });
  desk.add("queue", "Jobs");
  const [api, jobs] = desk.view().graph.nodes;
  assert.ok(jobs!.y > api!.y && jobs!.x === api!.x);
  assert.deepEqual([...desk.view().parts], [jobs!.id]);
  desk.open("add", { x: 1_000, y: 400 });
  desk.add("cache", "Cache");
  assert.deepEqual([desk.view().graph.nodes[2]!.x, desk.view().graph.nodes[2]!.y], [1_000, 400]);
  desk.add("worker", "Worker"); // the spot was for one
  assert.notEqual(desk.view().graph.nodes[3]!.y, 400 + 50 + 20);
});

test("parts move by keys, and all of it can be undone", () => {
  const { desk, text } = begin("A -> B -> C\n");
  const before = desk.view().graph;
  desk.choose({ parts: [id(desk, "A"), id(desk, "B")] });
  desk.nudge(20, 0);
  assert.deepEqual(desk.view().graph.nodes.map((p, i) => p.x - before.nodes[i]!.x), [20, 20, 0]);
  desk.grow(40, 20);
  assert.deepEqual(desk.view().graph.nodes.map((p) => [p.w, p.h]), [[186, 70], [186, 70], [undefined, undefined]]);
  for (let n = 0; n < 20; n++) desk.grow(-40, -20);
  assert.deepEqual(desk.view().graph.nodes.slice(0, 2).map((p) => [p.w, p.h]), [[73, 40], [73, 40]]); // small enough
  for (let n = 0; n < 20; n++) desk.hooks.undo();
  desk.hooks.redo(); // the moves, and the first step of the size
  desk.choose({ parts: [id(desk, "A"), id(desk, "B")] });
  desk.remove();
  assert.equal(text(), "[service] C\n");
  assert.equal(desk.view().undo, "delete 2 parts");
  for (let n = 0; n < 3; n++) desk.hooks.undo();
  assert.deepEqual(desk.view().graph, before);
  assert.equal(desk.view().redo, "move 2 parts");
});

test("a connection stays chosen while it is worded and turned", () => {
  const { desk, text } = begin("A -> B\n");
  const chosen = (): string => [...desk.view().links][0]!;
  desk.choose({ links: [JSON.stringify([id(desk, "A"), id(desk, "B"), "", 0])] });
  desk.describe(chosen(), "reads");
  desk.direct(chosen(), "back");
  desk.direct(chosen(), "both");
  assert.equal(text(), "[service] A\n[service] B\nB <-> A: reads\n");
  desk.remove();
  assert.equal(text(), "[service] A\n[service] B\n");
});

test("a part that is drawn into a frame is in it, and the frame goes as a whole", () => {
  const { desk, text } = begin("[zone] Europe: API, Store\n[queue] Jobs\n");
  const zone = desk.view().graph.zones![0]!.id;
  const api = desk.part(id(desk, "API"))!;
  desk.stand(new Map([[id(desk, "Jobs"), { x: api.x + 4, y: api.y + 4 }]]));
  assert.ok(text().includes("Europe: Jobs, API, Store") || text().includes("Europe: API, Store, Jobs"), text());
  desk.choose({ zone });
  assert.equal(desk.subject.size, 3);
  // one that is in a frame does not change it by being drawn, and several are never joined
  desk.add("service", "Alone");
  desk.choose({ parts: [id(desk, "Alone")] });
  desk.frame(null);
  const own = desk.part(id(desk, "Alone"))!.zone;
  desk.stand(new Map([[id(desk, "Alone"), { x: api.x + 8, y: api.y + 8 }]]));
  assert.equal(desk.part(id(desk, "Alone"))!.zone, own);
  desk.choose({ parts: [id(desk, "Alone")] });
  desk.frame(zone); // into one that is there
  assert.equal(desk.part(id(desk, "Alone"))!.zone, zone);
  desk.remove();
  desk.add("service", "X");
  desk.add("service", "Y");
  desk.stand(new Map(["X", "Y"].map((name, i) => [id(desk, name), { x: api.x + i, y: api.y }])));
  assert.deepEqual(["X", "Y"].map((name) => desk.part(id(desk, name))!.zone), [undefined, undefined]);
  desk.choose({ zone });
  desk.renameZone(zone, "EU", "region");
  desk.unframe();
  assert.equal(desk.view().graph.zones, undefined);
  assert.equal(desk.view().zone, null);
});

test("copies keep their places among each other; words and other programs' files are pasted too", () => {
  const { desk, read, said, text } = begin("[service] API\n[queue] Jobs\nAPI -> Jobs\n");
  desk.chooseAll();
  const words = desk.copy()!;
  assert.equal(words, "[service] API\n[queue] Jobs\nAPI -> Jobs\n");
  desk.paste(words);
  const g = desk.view().graph;
  assert.equal(g.nodes.length, 4);
  assert.deepEqual([g.nodes[3]!.x - g.nodes[2]!.x, g.nodes[3]!.y - g.nodes[2]!.y], [g.nodes[1]!.x - g.nodes[0]!.x, g.nodes[1]!.y - g.nodes[0]!.y]);
  desk.choose({});
  desk.paste("[cache] Redis\n");
  assert.ok(text().includes("[cache] Redis"));
  desk.paste("flowchart LR\n a[A] --> b[B]\n");
  desk.paste('{"type": "excalidraw"}');
  assert.equal(read.length, 2);
  desk.paste("[cache] Never\n[nonsense] X\n");
  assert.ok(!text().includes("Never"));
  desk.paste("[nonsense] X\n");
  assert.match(said.at(-1)!, /^Not pasted\. Line 1: There is no kind/);
  assert.equal(desk.copy(), "[cache] Redis\n"); // what was pasted is chosen
});

test("nothing goes beyond the limit, and nothing changes once it is locked", () => {
  const { desk, said, text } = begin(Array.from({ length: limits.parts }, (_, n) => `[service] S${n}`).join("\n"));
  desk.add("service", "One more");
  assert.equal(desk.view().graph.nodes.length, limits.parts);
  assert.match(said.at(-1)!, /full/);
  desk.choose({ parts: [id(desk, "S1")] });
  desk.duplicate();
  assert.match(said.at(-1)!, /no room/);
  const before = text();
  desk.show({ graph: desk.view().graph, locked: true, undo: null, redo: null });
  desk.remove();
  desk.open("add");
  desk.write(id(desk, "S2"));
  desk.nudge(20, 20);
  assert.equal(text(), before);
  assert.deepEqual([desk.view().sheet, desk.view().naming], [null, null]);
});

test("what is chosen and gone is no longer chosen", () => {
  const { desk } = begin("[zone] Z: A\nA -> B\n");
  const { graph } = desk.view();
  desk.choose({ parts: [id(desk, "A")], links: [JSON.stringify([id(desk, "A"), id(desk, "B"), "", 0])], zone: graph.zones![0]!.id });
  desk.show({ graph: empty, locked: false, undo: null, redo: null });
  assert.deepEqual([desk.view().parts.size, desk.view().links.size, desk.view().zone], [0, 0, null]);
});

test("a connection needs one part from which it leads", () => {
  const { desk, said } = begin("A\nB\n");
  desk.open("connect");
  assert.equal(desk.view().sheet, null);
  assert.match(said[0]!, /Choose the part/);
  desk.choose({ parts: [id(desk, "A")] });
  desk.open("connect");
  assert.equal(desk.view().sheet, "connect");
});

test("the first board that is put there is put in order, a later one lies beneath", () => {
  const { desk, said } = begin();
  desk.put(parse("A -> B\n").graph, "add a template");
  assert.equal(said.filter((words) => words === "arranged").length, 1);
  const low = Math.max(...desk.view().graph.nodes.map((p) => p.y));
  desk.put(parse("C -> D\n").graph, "add a template");
  assert.equal(said.filter((words) => words === "arranged").length, 1);
  assert.ok(desk.view().graph.nodes.slice(2).every((p) => p.y > low));
});

import assert from "node:assert/strict";
import test from "node:test";
import type { Graph } from "../board/graph.ts";
import { beside, mergeBoards, same } from "../board/merge.ts";
import { Answers } from "./answers.ts";
import { Boards } from "./boards.ts";
import { situation } from "./situation.ts";

const part = (id: string, label = id, x = 0): Graph["nodes"][number] => ({ id, label, kind: "service", x, y: 0 });
const way = (from: string, to: string, label = ""): Graph["edges"][number] => ({ id: `${from}${to}`, from, to, ...(label && { label }) });
const drawing = (nodes: Graph["nodes"], edges: Graph["edges"] = []): Graph => ({ nodes, edges });

test("boards become one where that needs no judgement", () => {
  const old = drawing([part("a"), part("b")], [way("a", "b")]);
  const framed: Graph = { nodes: [{ ...part("a"), zone: "z" }, part("b")], edges: [], zones: [{ id: "z", label: "Z", kind: "zone" }] };
  const cases: { why: string; mine: Graph; theirs: Graph; ancestor?: Graph; want: Graph | null }[] = [
    { why: "nothing happened", mine: old, theirs: old, want: old },
    { why: "only mine", mine: drawing([part("a")]), theirs: old, want: drawing([part("a")]) },
    { why: "only theirs", mine: old, theirs: drawing([part("a")]), want: drawing([part("a")]) },
    {
      why: "a part each",
      mine: drawing([...old.nodes, part("c")], [...old.edges, way("b", "c")]),
      theirs: drawing([...old.nodes, part("d")], old.edges),
      want: drawing([...old.nodes, part("d"), part("c")], [...old.edges, way("b", "c")]),
    },
    { why: "named here, moved there", mine: drawing([part("a", "API"), part("b")], old.edges), theirs: drawing([part("a", "a", 90), part("b")], old.edges), want: drawing([part("a", "API", 90), part("b")], old.edges) },
    { why: "moved on both sides", mine: drawing([part("a", "a", 10), part("b")], old.edges), theirs: drawing([part("a", "a", 90), part("b")], old.edges), want: drawing([part("a", "a", 10), part("b")], old.edges) },
    { why: "named on both sides", mine: drawing([part("a", "API"), part("b")], old.edges), theirs: drawing([part("a", "Api"), part("b")], old.edges), want: null },
    { why: "named alike", mine: drawing([part("a", "API"), part("b")], old.edges), theirs: drawing([part("a", "API"), part("b"), part("c")], old.edges), want: drawing([part("a", "API"), part("b"), part("c")], old.edges) },
    { why: "taken out here, named there", mine: drawing([part("b")]), theirs: drawing([part("a", "API"), part("b")], old.edges), want: null },
    { why: "named here, taken out there", mine: drawing([part("a", "API"), part("b")], old.edges), theirs: drawing([part("b")]), want: null },
    { why: "connected here, taken out there", mine: drawing(old.nodes, [...old.edges, way("b", "a")]), theirs: drawing([part("a")]), want: null },
    { why: "put into a frame here, which was taken away there", mine: { ...framed, nodes: [{ ...part("a"), zone: "z" }, { ...part("b"), zone: "z" }] }, theirs: drawing([part("a"), part("b")]), ancestor: framed, want: null },
    { why: "a connection's words on both sides", mine: drawing(old.nodes, [way("a", "b", "x")]), theirs: drawing(old.nodes, [way("a", "b", "y")]), want: null },
  ];
  for (const { why, mine, theirs, ancestor = old, want } of cases) {
    const got = mergeBoards(ancestor, mine, theirs);
    assert.ok(want === null ? got === null : got !== null && same(got, want), `${why}: ${JSON.stringify(got)}`);
  }
});

test("two boards beside each other keep every part of both", () => {
  const first = drawing([part("a", "API"), part("b", "Store", 200)], [way("a", "b")]);
  const second: Graph = { nodes: [part("a", "Gateway", 40), { ...part("b", "Store"), x: 900 }, { ...part("c"), zone: "z" }], edges: [way("a", "b", "asks"), way("b", "c")], zones: [{ id: "z", label: "Europe", kind: "region" }] };
  const { nodes, edges, zones } = beside(first, second);
  assert.deepEqual(nodes.map((n) => `${n.id} ${n.label}`), ["a API", "b Store", "a-2 Gateway", "c c"]);
  assert.ok(nodes.slice(2).every((n) => n.x >= 346), "they stand to the right");
  assert.deepEqual(edges.map((e) => `${e.from} ${e.to} ${e.label ?? ""}`), ["a b ", "a-2 b asks", "b c "]);
  assert.deepEqual(zones, second.zones);
  assert.ok(same(beside(first, first), first), "a board beside itself is itself");
});

test("a board is sent whole, with the base that the page has seen", () => {
  const answers = new Answers("p", { map: { base: 0, text: "" } }, ["map"]);
  assert.equal(answers.freeze(), null, "nothing is sent on load");
  answers.boards.edit("map", drawing([part("a")]));
  assert.equal(answers.freeze(true, false), null, "a board can wait");
  const batch = answers.freeze()!;
  assert.deepEqual(batch.events, [{ n: 1, type: "scene", step: "map", base: 0, scene: drawing([part("a")]) }]);
  answers.boards.edit("map", drawing([part("a"), part("b")]));
  assert.deepEqual(answers.extend()!.events.map((event) => event.type === "scene" && event.base), [0, 1]);
  answers.landed(answers.flight!);
  assert.equal(answers.dirty, false);
  assert.ok(answers.isBehind({}, 0, 0, { map: 3 }), "another page has drawn");
  answers.boards.edit("map", drawing([part("b")]));
  const left = Answers.of(structuredClone(answers.unsaved()!));
  assert.deepEqual(left.freezeLate()!.events, [{ n: 3, type: "scene", step: "map", base: 2, scene: drawing([part("b")]) }], "what the device kept is a note, if the end comes first");
  const next = new Answers("q", { map: { base: 0, text: "" } }, ["map"], undefined, undefined, new Boards({ map: { base: 3, scene: drawing([part("a"), part("b"), part("c")]) } }));
  next.boards.adopt("map", left.boards.at("map"));
  assert.deepEqual(next.freeze()!.events, [{ n: 1, type: "scene", step: "map", base: 3, scene: drawing([part("b"), part("c")]) }], "or goes on in the next page");
});

test("a board that clashes or is too large waits, and says so", () => {
  const answers = new Answers("p", { map: { base: 0, text: "" } }, ["map"], undefined, undefined, new Boards({ map: { base: 1, scene: drawing([part("a")]) } }));
  const said = (): string => situation({ answers, ended: false, obstacle: null, restoring: false, waiting: 0 }).kind;
  answers.boards.edit("map", drawing([part("a", "mine")]));
  assert.ok(answers.boards.rebase("map", { base: 2, scene: drawing([part("a", "theirs")]) }));
  assert.equal(answers.freeze(), null);
  assert.equal(said(), "board-clash");
  assert.ok(answers.boards.rebase("map", { base: 3, scene: drawing([part("a", "theirs"), part("b")]) }));
  assert.equal(answers.boards.at("map").clash!.other.nodes.length, 2, "theirs goes on");
  answers.boards.choose("map", drawing([part("a", "chosen")]));
  assert.deepEqual(answers.freeze()!.events, [{ n: 1, type: "scene", step: "map", base: 3, scene: drawing([part("a", "chosen")]) }]);
  answers.landed(answers.flight!);
  answers.boards.edit("map", drawing(Array.from({ length: 501 }, (_, i) => part(`p${i}`))));
  assert.equal(answers.freeze(), null);
  assert.equal(said(), "board-too-large");
});

test("what was drawn for a step that is not open yet waits", () => {
  const answers = new Answers("p", { clarify: { base: 0, text: "" }, map: { base: 0, text: "" } }, ["clarify"]);
  answers.boards.edit("map", drawing([part("a")]));
  assert.equal(answers.freeze(), null);
  assert.deepEqual(answers.closed, ["map"]);
  answers.openUp(["clarify", "map"]);
  assert.equal(answers.freeze()!.events.length, 1);
});

test("of two boards that are open neither loses what is drawn meanwhile", () => {
  const boards = new Boards({ map: { base: 1, scene: drawing([part("a")]) } });
  boards.edit("map", drawing([part("a", "mine")]));
  boards.rebase("map", { base: 2, scene: drawing([part("a", "theirs")]) });
  assert.equal(boards.rebase("map", { base: 2, scene: drawing([part("a", "theirs")]) }), false, "the same again changes nothing");
  assert.equal(boards.rebase("map", { base: 1, scene: drawing([]) }), false, "nor does what is older");

  // A page that was closed had a third one.
  boards.adopt("map", { saved: { base: 1, scene: drawing([part("a")]) }, scene: drawing([part("a", "third")]) });
  const labels = (): string[] => [...boards.at("map").scene.nodes, ...boards.at("map").clash!.other.nodes].map((p) => p.label);
  assert.deepEqual(labels(), ["mine", "third", "theirs"]);

  // One whose own words were open goes on as a clash, and what it held stays when the server moves on.
  const next = new Boards({ map: { base: 2, scene: drawing([part("a", "theirs")]) } });
  next.edit("map", drawing([part("a", "here")]));
  next.adopt("map", { saved: { base: 1, scene: drawing([part("a")]) }, scene: drawing([part("a", "left")]) });
  assert.deepEqual([next.at("map").scene.nodes[0]!.label, next.at("map").clash!.other.nodes[0]!.label], ["left", "here"]);
  next.rebase("map", { base: 3, scene: drawing([part("a", "theirs"), part("b")]) });
  assert.deepEqual(next.at("map").clash!.other.nodes.map((p) => p.label), ["here", "b"]);
});

test("a server that has lost what it had acknowledged says nothing of what stands here", () => {
  const boards = new Boards({ map: { base: 5, scene: drawing([part("a"), part("b")]) } });
  boards.edit("map", drawing([part("a"), part("b"), part("c")]));
  assert.equal(boards.rebase("map", { base: 1, scene: drawing([]) }), false);
  assert.equal(boards.at("map").scene.nodes.length, 3);
  assert.deepEqual(boards.changes({}, () => true).map((change) => change.base), [1]);
});

test("the device keeps a board until the server has said that it has it", () => {
  const answers = new Answers("p", { map: { base: 0, text: "" } }, ["map"]);
  answers.boards.edit("map", drawing([part("a")]));
  answers.freeze();
  answers.boards.edit("map", drawing([])); // taken back while it is on its way
  const { boards, flight } = answers.unsaved()!;
  assert.deepEqual([boards!["map"]!.scene.nodes.length, flight!.boards!["map"]!.scene.nodes.length], [0, 1]);
});

test("the board that was saved elsewhere can be drawn on while nobody has chosen", () => {
  const boards = new Boards({ map: { base: 1, scene: drawing([part("a", "A")]) } });
  boards.edit("map", drawing([part("a", "API")]));
  boards.rebase("map", { base: 2, scene: drawing([part("a", "Gateway")]) });
  boards.editOther("map", drawing([part("a", "Gateway"), part("b")]));
  assert.equal(boards.at("map").clash!.other.nodes.length, 2);
  boards.editOther("clarify", drawing([part("c")])); // none there
  assert.equal(boards.at("clarify").clash, undefined);
  boards.choose("map", boards.at("map").clash!.other);
  assert.deepEqual(boards.changes({}, () => true), [{ step: "map", base: 2, scene: drawing([part("a", "Gateway"), part("b")]) }]);
});

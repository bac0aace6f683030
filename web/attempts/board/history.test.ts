import assert from "node:assert/strict";
import test from "node:test";
import { empty, type Graph } from "./graph.ts";
import { History } from "./history.ts";
import { same } from "./merge.ts";

const part = (id: string, label = id, x = 0): Graph["nodes"][number] => ({ id, label, kind: "service", x, y: 0 });
const graph = (...nodes: Graph["nodes"][number][]): Graph => ({ nodes, edges: [] });

test("steps are undone and done again one by one", () => {
  const history = new History();
  const [one, two, named] = [graph(part("a")), graph(part("a"), part("b")), graph(part("a"), part("b", "B"))];
  assert.equal(history.next, null);
  history.record(empty, one, "add a", 0);
  history.record(one, two, "add b", 10);
  history.record(two, named, "name b", 20);
  assert.equal(history.next, "name b");
  let now = named;
  for (const want of [two, one, empty]) {
    now = history.undo(now)!.graph!;
    assert.ok(same(now, want));
  }
  assert.equal(history.undo(now), null);
  assert.equal(history.again, "add a");
  for (const want of [one, two, named]) {
    now = history.redo(now)!.graph!;
    assert.ok(same(now, want));
  }
  assert.equal(history.redo(now), null);
  assert.ok(same(history.undo(now)!.graph!, two)); // and once more
});

test("what others did meanwhile stays", () => {
  const history = new History();
  const [before, after] = [graph(part("a")), graph(part("a", "API"))];
  history.record(before, after, "name a", 0);
  const elsewhere = graph(part("a", "API"), part("c"));
  const undone = history.undo(elsewhere)!.graph!;
  assert.ok(same(undone, graph(part("a"), part("c"))));
  assert.ok(same(history.redo(undone)!.graph!, elsewhere));
});

test("what can no longer be undone says so, and the step before it can", () => {
  const history = new History();
  history.record(empty, graph(part("b")), "add b", 0);
  history.record(graph(part("b")), graph(part("b"), part("a")), "add a", 1);
  history.record(graph(part("b"), part("a")), graph(part("b"), part("a", "API")), "name a", 2);
  const elsewhere = graph(part("b"), part("a", "Gateway")); // renamed by another page
  assert.deepEqual(history.undo(elsewhere), { graph: null, what: "name a" });
  assert.equal(history.next, "add a");
});

test("steps of one kind in a row are one, unless there was a rest", () => {
  const history = new History();
  const at = (x: number): Graph => graph(part("a", "a", x));
  history.record(at(0), at(20), "move a", 0);
  history.record(at(20), at(40), "move a", 500);
  history.record(at(40), at(60), "move a", 3_000);
  assert.ok(same(history.undo(at(60))!.graph!, at(40)));
  assert.ok(same(history.undo(at(40))!.graph!, at(0)));
});

test("a step of the same kind that others came in between is one of its own", () => {
  const history = new History();
  const at = (x: number): Graph => graph(part("a", "a", x));
  history.record(at(0), at(20), "move a", 0);
  history.record(at(50), at(70), "move a", 100); // somebody else moved it to 50 meanwhile
  assert.ok(same(history.undo(at(70))!.graph!, at(50)));
});

test("what could not be undone is not done again", () => {
  const history = new History();
  history.record(graph(part("a")), graph(part("a", "API")), "name a", 0);
  assert.equal(history.undo(graph(part("a", "Gateway")))!.graph, null);
  assert.equal(history.redo(graph(part("a", "Gateway"))), null);
});

test("a layout of another board than the last step's is none of its", () => {
  const history = new History();
  history.record(empty, graph(part("a")), "write", 0);
  history.amend(graph(part("b")), graph(part("b", "b", 90)));
  assert.ok(same(history.undo(graph(part("a")))!.graph!, empty));
});

test("a layout that follows a step is undone with it", () => {
  const history = new History();
  history.record(empty, graph(part("a")), "write", 0);
  history.amend(graph(part("a")), graph(part("a", "a", 90)));
  assert.ok(same(history.undo(graph(part("a", "a", 90)))!.graph!, empty));
});

test("a new step ends what could be done again, and nothing is no step", () => {
  const history = new History();
  history.record(empty, graph(part("a")), "add a", 0);
  history.undo(graph(part("a")));
  history.record(empty, empty, "nothing", 5);
  assert.equal(history.again, "add a");
  history.record(empty, graph(part("b")), "add b", 6);
  assert.equal(history.again, null);
});

test("the oldest of very many steps are forgotten", () => {
  const history = new History();
  const at = (x: number): Graph => graph(part("a", "a", x));
  for (let n = 0; n < 300; n++) history.record(at(n), at(n + 1), `step ${n}`, n);
  let undone = 0;
  for (let now = at(300), turned = history.undo(now); turned; turned = history.undo(now)) {
    now = turned.graph!;
    undone++;
  }
  assert.equal(undone, 200);
});

import assert from "node:assert/strict";
import test from "node:test";
import cases from "../../../internal/board/testdata/cases.json";
import { apply } from "./parse.ts";
import { print } from "./print.ts";
import { empty, type Graph } from "./graph.ts";

// The server reads boards too, in Go: the same cases hold for it.
for (const c of cases) {
  test(`a board's text: ${c.name}`, () => {
    const before = (c.before as Graph | undefined) ?? empty;
    const { graph, problems } = apply(before, c.text);
    const known = new Set(before.nodes.map((n) => n.id));
    const nodes = graph.nodes.map((n) => (known.has(n.id) ? n : { ...n, x: 0, y: 0 }));
    assert.deepEqual({ ...graph, nodes }, c.graph);
    assert.deepEqual(problems, c.problems ?? []);
    assert.equal(print(graph), c.written);
    for (const [i, a] of graph.nodes.entries()) {
      for (const b of graph.nodes.slice(0, i)) assert.ok(known.has(a.id) || a.x !== b.x || a.y !== b.y, "two parts on one spot");
    }
  });
}

test("what is new has an id by which pages are told apart", () => {
  const [one, other] = ["a1", "b2"].map((page) => apply(empty, "API -> Jobs\n", page).graph.nodes.map((n) => n.id));
  assert.ok(one!.every((id) => id.startsWith("a1")) && other!.every((id) => id.startsWith("b2")));
});

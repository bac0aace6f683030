import assert from "node:assert/strict";
import test from "node:test";
import bends from "../../../internal/board/testdata/bends.json";
import { kinds, links } from "../board/graph.ts";
import { parse } from "../board/parse.ts";
import { around, bendOf, outline, sides, way, wordsAt } from "./geometry.ts";

const a = { x: 0, y: 0, w: 100, h: 40 };

test("a connection runs from edge to edge", () => {
  assert.equal(way(a, { x: 300, y: 0, w: 100, h: 40 }, 0).path, "M100 20L300 20");
  assert.equal(way(a, { x: 0, y: 200, w: 100, h: 40 }, 0).path, "M50 40L50 200");
  assert.equal(way(a, { x: 300, y: 0, w: 100, h: 40 }, 14).path, "M100 34L300 34");
  assert.match(way(a, a, 0).path, /^M[\d.-]+ [\d.-]+L[\d.-]+ [\d.-]+$/); // of two on one spot: no NaN
});

test("connections between the same two lie beside each other, whichever way they run", () => {
  const { graph } = parse("A -> B: x\nB -> A: y\nA -> B: z\nB -> C\n");
  assert.deepEqual(sides(graph, links(graph)), [0, 14, 14, 0]); // one to the left of B -> A is one to the right of A -> B
});

test("each kind has an outline, and a frame reaches around its parts", () => {
  for (const kind of kinds) assert.doesNotMatch(outline(kind, 146, 50), /NaN|undefined/);
  assert.deepEqual(around([a, { x: 200, y: 100, w: 50, h: 20 }]), { x: -18, y: -42, w: 286, h: 180 });
  assert.equal(around([]), null);
});

test("words stand where they hide no part, as far as there is such a place", () => {
  const [from, to] = [{ ...a, x: -50 }, { ...a, x: -50, y: 400 }];
  const drawn = way(from, to, 0);
  assert.equal(wordsAt(drawn, "reads", [from, to]), 0.5);
  assert.equal(wordsAt(drawn, "reads", [from, to, { x: -50, y: 200, w: 100, h: 40 }]), 0.36);
  assert.equal(wordsAt(drawn, "reads", [from, to, { x: -50, y: 0, w: 100, h: 400 }]), 0.5);
});

test("what passes a part keeps a little away from it", () => {
  const [from, to] = [{ x: 0, y: 0, w: 100, h: 40 }, { x: 400, y: 0, w: 100, h: 40 }];
  assert.equal(bendOf(from, to, 0, [{ x: 200, y: 26, w: 50, h: 50 }]), 0);
  assert.notEqual(bendOf(from, to, 0, [{ x: 200, y: 24, w: 50, h: 50 }]), 0);
});

// The server leads connections round parts too, in Go: the same cases hold for it.
for (const c of bends) {
  test(`a connection's way: ${c.name}`, () => {
    const bend = bendOf(c.from, c.to, c.side, c.others);
    assert.equal(bend, c.bend);
    assert.equal(way(c.from, c.to, c.side, bend).path, c.path);
  });
}

import assert from "node:assert/strict";
import test from "node:test";
import { change, splice, type Splice } from "./splice.ts";
import { scribble, seeded } from "./testing.ts";

/** What the server does with a splice. */
function applied(text: string, s: Splice): string {
  const points = [...text];
  points.splice(s.at, s.delete, ...s.insert);
  return points.join("");
}

test("splice names the smallest change in code points", () => {
  const cases: [string, string, Splice | null][] = [
    ["same", "same", null],
    ["", "Who?", { at: 0, delete: 0, insert: "Who?" }],
    ["Who?", "", { at: 0, delete: 4, insert: "" }],
    ["cache reads", "cache the reads", { at: 6, delete: 0, insert: "the " }],
    ["aaa", "aa", { at: 2, delete: 1, insert: "" }],
    ["😀", "😁", { at: 0, delete: 1, insert: "😁" }], // one half of the pair is the same
    ["a😀", "a\u{1FA00}", { at: 1, delete: 1, insert: "\u{1FA00}" }], // the other half is
    ["x\u{10000}y", "x\u{10400}y", { at: 1, delete: 1, insert: "\u{10400}" }], // low halves equal
    ["😀😀", "😀x😀", { at: 1, delete: 0, insert: "x" }],
    ["é", "e\u0301", { at: 0, delete: 1, insert: "e\u0301" }], // nothing is normalised
    ["שלום", "שלום עולם", { at: 4, delete: 0, insert: " עולם" }],
  ];
  for (const [from, to, want] of cases) assert.deepEqual(splice(from, to), want, `splice(${from}, ${to})`);
});

test("a splice turns any text into any other and never cuts a code point", () => {
  const chance = seeded(1);
  for (let i = 0; i < 3_000; i++) {
    const from = scribble(chance, 12);
    const to = chance() < 0.3 ? scribble(chance, 12) : from.slice(0, 4).replace(/\p{Cs}/gu, "") + scribble(chance, 3) + from;
    const s = splice(from, to);
    assert.equal(s ? applied(from, s) : from, to, `splice(${JSON.stringify(from)}, ${JSON.stringify(to)})`);
    const c = change(from, to);
    if (c) assert.doesNotMatch(c.insert, /\p{Cs}/u, `change(${JSON.stringify(from)}, ${JSON.stringify(to)}) inserts half a character`);
  }
});

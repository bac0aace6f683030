import assert from "node:assert/strict";
import { test } from "node:test";
import { change, lineAt, linesOf, place, spanOf, textChange } from "./lines.ts";

test("lineAt and spanOf agree on where each line is", () => {
  for (const text of ["", "a", "\n", "a\nbb\n", "\n\nccc", "😀\n名\tx\n"]) {
    linesOf(text).forEach((line, i) => {
      const span = spanOf(text, i)!;
      assert.equal(text.slice(span.start, span.end), line, `spanOf(${JSON.stringify(text)}, ${i})`);
      for (let at = span.start; at <= span.end; at++) assert.equal(lineAt(text, at), i, `lineAt(${JSON.stringify(text)}, ${at})`);
    });
    assert.equal(spanOf(text, linesOf(text).length), null, `spanOf(${JSON.stringify(text)}) beyond its end`);
  }
});

test("change keeps the rows before and after", () => {
  const cases: [string, string, { at: number; gone: number; come: number }][] = [
    ["a b c", "a b c", { at: 3, gone: 0, come: 0 }],
    ["a b c", "a x c", { at: 1, gone: 1, come: 1 }],
    ["a b c", "a b b c", { at: 2, gone: 0, come: 1 }],
    ["a b c", "b c", { at: 0, gone: 1, come: 0 }],
    ["a b c", "a b c d e", { at: 3, gone: 0, come: 2 }],
    ["a a a", "a", { at: 1, gone: 2, come: 0 }],
    ["a b c d", "a x y z d", { at: 1, gone: 2, come: 3 }],
  ];
  for (const [from, to, want] of cases) assert.deepEqual(change(from.split(" "), to.split(" ")), want, `change(${from}, ${to})`);
});

test("textChange turns one text into the other and cuts no character in two", () => {
  const texts = ["", "abc", "a😀c", "a😁c", "x\u{10000}y", "x\u{10400}y", "😀😀", "😀x😀", "a\nb\nc", "a\nc"];
  for (const from of texts) {
    for (const to of texts) {
      const { start, end, insert } = textChange(from, to);
      assert.equal(from.slice(0, start) + insert + from.slice(end), to, `textChange(${from}, ${to})`);
      assert.doesNotMatch(insert, /\p{Cs}/u, `textChange(${from}, ${to}) inserts half a character`);
      assert.doesNotMatch(from.slice(start, end), /\p{Cs}/u, `textChange(${from}, ${to}) takes half a character`);
    }
  }
});

test("place puts a line where one is, or below what stands there", () => {
  const cases: [string, number, string][] = [
    ["", 0, "new"],
    ["  ", 1, "new"],
    ["a", 0, "a\nnew"],
    ["a\nb", 1, "a\nnew\nb"],
    ["a\n\nb", 2, "a\nnew\nb"],
    ["a\n", 2, "a\nnew"],
  ];
  for (const [text, caret, want] of cases) {
    const { start, end, insert } = place(text, caret, "new");
    assert.equal(text.slice(0, start) + insert + text.slice(end), want, `place(${JSON.stringify(text)}, ${caret})`);
  }
});

import assert from "node:assert/strict";
import test from "node:test";
import { clean, codePoints, words } from "./text.ts";

test("clean makes a text fit for the server", () => {
  const cases: [string, string][] = [
    ["plain", "plain"],
    ["a\r\nb\rc\n", "a\nb\nc\n"],
    ["zero\0byte", "zerobyte"],
    ["lone \ud83d high", "lone \ufffd high"],
    ["lone \ude00 low", "lone \ufffd low"],
    ["pair 😀 stays", "pair 😀 stays"],
    ["שלום é 👩‍👩‍👧", "שלום é 👩‍👩‍👧"],
  ];
  for (const [text, want] of cases) assert.equal(clean(text), want, `clean(${JSON.stringify(text)})`);
});

test("codePoints counts as the server does", () => {
  const cases: [string, number][] = [["", 0], ["abc", 3], ["😀", 1], ["e\u0301", 2], ["👩‍👩‍👧", 5], ["a😀b😀", 4]];
  for (const [text, want] of cases) assert.equal(codePoints(text), want, `codePoints(${JSON.stringify(text)})`);
  assert.equal(codePoints("a😀b😀", 1, 4), 2);
});

test("words are what stands between white space", () => {
  const cases: [string, number][] = [["", 0], ["  \n ", 0], ["one", 1], [" two  words\n", 2], ["a\u00a0b", 2], ["10k/s → 3.5 GB", 4]];
  for (const [text, want] of cases) assert.equal(words(text), want, `words(${JSON.stringify(text)})`);
});

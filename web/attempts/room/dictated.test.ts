import assert from "node:assert/strict";
import test from "node:test";
import { dictated } from "./dictated.ts";

test("heard words stand as if typed", () => {
  const cases: [heard: string, before: string, after: string, want: string][] = [
    ["most people read full stop", "", "", "Most people read."],
    ["they seldom write", "Most people read.", "", " They seldom write"],
    ["they seldom write", "Most people read. ", "", "They seldom write"],
    ["in a cache", "Reads come", "", " in a cache"],
    ["cache", "Keep a ", " of reads", "cache"],
    ["cache", "Keep a ", "of reads", "cache "],
    ["a comma b question mark c", "", "", "A, b? C"],
    ["comma", "Reads", "", ","],
    ["first full stop new line second", "", "", "First.\nSecond"],
    ["new paragraph then", "Reads.", "", "\n\nThen"],
    ["reads full stop new line", "", "Old", "Reads.\n"],
    ["the retention period is a dash", "", "", "The retention period is a dash"], // words of designs, no marks
    ["id", "the (", ")", "id"],
    ["Reads,  comma and writes.", "Yes", "", " Reads, and writes."], // a recogniser that sets marks itself
    ["  ", "a", "", ""],
    ["", "", "", ""],
  ];
  for (const [heard, before, after, want] of cases) assert.equal(dictated(heard, before, after), want, heard);
});

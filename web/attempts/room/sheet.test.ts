import assert from "node:assert/strict";
import test from "node:test";
import type { Line } from "./lines.ts";
import { limits, Worksheet, type Sheet } from "./sheet.ts";

const line = (key: string, input: string, step = "clarify"): Line => ({ key, step, input });
const open = (): boolean => true;
const sheet = (...inputs: string[]): Sheet => ({ base: inputs.length, lines: inputs.map((input, i) => line(`s${i}`, input)) });
const inputs = (w: Worksheet): string[] => w.lines.map((l) => l.input);
/** As if the panel showed the sheet. */
const type = (w: Worksheet, lines: string[], step = "map"): readonly Line[] => w.edit(w.lines, lines, step);
const land = (w: Worksheet): void => w.landed({ base: w.saved.base + 1, lines: w.lines });

test("new lines count to the step that is shown, changed ones to theirs", () => {
  const w = new Worksheet("page", sheet("dau = 3M users", "dau * 2"));
  type(w, ["dau = 4M users", "dau * 2", "dau * 3"]);
  assert.deepEqual(w.lines, [line("s0", "dau = 4M users"), line("s1", "dau * 2"), line("page.1", "dau * 3", "map")]);
  assert.deepEqual(w.changes(w.saved.lines, open), [
    { step: "clarify", line: "s0", at: 0, input: "dau = 4M users" },
    { step: "map", line: "page.1", at: 2, input: "dau * 3" },
  ]);
});

test("a line that is taken out and put back is the same line", () => {
  const w = new Worksheet("page", sheet("a", "b", "c"));
  type(w, ["a", "c"]);
  assert.ok(w.dirty);
  type(w, ["a", "c", "b"]);
  assert.deepEqual(w.lines.map((l) => [l.key, l.step]), [["s0", "clarify"], ["s2", "clarify"], ["s1", "clarify"]]);
  type(w, ["a", "c"]);
  type(w, ["a", "b", "c"]);
  assert.equal(w.dirty, false, "undone before it was sent");
});

test("an empty field has no line, and empty lines at the end are not sent", () => {
  const w = new Worksheet("page");
  type(w, [""]);
  assert.deepEqual(w.lines, []);
  type(w, ["1 + 1", "", ""]);
  assert.deepEqual(inputs(w), ["1 + 1", "", ""]);
  assert.deepEqual(w.changes([], open).map((c) => c.line), ["page.1"]);
  land(w);
  type(w, ["1 + 1", "", "", "2"]);
  assert.equal(w.changes(w.saved.lines, open).length, 1, "after these were counted in");
  type(w, ["1 + 1", ""]);
  assert.deepEqual(w.changes(sheet("1 + 1").lines, open).length, 2);
});

test("a line that was emptied is sent as such", () => {
  const w = new Worksheet("page", sheet("a", "b"));
  type(w, ["a", ""]);
  assert.deepEqual(w.changes(w.saved.lines, open), [{ step: "clarify", line: "s1", at: 1, input: "" }]);
});

test("lines of others that are not in view yet are no lines taken out", () => {
  const w = new Worksheet("page", sheet("a", "b"));
  const view = w.lines;
  w.rebase({ base: 3, lines: [line("s0", "a"), line("o", "theirs"), line("s1", "b")] });
  const next = w.edit(view, ["a", "b!"], "map");
  assert.deepEqual(inputs(w), ["a", "theirs", "b!"]);
  assert.deepEqual(next.map((l) => l.input), ["a", "b!"]);
  w.edit(next, ["b!"], "map");
  assert.deepEqual(inputs(w), ["theirs", "b!"]);
});

test("what another page has done is taken over beneath what was typed here", () => {
  const w = new Worksheet("page", sheet("a", "b", "c"));
  type(w, ["a", "b mine", "c", "d"]);
  assert.equal(w.rebase({ base: 7, lines: [line("s0", "a theirs"), line("s1", "b theirs"), line("o", "new")] }), true);
  assert.deepEqual(inputs(w), ["a theirs", "b mine", "d", "new"]);
  assert.equal(w.rebase({ base: 7, lines: w.saved.lines }), false);
});

test("a server that went back in time takes no line from here", () => {
  const w = new Worksheet("page", sheet("a", "b", "c"));
  w.rebase({ base: 1, lines: [line("s0", "old a")] });
  assert.deepEqual(inputs(w), ["a", "b", "c"]);
  assert.deepEqual(w.changes(w.saved.lines, open).map((c) => c.line), ["s0", "s1", "s2"]);
});

test("lines of a page that was closed live on in another", () => {
  const closed = new Worksheet("old", sheet("a", "b"));
  type(closed, ["a", "b changed", "c"]);
  const next = new Worksheet("next", { base: 3, lines: [...sheet("a", "b").lines, line("o", "theirs")] });
  next.adopt(structuredClone(closed.unsaved()));
  assert.deepEqual(inputs(next), ["a", "b changed", "c", "theirs"]);
  next.adopt(structuredClone(closed.unsaved()));
  assert.equal(next.lines.length, 4, "and not twice");
});

test("of lines that were sent and perhaps stored, those that were taken out since stay out", () => {
  const w = new Worksheet("page", sheet("a"));
  type(w, ["a", "b", "c"]);
  w.doubted(w.changes(w.saved.lines, open));
  type(w, ["a", "c"]);
  const left = structuredClone(w.unsaved());
  const stored = { base: 3, lines: [line("s0", "a"), line("page.1", "b", "map"), line("page.2", "c", "map")] };
  for (const page of [w, Worksheet.of("page", left)]) {
    page.rebase(stored);
    assert.deepEqual(inputs(page), ["a", "c"]);
    assert.deepEqual(page.changes(page.saved.lines, open), [{ step: "map", line: "page.1", delete: 1 }]);
  }
  w.rebase({ base: 4, lines: [line("s0", "a"), line("page.1", "b, by another page", "map")] });
  assert.deepEqual(inputs(w), ["a", "b, by another page"], "another's words are not what was sent");
});

test("what is too large is said, and the rest is saved", () => {
  const w = new Worksheet("page");
  type(w, ["1", "x".repeat(limits.line + 1), "2"]);
  assert.deepEqual(w.excess, { what: "characters", has: limits.line + 1, most: limits.line });
  assert.deepEqual(w.changes([], open).map((c) => "input" in c && c.input), ["1", "2"]);
  type(w, ["😀".repeat(limits.line)]);
  assert.equal(w.excess, null, "the limit counts code points");

  type(w, Array.from({ length: limits.lines + 3 }, (_, i) => `${i}`));
  assert.deepEqual(w.excess, { what: "lines", has: limits.lines + 3, most: limits.lines });
  assert.equal(w.changes([], open).length, limits.lines);
  type(w, Array.from({ length: 40 }, () => "é".repeat(1_000)));
  assert.deepEqual(w.excess, { what: "KiB", has: 79, most: 64 });
  assert.equal(w.changes([], open).length, 32);
});

test("lines wait for their step", () => {
  const w = new Worksheet("page");
  type(w, ["1"], "clarify");
  type(w, ["1", "2"], "map");
  assert.deepEqual(w.changes([], (step) => step === "clarify").map((c) => c.line), ["page.1"]);
  assert.deepEqual([...w.unsavedSteps], ["clarify", "map"]);
});

test("too late, the words of each line go once, cut to what is taken", () => {
  const w = new Worksheet("page", sheet("a", "b"));
  type(w, ["a", "", "x".repeat(limits.line + 9), "b2"]);
  const late = w.late(w.saved.lines);
  assert.deepEqual(late.map((c) => "input" in c && c.input.slice(0, 3)), ["xxx", "b2"]);
  assert.ok(late.every((c) => "input" in c && c.input.length <= limits.line));
});

test("text that the server would refuse is made fit", () => {
  const w = new Worksheet("page");
  type(w, ["1\0 + 1\ud83d"]);
  assert.deepEqual(inputs(w), ["1 + 1\ufffd"]);
});

import assert from "node:assert/strict";
import test from "node:test";
import { Answers } from "./answers.ts";
import { answersOf } from "./testing.ts";
import { limit } from "./text.ts";

const empty = { clarify: { base: 0, text: "" }, map: { base: 0, text: "" }, "deep-dive": { base: 0, text: "" } };
const page = (): Answers => new Answers("page", empty, ["clarify", "map"]);

test("a batch holds one splice a step, numbered without a gap", () => {
  const answers = page();
  answers.edit("clarify", "Who?");
  answers.edit("map", "API");
  const batch = answers.freeze()!;
  assert.deepEqual(batch.events, [
    { n: 1, type: "answer", step: "clarify", base: 0, at: 0, delete: 0, insert: "Who?" },
    { n: 2, type: "answer", step: "map", base: 0, at: 0, delete: 0, insert: "API" },
  ]);
  answers.landed(batch);
  answers.edit("clarify", "Who uses it?");
  assert.deepEqual(answers.freeze()!.events, [{ n: 3, type: "answer", step: "clarify", base: 1, at: 3, delete: 0, insert: " uses it" }]);
});

test("a batch on its way does not change with what is typed after it", () => {
  const answers = page();
  answers.edit("clarify", "one");
  const batch = answers.freeze()!;
  const sent = JSON.stringify(batch);
  answers.edit("clarify", "one two");
  assert.equal(answers.freeze(), batch);
  assert.equal(JSON.stringify(batch), sent);
  assert.ok(answers.dirty);
  answers.landed(batch);
  assert.equal(answersOf(answers.freeze()!)[0]!.insert, " two");
});

test("a page that may not live puts all into one batch, which its first part's answer does not settle", () => {
  const answers = page();
  answers.edit("clarify", "one");
  const first = answers.freeze()!;
  answers.edit("clarify", "one two");
  const all = answers.extend()!;
  assert.deepEqual(answersOf(all).map((e) => [e.n, e.base, e.insert]), [[1, 0, "one"], [2, 1, " two"]]);
  answers.landed(first);
  assert.equal(answers.flight, all);
  answers.landed(all);
  assert.deepEqual(answers.at("clarify").saved, { base: 2, text: "one two" });
  assert.equal(answers.dirty, false);
  assert.equal(answers.extend(), null);
});

test("numbers of a refused batch are used again, or go on where the server says", () => {
  const answers = page();
  answers.edit("clarify", "a");
  answers.freeze();
  answers.refused();
  assert.equal(answers.freeze()!.events[0]!.n, 1);
  answers.refused(7);
  assert.equal(answers.freeze()!.events[0]!.n, 7);
});

test("the numbers of a batch whose first part may be stored are not used again", () => {
  const answers = page();
  answers.edit("clarify", "one");
  answers.freeze();
  answers.edit("clarify", "one two");
  answers.extend();
  answers.refused();
  const next = answers.freeze()!;
  assert.equal(next.client, "page.1");
  assert.deepEqual(answersOf(next).map((e) => [e.n, e.base, e.insert]), [[1, 0, "one two"]]);
});

test("steps that are not open, too long or undecided wait; the others go on", () => {
  const answers = page();
  answers.edit("deep-dive", "too early");
  answers.edit("clarify", "x".repeat(limit + 1));
  answers.edit("map", "fits");
  assert.deepEqual(answers.freeze()!.events.map((e) => e.step), ["map"]);
  assert.deepEqual(answers.tooLong, ["clarify"]);
  answers.landed(answers.flight!);
  answers.openUp(["clarify", "map", "deep-dive"]);
  answers.edit("clarify", "😀".repeat(limit));
  assert.deepEqual(answers.tooLong, [], "the limit counts code points");
  assert.deepEqual(answers.freeze()!.events.map((e) => e.step), ["clarify", "deep-dive"]);
});

test("rebase merges what is apart and asks about what is not", () => {
  const answers = page();
  answers.edit("clarify", "one two");
  answers.landed(answers.freeze()!);
  answers.edit("clarify", "one two three");
  assert.equal(answers.rebase("clarify", { base: 2, text: "zero one two" }), true);
  assert.equal(answers.at("clarify").text, "zero one two three");
  assert.equal(answers.rebase("clarify", { base: 3, text: "zero one two four" }), true);
  assert.deepEqual(answers.at("clarify").clash, { theirs: { base: 3, text: "zero one two four" }, other: "zero one two four" });
  assert.equal(answers.freeze(), null, "nothing of the step is sent before the choice");

  answers.editOther("clarify", "Zero one two four");
  answers.rebase("clarify", { base: 4, text: "zero one two four five" });
  assert.equal(answers.at("clarify").clash!.other, "Zero one two four five", "the other text stays current while it is edited");

  answers.choose("clarify", "Zero one two three four five");
  answers.freeze();
  assert.equal(answersOf(answers.flight!)[0]!.base, 4);
  answers.landed(answers.flight!);
  assert.deepEqual(answers.at("clarify"), { saved: { base: 5, text: "Zero one two three four five" }, text: "Zero one two three four five" });
});

test("a server that went back in time gets the newer text again", () => {
  const answers = page();
  answers.edit("clarify", "one");
  answers.landed(answers.freeze()!);
  answers.edit("clarify", "one two");
  answers.landed(answers.freeze()!);
  answers.rebase("clarify", { base: 1, text: "one" });
  assert.equal(answers.at("clarify").text, "one two");
  assert.equal(answersOf(answers.freeze()!)[0]!.base, 1);
});

test("unsaved words live on in another page", () => {
  const closed = page();
  closed.edit("clarify", "kept");
  const flight = closed.freeze()!;
  closed.edit("clarify", "kept and more");
  const left = structuredClone(closed.unsaved()!);
  const heir = Answers.of(left);
  assert.deepEqual(heir.freeze(), flight, "what was on its way goes again as it was");
  heir.landed(heir.flight!);

  const next = new Answers("next", { ...empty, clarify: { base: 1, text: "kept" } }, ["clarify", "map"]);
  next.adopt("clarify", heir.at("clarify"));
  assert.equal(next.at("clarify").text, "kept and more");
});

test("words of a closed page that touch newer ones are shown beside them", () => {
  const closed = page();
  closed.edit("clarify", "old words");
  const next = new Answers("next", { ...empty, clarify: { base: 3, text: "newer words" } }, ["clarify"]);
  next.adopt("clarify", closed.at("clarify"));
  assert.deepEqual(next.at("clarify"), {
    saved: { base: 0, text: "" },
    text: "old words",
    clash: { theirs: { base: 3, text: "newer words" }, other: "newer words" },
  });
});

test("a choice that was open stays open in the next page, with both texts as they were edited", () => {
  const closed = page();
  closed.edit("clarify", "mine");
  closed.rebase("clarify", { base: 1, text: "theirs" });
  closed.editOther("clarify", "theirs, edited");
  const next = new Answers("next", { ...empty, clarify: { base: 1, text: "theirs" } }, ["clarify"]);
  next.adopt("clarify", closed.at("clarify"));
  assert.equal(next.at("clarify").text, "mine");
  assert.equal(next.at("clarify").clash!.other, "theirs, edited");
});

test("too late, everything goes: undecided texts too, and each only once", () => {
  const answers = page();
  answers.edit("clarify", "mine");
  answers.rebase("clarify", { base: 1, text: "theirs" });
  answers.editOther("clarify", "theirs, edited");
  answers.edit("map", "x".repeat(limit + 5));
  const late = answers.freezeLate()!;
  assert.deepEqual(answersOf(late).map((e) => [e.n, e.step, e.insert.slice(0, 8), e.insert.length]), [
    [1, "clarify", "mine", 4],
    [2, "map", "xxxxxxxx", limit],
    [3, "clarify", ", edited", 8],
  ]);
  answers.landed(late);
  assert.equal(answers.freezeLate(), null);
  assert.equal(answers.dirty, false);
});

test("lines of the sheet go in the same batch, after the splices and in one row of numbers", () => {
  const answers = page();
  answers.edit("clarify", "Who?");
  answers.sheet.edit([], ["dau = 3M users", "dau * 2"], "clarify");
  assert.equal(answers.freeze(false)!.events.length, 1, "without lines where they are not due");
  answers.landed(answers.flight!);
  answers.edit("map", "API");
  assert.deepEqual(answers.freeze()!.events, [
    { n: 2, type: "answer", step: "map", base: 0, at: 0, delete: 0, insert: "API" },
    { n: 3, type: "calc", step: "clarify", line: "page.1", at: 0, input: "dau = 3M users" },
    { n: 4, type: "calc", step: "clarify", line: "page.2", at: 1, input: "dau * 2" },
  ]);
  const view = answers.sheet.edit(answers.sheet.lines, ["dau = 4M users", "dau * 2"], "map");
  answers.landed(answers.extend()!);
  assert.equal(answers.sheet.saved.base, 3);
  assert.equal(answers.dirty, false);
  answers.sheet.edit(view, ["dau * 2"], "map");
  assert.deepEqual(answers.freeze()!.events, [{ n: 6, type: "calc", step: "clarify", line: "page.1", delete: 1 }]);
});

test("unsaved lines live on in another page, and those on their way go again as they were", () => {
  const closed = page();
  const view = closed.sheet.edit([], ["1"], "clarify");
  const flight = closed.freeze()!;
  closed.sheet.edit(view, ["1", "2"], "clarify");
  const heir = Answers.of(structuredClone(closed.unsaved()!));
  assert.deepEqual(heir.freeze(), flight);
  heir.landed(heir.flight!);
  assert.deepEqual(heir.freezeLate()!.events, [{ n: 2, type: "calc", step: "clarify", line: "page.2", at: 1, input: "2" }]);
});

test("a sheet of many lines goes in several batches", () => {
  const answers = page();
  let view = answers.sheet.edit([], Array.from({ length: 200 }, (_, i) => `${i}`), "clarify");
  for (const lines of [view.map((line) => line.input).toReversed(), Array.from({ length: 199 }, (_, i) => `${i} + 1`)]) {
    answers.landed(answers.freeze()!);
    view = answers.sheet.edit(view, lines, "clarify");
    answers.freeze();
    view = answers.sheet.edit(view, lines.toReversed().map((line) => `${line} `), "clarify");
    assert.ok(answers.extend()!.events.length <= 500, `${answers.flight!.events.length} events`);
  }
  for (let batches = 0; answers.freeze(); batches++) {
    answers.landed(answers.flight!);
    assert.ok(batches < 3);
  }
  assert.deepEqual(answers.sheet.saved.lines, view);
});

test("what is saved needs no place on the device", () => {
  const answers = page();
  assert.equal(answers.unsaved(), null);
  answers.edit("clarify", "a");
  assert.deepEqual(Object.keys(answers.unsaved()!.answers), ["clarify"]);
  answers.landed(answers.freeze()!);
  assert.equal(answers.unsaved(), null);
});

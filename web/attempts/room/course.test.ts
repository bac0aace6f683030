import assert from "node:assert/strict";
import test from "node:test";
import { Course } from "./course.ts";
import type { RoomData } from "./snapshot.ts";

const start = Date.parse("2026-11-22T12:00:00.000Z");
const minute = 60_000;
const iso = (ms: number): string => new Date(ms).toISOString();

const titles = { clarify: "Clarify", map: "Map the layers", "deep-dive": "Deep dive", "trade-offs": "Trade-offs", synthesize: "Synthesize" };
const budgets = [5, 5, 15, 10, 5];

function course(current: string, spent: Record<string, number>, at: number, only?: string): Course {
  const steps = Object.entries(titles)
    .map(([step, title], i) => ({ step, title, budget: budgets[i]! * minute, spent: spent[step] ?? 0, base: 0, text: "", hints: 0 }))
    .filter((s) => !only || s.step === only);
  const total = steps.reduce((sum, s) => sum + s.budget, 0);
  const data: RoomData = {
    attempt: "a", person: "p", mode: only ? "drill" : "interview", now: iso(start + at), started: iso(start), deadline: iso(start + total),
    current, shown: current, open: [current], steps, sheet: [], sheetBase: 0, exam: true, tokensOut: false, talk: [],
  };
  const c = new Course(data);
  c.update({ ...data, spent: Object.fromEntries(steps.map((s) => [s.step, s.spent])) });
  return c;
}

test("time goes into the current step, up to the deadline", () => {
  const c = course("map", { clarify: 5 * minute, map: minute }, 6 * minute);
  const s = c.standing(start + 8 * minute)!;
  assert.deepEqual([s.left, s.total, s.stepLeft, s.spent["map"]], [32 * minute, 40 * minute, 2 * minute, 3 * minute]);
  assert.equal(c.standing(start + 60 * minute)!.spent["map"], 35 * minute);
  assert.equal(c.line(s), "Map the layers: 2:00 left of its 5:00");
  assert.equal(c.line(c.standing(start + 10 * minute + 41_000)!), "Map the layers: 0:41 over its 5:00");
});

test("each warning comes once, the most urgent first", () => {
  const c = course("clarify", {}, 0);
  const said = (at: number): string[] => c.warnings(c.standing(start + at)!, false);
  assert.deepEqual(said(0), []);
  assert.deepEqual(said(4 * minute - 1_000), []);
  assert.deepEqual(said(4 * minute), ["Clarify: 1 minute left."]);
  assert.deepEqual(said(4 * minute + 1_000), []);
  assert.deepEqual(said(5 * minute), ["The time planned for Clarify is up. Going over is allowed; it takes from the rest."]);
  assert.deepEqual(said(32 * minute), ["The last fifth: 8 minutes left of the whole interview."]);
  assert.deepEqual(said(40 * minute), ["The time is up. What is on its way still counts for ten seconds."]);
  assert.deepEqual(said(40 * minute + 5_000), []);
});

test("a page that is opened late does not repeat old warnings", () => {
  const c = course("clarify", { clarify: 6 * minute }, 6 * minute);
  assert.deepEqual(c.warnings(c.standing(start + 6 * minute)!, true), []);
  assert.deepEqual(c.warnings(c.standing(start + 7 * minute)!, false), []);
  assert.equal(c.warnings(c.standing(start + 33 * minute)!, false).length, 1);
});

test("a drill has one clock to warn of", () => {
  const c = course("map", {}, 0, "map");
  assert.deepEqual(c.warnings(c.standing(start + 4 * minute)!, false), ["1 minute left."]);
  assert.deepEqual(c.warnings(c.standing(start + 5 * minute)!, false), ["The time is up. What is on its way still counts for ten seconds."]);
});

test("the next step is the one after the current", () => {
  assert.equal(course("map", {}, 0).next, "deep-dive");
  assert.equal(course("synthesize", {}, 0).next, undefined);
});

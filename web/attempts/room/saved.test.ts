import assert from "node:assert/strict";
import test from "node:test";
import { aloud, inWords, size, type Telling } from "./saved.ts";
import type { Situation } from "./situation.ts";
import { limit } from "./text.ts";

const telling: Telling = { savedAt: null, written: true, kept: true, title: (step) => (step === "map" ? "Map the layers" : "Clarify"), text: () => "😀".repeat(limit + 4) };

test("the state is said in words", () => {
  const at = new Date(2026, 10, 22, 12, 4, 31).getTime();
  const cases: [Situation, Partial<Telling>, string][] = [
    [{ kind: "saved" }, { savedAt: at }, "Saved 12:04:31"],
    [{ kind: "saved" }, {}, "Saved"],
    [{ kind: "saved" }, { written: false }, "Nothing to save yet"],
    [{ kind: "saving" }, {}, "Saving…"],
    [{ kind: "late", why: "offline" }, {}, "Offline, kept on this device"],
    [{ kind: "late", why: "offline" }, { kept: false }, "Offline, kept in this page alone, so leave it open"],
    [{ kind: "late", why: "busy" }, {}, "Not saved yet, the server is busy: kept on this device"],
    [{ kind: "late", why: "full" }, {}, "Not saved, the server is full: kept on this device"],
    [{ kind: "signed-out" }, {}, "Signed out, kept on this device"],
    [{ kind: "refused", message: "No." }, {}, "Not saved: No."],
    [{ kind: "too-long", steps: ["clarify"] }, {}, "Not saved: Clarify has 65,540 of 65,536 characters"],
    [{ kind: "not-open", steps: ["map"] }, {}, "Not saved, Map the layers is not open yet: kept on this device"],
    [{ kind: "sheet-too-long", excess: { what: "lines", has: 1_204, most: 200 } }, {}, "Not saved: the calculator has 1,204 of 200 lines"],
    [{ kind: "sheet-too-long", excess: { what: "characters", has: 2_001, most: 2_000 } }, {}, "Not saved: a line of the calculator has 2,001 of 2,000 characters"],
    [{ kind: "clash", steps: ["clarify", "map"] }, {}, "Two texts of Clarify and Map the layers: choose one"],
  ];
  for (const [situation, t, want] of cases) assert.equal(inWords(situation, { ...telling, ...t }), want);
});

test("a screen reader hears of trouble and its end, not of each save", () => {
  const saved: Situation = { kind: "saved" };
  const late: Situation = { kind: "late", why: "offline" };
  assert.equal(aloud("saved", { kind: "saving" }, "Saving…"), null);
  assert.equal(aloud("saving", saved, "Saved 12:04:31"), null);
  assert.equal(aloud("saving", late, "Offline, kept on this device"), "Offline, kept on this device.");
  assert.equal(aloud("late", late, "Offline, kept on this device"), null);
  assert.equal(aloud("late", saved, "Saved 12:04:31"), "Saved again.");
});

test("near the limit characters are counted", () => {
  assert.equal(size(1, 5), "1 word");
  assert.equal(size(1_200, 7_000), "1,200 words");
  assert.equal(size(2, limit - 36), "2 words, 65,500 of 65,536 characters");
});

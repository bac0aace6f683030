import assert from "node:assert/strict";
import test from "node:test";
import { findData, snapshot, type RoomData } from "./snapshot.ts";

const data: RoomData = {
  attempt: "a", person: "p", mode: "interview", now: "2026-11-22T12:00:00.000Z", started: "2026-11-22T12:00:00.000Z", deadline: null,
  current: "clarify", shown: "clarify", open: ["clarify"],
  steps: [{ step: "clarify", title: "Clarify", budget: 300_000, spent: 7, base: 2, text: "</script><b>", hints: 1 }],
  sheet: [{ line: "k1", step: "clarify", input: "dau = 3M users # </script>" }], sheetBase: 4,
  exam: false, tokensOut: true, talk: [{ step: "clarify", from: "candidate", text: "Why?", key: "k" }],
};
const escaped = JSON.stringify(data).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e");

test("the data is found in the source of a room, whatever the order of the tag's attributes", () => {
  for (const tag of ['<script id="room-data" type="application/json">', '<script type="application/json" id="room-data">']) {
    assert.deepEqual(findData(`<html><script src="x"></script>${tag}${escaped}\n</script></html>`), data);
  }
});

test("another page has none", () => {
  for (const html of ["", "<html>room-data</html>", '<p id="room-data">', '<script type="application/json" id="other">{}</script>']) assert.equal(findData(html), null);
});

test("a snapshot lists texts and times by step, and the sheet", () => {
  const seen = snapshot(data);
  assert.deepEqual(seen.answers, { clarify: { base: 2, text: "</script><b>" } });
  assert.deepEqual(seen.spent, { clarify: 7 });
  assert.deepEqual(seen.sheet, { base: 4, lines: [{ key: "k1", step: "clarify", input: "dau = 3M users # </script>" }] });
  assert.deepEqual(seen.talk, { turns: [{ step: "clarify", from: "candidate", text: "Why?", key: "k" }], hints: { clarify: 1 }, spent: true });
});

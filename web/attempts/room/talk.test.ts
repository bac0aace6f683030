import assert from "node:assert/strict";
import test from "node:test";
import { Conversation, type Talk } from "./talk.ts";

const none: Talk = { turns: [], hints: {} };

test("what is said waits until it is read back from the server, and no longer", () => {
  const c = new Conversation("page", none);
  assert.equal(c.say("clarify", "How many?"), null);
  c.ask("clarify");
  assert.deepEqual(c.queue, [{ type: "message", step: "clarify", key: "page.1", text: "How many?" }, { type: "hint", step: "clarify", rung: 1 }]);
  assert.deepEqual(c.waiting, [{ text: "How many?", sent: false }]);
  c.landed(1);
  assert.deepEqual(c.waiting, [{ text: "How many?", sent: true }]);
  c.rebase({ turns: [{ step: "clarify", from: "candidate", text: "How many?", key: "page.1" }], hints: {} });
  assert.deepEqual([c.waiting, c.queue.length, c.dirty], [[], 1, true]);
  c.rebase({ turns: c.saved.turns, hints: { clarify: 1 } }); // another page has asked meanwhile
  assert.equal(c.dirty, false);
});

test("a message has something to say, and not too much", () => {
  const c = new Conversation("page", none);
  assert.equal(c.say("clarify", " \n"), "");
  assert.match(c.say("clarify", "🙂".repeat(2_001))!, /2000 characters; this one has 2001/);
  assert.equal(c.say("clarify", "🙂".repeat(2_000)), null);
  assert.equal(c.queue.length, 1);
});

test("hints are three, whoever asks", () => {
  const c = new Conversation("page", { turns: [], hints: { map: 1 } });
  for (let i = 0; i < 5; i++) c.ask("map");
  assert.deepEqual(c.queue.map((wish) => wish.type === "hint" && wish.rung), [2, 3]);
  assert.deepEqual([c.hints("map"), c.hints("clarify")], [3, 0]);
});

test("what a closed page had not said is said once", () => {
  const c = new Conversation("new", { turns: [{ step: "map", from: "candidate", text: "a", key: "old.1" }], hints: {} });
  c.adopt([
    { type: "message", step: "map", key: "old.1", text: "a" },
    { type: "message", step: "map", key: "old.2", text: "b" },
    { type: "hint", step: "map", rung: 1 },
  ]);
  assert.deepEqual(c.queue.map((wish) => wish.type === "message" && wish.text), ["b"]);
});

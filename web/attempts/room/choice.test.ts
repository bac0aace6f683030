import assert from "node:assert/strict";
import test from "node:test";
import { Shelf } from "./choice.ts";

test("a choice is one person's, and nothing is chosen before", () => {
  const kept = new Map<string, string>();
  const store = () => ({ getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) });
  assert.deepEqual(new Shelf(store, "ada").choice, { dictation: false, aloud: false, rate: 1 });
  new Shelf(store, "ada").choose({ dictation: "device", rate: 1.5 });
  assert.deepEqual(new Shelf(store, "ada").choice, { dictation: "device", aloud: false, rate: 1.5 });
  assert.equal(new Shelf(store, "grace").choice.dictation, false);
});

test("what is not a choice is none, and storage may be forbidden", () => {
  for (const text of ["null", "[", `{"dictation": true, "aloud": "yes", "rate": 40}`]) {
    assert.deepEqual(new Shelf(() => ({ getItem: () => text, setItem: () => {} }), "ada").choice, { dictation: false, aloud: false, rate: 1 });
  }
  const shelf = new Shelf(() => { throw new Error("forbidden"); }, "ada");
  shelf.choose({ aloud: true });
  assert.equal(shelf.choice.aloud, true);
});

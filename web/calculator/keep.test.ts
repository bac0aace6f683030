import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf } from "./address.ts";
import { Keep, type Drawer } from "./keep.ts";

function drawer(): Drawer & { held: Map<string, string> } {
  const held = new Map<string, string>();
  return { held, getItem: (key) => held.get(key) ?? null, setItem: (key, text) => void held.set(key, text) };
}

test("a tab has its own sheet again, a new tab the last of all", () => {
  const all = drawer();
  const [one, two] = [drawer(), drawer()];
  const first = new Keep(() => one, () => all, "sheet");
  const second = new Keep(() => two, () => all, "sheet");
  assert.equal(first.sheet, null);
  first.sheet = "1";
  second.sheet = "2";
  assert.equal(new Keep(() => one, () => all, "sheet").sheet, "1");
  assert.equal(new Keep(() => drawer(), () => all, "sheet").sheet, "2");
  assert.equal(new Keep(() => one, () => all, "other").sheet, null);
});

test("what was put aside comes back in turn, and nothing is lost on the way", () => {
  const all = drawer();
  const keep = new Keep(() => drawer(), () => all, "sheet");
  assert.equal(keep.exchange("now"), null);
  assert.deepEqual(keep.earlier, [], "exchanged for nothing, and kept");
  for (const text of ["a", "b", " \n", "a"]) keep.putAside(text);
  assert.deepEqual(keep.earlier, ["a", "b"]);
  let now = "c";
  const seen = [];
  for (let i = 0; i < 4; i++) seen.push((now = keep.exchange(now)!));
  assert.deepEqual(seen, ["a", "b", "c", "a"]);
  assert.equal(keep.exchange(""), "b");
  assert.deepEqual(keep.earlier, ["c"]);
  for (let i = 0; i < 20; i++) keep.putAside(`sheet ${i}`);
  assert.deepEqual(keep.earlier, ["sheet 19", "sheet 18", "sheet 17", "sheet 16", "sheet 15"]);
});

test("without storage, or with nonsense in it, the page works on", () => {
  const forbidden = (): Drawer => {
    throw new DOMException("forbidden", "SecurityError");
  };
  const keep = new Keep(forbidden, forbidden, "sheet");
  keep.sheet = "x";
  keep.putAside("x");
  assert.equal(keep.sheet, null);
  assert.equal(keep.exchange("y"), null);
  for (const nonsense of ["{", "3", "[1, null, {}]"]) {
    const all = drawer();
    all.held.set("sheet earlier", nonsense);
    assert.deepEqual(new Keep(() => all, () => all, "sheet").earlier, [], `earlier of ${nonsense}`);
  }
});

test("a text has an address up to 6,000 bytes", () => {
  assert.equal(addressOf("3 users # 名 & more"), "/calculator?worksheet=3+users+%23+%E5%90%8D+%26+more");
  const room = 6_000 - "/calculator?worksheet=".length;
  assert.equal(addressOf("x".repeat(room))?.length, 6_000);
  assert.equal(addressOf("x".repeat(room + 1)), null);
  assert.equal(addressOf("名".repeat(room / 9 + 1)), null);
});

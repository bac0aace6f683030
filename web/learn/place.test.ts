import assert from "node:assert/strict";
import { test } from "node:test";
import { Place, type Drawer } from "./place.ts";

function drawer(): Drawer {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

test("each chapter has a place of its own, which the beginning clears", () => {
  const shelf = drawer();
  const [search, auth] = [new Place(() => shelf, "search"), new Place(() => shelf, "auth")];
  search.at = "vectors";
  assert.equal(search.at, "vectors");
  assert.equal(auth.at, null);
  search.at = null;
  assert.equal(search.at, null);
});

test("a browser that keeps nothing is no error", () => {
  const place = new Place(() => {
    throw new DOMException("forbidden", "SecurityError");
  }, "search");
  place.at = "vectors";
  assert.equal(place.at, null);
});

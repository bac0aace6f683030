import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Rest } from "./rest.ts";
import { Retry } from "./retry.ts";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

test("who types comes to rest a second after the last key, once", () => {
  let rests = 0;
  const rest = new Rest(1_000, () => rests++);
  for (let i = 0; i < 5; i++) {
    rest.typed();
    mock.timers.tick(900);
  }
  assert.equal(rests, 0);
  assert.equal(rest.typing, true);
  mock.timers.tick(100);
  assert.equal(rests, 1);
  assert.equal(rest.typing, false);
  mock.timers.tick(10_000);
  assert.equal(rests, 1);
});

test("turning to something else is rest at once, if anything was typed", () => {
  let rests = 0;
  const rest = new Rest(1_000, () => rests++);
  rest.now();
  assert.equal(rests, 0);
  rest.typed();
  rest.now();
  rest.now();
  mock.timers.tick(10_000);
  assert.equal(rests, 1);
});

test("what fails is asked again after 1, 2, 4, 8 and then every 10 seconds", () => {
  const asked: number[] = [];
  let now = 0;
  const retry = new Retry(() => {
    asked.push(now);
    retry.failed();
  });
  retry.failed();
  for (; now < 40_000; now += 500) mock.timers.tick(now === 0 ? 0 : 500);
  assert.deepEqual(asked, [1_000, 3_000, 7_000, 15_000, 25_000, 35_000]);
});

test("an answer ends the asking, and news of the network hastens it", () => {
  let asked = 0;
  const retry = new Retry(() => asked++);
  retry.now();
  assert.equal(asked, 0, "asked without a failure");
  retry.failed();
  retry.now();
  assert.equal(asked, 1);
  mock.timers.tick(60_000);
  assert.equal(asked, 1, "asked twice for one failure");
  retry.answered();
  assert.equal(retry.failing, false);
  retry.now();
  mock.timers.tick(60_000);
  assert.equal(asked, 1);
});

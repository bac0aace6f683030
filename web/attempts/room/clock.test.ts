import assert from "node:assert/strict";
import test from "node:test";
import { ServerClock, Sleep } from "./clock.ts";
import { seeded } from "./testing.ts";

test("the server's time is known to half the way there and back, and better with each answer", () => {
  const clock = new ServerClock();
  clock.sample(1_000_000, 0, 400); // somewhere in these 400 ms it was 1,000,000
  assert.equal(clock.at(400), 1_000_200);
  clock.sample(1_001_000, 1_050, 1_060);
  assert.ok(Math.abs(clock.at(1_060) - 1_001_005) <= 5, `at = ${clock.at(1_060)}`);
  clock.sample(1_002_000, 0, 10_000); // a slow answer does not spoil it
  assert.ok(Math.abs(clock.at(1_060) - 1_001_005) <= 5, `at = ${clock.at(1_060)}`);
});

test("within a second of the truth, however the answers travel", () => {
  const chance = seeded(4);
  for (let i = 0; i < 500; i++) {
    const clock = new ServerClock();
    const offset = (chance() - 0.5) * 1e12;
    for (let n = 0, at = 0; n < 5; n++, at += 1_000) {
      const there = chance() * 500;
      const back = chance() * 500;
      clock.sample(at + there + offset, at, at + there + back);
    }
    const wrong = Math.abs(clock.at(9_000) - (9_000 + offset));
    assert.ok(wrong < 500, `wrong by ${wrong} ms`);
  }
});

test("after a sleep in which the local clock stood still the next answer sets it right", () => {
  const clock = new ServerClock();
  clock.sample(1_000_000, 0, 20);
  clock.sample(1_600_000, 1_000, 1_020); // ten minutes later by the server, one second here
  assert.equal(clock.at(1_020), 1_600_010);
});

test("what a stream says bounds the time from one side", () => {
  const clock = new ServerClock();
  clock.sample(5_000, -5_000, 0);
  clock.sample(5_900, 1_000, 1_100);
  assert.ok(Math.abs(clock.at(1_100) - 6_000) <= 50, `at = ${clock.at(1_100)}`);
});

test("sleep is noticed where the two ways to count disagree, or nothing was counted for long", () => {
  const sleep = new Sleep(0, 1_000_000);
  assert.equal(sleep.woke(1_000, 1_001_000), false);
  assert.equal(sleep.woke(2_000, 1_601_000), true, "only the wall clock went on");
  assert.equal(sleep.woke(3_000, 1_602_000), false);
  assert.equal(sleep.woke(603_000, 2_202_000), true, "both went on, but nobody looked");
  assert.equal(sleep.woke(604_000, 9_402_000), true, "somebody set the clock");
});

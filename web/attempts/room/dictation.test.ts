import assert from "node:assert/strict";
import test from "node:test";
import { Dictation, type Recogniser } from "./dictation.ts";

/** A recogniser that hears what it is told. */
class Fake implements Recogniser {
  continuous = false;
  interimResults = false;
  lang = "en-GB";
  onresult: Recogniser["onresult"] = null;
  onerror: Recogniser["onerror"] = null;
  onend: Recogniser["onend"] = null;
  did: string[] = [];
  start(): void {
    this.did.push("start");
  }
  stop(): void {
    this.did.push("stop");
  }
  abort(): void {
    this.did.push("abort");
    this.onerror?.({ error: "aborted" });
    this.onend?.();
  }
  /** Words of results from one on: final ones end in "!". */
  hear(from: number, ...words: string[]): void {
    const results = [...Array<string>(from).fill("old!"), ...words].map((word) => Object.assign([{ transcript: word.replace("!", "") }], { isFinal: word.endsWith("!") }));
    this.onresult?.({ resultIndex: from, results });
  }
}

function listening() {
  const made: Fake[] = [];
  const log: string[] = [];
  const dictation = new Dictation(() => (made.push(new Fake()), made.at(-1)!), {
    heard: (words) => log.push(`heard ${words}`),
    hearing: (words) => log.push(`hearing ${words}`),
    listening: (is) => log.push(is ? "on" : "off"),
    failed: (why) => log.push(why),
  });
  dictation.start();
  return { made, dictation, said: () => log.splice(0) };
}

test("words are shown until they are final", () => {
  const { made, said, dictation } = listening();
  const [at] = made as [Fake];
  assert.deepEqual([at.continuous, at.interimResults, at.did], [true, true, ["start"]]);
  at.hear(0, "most");
  at.hear(0, "most people");
  at.hear(0, "most people!", "read");
  assert.deepEqual(said(), ["on", "hearing most", "hearing most people", "heard most people", "hearing read"]);
  dictation.start(); // once is enough
  assert.equal(made.length, 1);
});

test("stopped, the last words still come, and no other recogniser", () => {
  const { made, said, dictation } = listening();
  made[0]!.hear(0, "red");
  dictation.stop();
  dictation.stop();
  assert.deepEqual([made[0]!.did, dictation.on], [["start", "stop"], true]);
  made[0]!.hear(0, "read!");
  made[0]!.onend!();
  assert.deepEqual(said().slice(2), ["heard read", "hearing ", "hearing ", "off"]);
  assert.deepEqual([made.length, dictation.on], [1, false]);
});

test("a recogniser that ends without the final words leaves those that were shown", () => {
  const { made, said, dictation } = listening();
  made[0]!.hear(0, "most people");
  dictation.stop();
  made[0]!.onend!();
  assert.deepEqual(said().slice(2), ["heard most people", "hearing ", "off"]);
});

test("cut, what was shown is written at once, and what comes later is not", () => {
  const { made, said, dictation } = listening();
  made[0]!.hear(0, "most people");
  dictation.cut();
  assert.deepEqual(said().slice(2), ["heard most people", "hearing ", "off"]);
  made[0]!.hear(0, "most people read!");
  dictation.cut();
  assert.deepEqual([said(), made[0]!.did], [[], ["start", "abort"]]);
});

test("it goes on where the browser ends by itself, as long as it hears something", () => {
  const { made, said } = listening();
  made[0]!.hear(0, "a!", "b");
  made[0]!.onend!();
  assert.equal(made.length, 2);
  assert.deepEqual(said().slice(-3), ["heard b", "hearing ", "on"]);
  made[0]!.hear(2, "late!"); // of the one before
  made[1]!.onend!(); // heard nothing
  assert.deepEqual([said(), made.length], [["hearing ", "off"], 2]);
});

test("what goes wrong is said in words, and ends it", () => {
  for (const [error, why] of [["not-allowed", /not allowed for this site/], ["audio-capture", /No microphone/], ["network", /network/], ["no-speech", /Nothing was heard/], ["language-not-supported", /language/], ["whatever", /stopped listening/]] as const) {
    const { made, said, dictation } = listening();
    made[0]!.onerror!({ error });
    assert.equal(dictation.on, false);
    const log = said();
    assert.equal(log.at(-2), "off");
    assert.match(log.at(-1)!, why);
  }
  const log: string[] = [];
  const never = new Dictation(() => Object.assign(new Fake(), { start: () => { throw new Error("no"); } }), { heard: () => 0, hearing: () => 0, listening: () => 0, failed: (why) => log.push(why) });
  never.start();
  assert.deepEqual([never.on, log.length], [false, 1]);
});

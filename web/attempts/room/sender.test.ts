import assert from "node:assert/strict";
import test from "node:test";
import type { Graph } from "../board/graph.ts";
import { FakePage, offline, steps } from "./fakepage.ts";
import { FakeServer, FakeTimer, pick, seeded } from "./testing.ts";

function setUp(): { server: FakeServer; timer: FakeTimer; page: FakePage } {
  const server = new FakeServer(steps);
  const timer = new FakeTimer();
  return { server, timer, page: new FakePage("p", server, timer) };
}

test("sends after a pause of 400 ms, and every 2 s while typing goes on", async () => {
  const { server, timer, page } = setUp();
  page.type("clarify", "a");
  await timer.pass(399);
  assert.equal(server.stored, 0);
  await timer.pass(1);
  assert.equal(server.texts.get("clarify")!.text, "a");
  assert.deepEqual(page.said, { kind: "saved" });

  for (let i = 0; i < 19; i++) {
    page.type("clarify", `a${i}`);
    await timer.pass(100);
  }
  assert.equal(server.stored, 1, "before 2 s");
  page.type("clarify", "a…");
  await timer.pass(100);
  assert.equal(server.stored, 2, "after 2 s");
});

test("an edit is on the device within 300 ms and gone from it once stored", async () => {
  const { timer, page } = setUp();
  page.type("clarify", "a");
  await timer.pass(300);
  assert.equal(page.device.get("p")!.answers["clarify"]!.text, "a");
  await timer.pass(200);
  assert.equal(page.device.size, 0);
});

test("without a device it saves every second", async () => {
  const { server, timer, page } = setUp();
  page.sender.kept = false;
  for (let i = 0; i < 10; i++) {
    page.type("clarify", `a${i}`);
    await timer.pass(100);
  }
  assert.equal(server.stored, 1);
});

test("one batch is on its way at a time, and what is typed meanwhile follows it", async () => {
  const { server, timer, page } = setUp();
  let arrive = (): void => {};
  page.net = (deliver) => new Promise((resolve) => (arrive = () => resolve(deliver())));
  page.type("clarify", "one");
  await timer.pass(500);
  page.type("clarify", "one two");
  await timer.pass(3_000);
  assert.equal(page.sent.length, 1);
  arrive();
  await timer.pass(1);
  arrive();
  await timer.pass(1);
  assert.equal(server.texts.get("clarify")!.text, "one two");
});

test("silence counts as offline within 3 s of the first keystroke", async () => {
  const { timer, page } = setUp();
  page.net = () => new Promise(() => {});
  page.type("clarify", "one");
  await timer.pass(1_000);
  assert.deepEqual(page.said, { kind: "saving" });
  await timer.pass(1_999);
  assert.deepEqual(page.said, { kind: "late", why: "offline" });
});

test("an answer that gets lost makes it send the same again, stored once", async () => {
  const { server, timer, page } = setUp();
  let lost = 0;
  page.net = (deliver) => {
    const reply = deliver();
    return lost++ < 3 ? offline : reply;
  };
  page.type("clarify", "once");
  await timer.pass(10_000);
  assert.equal(server.texts.get("clarify")!.text, "once");
  assert.equal(server.stored, 1);
  assert.deepEqual(page.said, { kind: "saved" });
});

test("offline for a minute, it is in step within 5 s of coming back, and at once when told", async () => {
  for (const told of [false, true]) {
    const { server, timer, page } = setUp();
    page.net = () => offline;
    let text = "";
    for (let i = 0; i < 500; i++) {
      text += pick(seeded(i), ["a", "😀", "e\u0301", " ", "\n"]);
      page.type("clarify", text);
      await timer.pass(120);
      if (i === 25) assert.deepEqual(page.said, { kind: "late", why: "offline" });
    }
    assert.equal(server.stored, 0);
    page.net = (deliver) => deliver();
    if (told) page.sender.hasten();
    await timer.pass(told ? 1 : 5_000);
    assert.equal(server.texts.get("clarify")!.text, text);
    assert.deepEqual(page.said, { kind: "saved" });
  }
});

test("a server that asks for a pause gets it", async () => {
  const { timer, page } = setUp();
  page.net = () => ({ kind: "later", why: "busy", after: 9_000 });
  page.type("clarify", "a");
  await timer.pass(400);
  assert.deepEqual(page.said, { kind: "late", why: "busy" });
  await timer.pass(8_900);
  assert.equal(page.sent.length, 1);
  await timer.pass(200);
  assert.equal(page.sent.length, 2);
});

test("a gap is filled from where the server says", async () => {
  const { server, timer, page } = setUp();
  page.type("clarify", "one");
  await timer.pass(500);
  server.clients.delete("p"); // as after an old copy of the database
  server.texts.set("clarify", { base: 0, text: "" });
  page.type("clarify", "one two");
  await timer.pass(1_000);
  assert.equal(server.texts.get("clarify")!.text, "one two");
  assert.equal(server.clients.get("p"), 1);
});

test("two pages that change different places end with one text", async () => {
  const { server, timer, page } = setUp();
  page.type("clarify", "middle");
  await timer.pass(500);
  const other = new FakePage("q", server, timer);
  page.type("clarify", "front middle");
  other.type("clarify", "middle back");
  await timer.pass(2_000);
  assert.equal(server.texts.get("clarify")!.text, "front middle back");
  assert.equal(other.answers.at("clarify").text, "front middle back");
  page.sender.outdated();
  await timer.pass(100);
  assert.equal(page.answers.at("clarify").text, "front middle back");
});

test("two pages that change one place keep both texts until the choice; other steps go on", async () => {
  const { server, timer, page } = setUp();
  const other = new FakePage("q", server, timer);
  page.type("clarify", "mine");
  await timer.pass(500);
  other.type("clarify", "theirs");
  await timer.pass(500);
  assert.deepEqual(other.said, { kind: "clash", steps: ["clarify"] });
  assert.equal(server.texts.get("clarify")!.text, "mine");
  other.type("map", "goes on");
  await timer.pass(500);
  assert.equal(server.texts.get("map")!.text, "goes on");
  const requests = other.sent.length;
  await timer.pass(60_000);
  assert.equal(other.sent.length, requests, "an open choice sends nothing");
  other.answers.choose("clarify", "both");
  other.sender.typed();
  await timer.pass(500);
  assert.deepEqual(server.texts.get("clarify"), { base: 2, text: "both" });
  assert.deepEqual(other.said, { kind: "saved" });
});

test("words for a step that is not open are kept, said, and sent once it is", async () => {
  const { server, timer, page } = setUp();
  page.open = ["clarify"];
  page.answers.openUp(page.open);
  page.type("map", "too early");
  await timer.pass(500);
  assert.deepEqual(page.said, { kind: "not-open", steps: ["map"] });
  assert.equal(page.device.size, 1);
  page.open = steps;
  page.sender.outdated();
  await timer.pass(100);
  assert.equal(server.texts.get("map")!.text, "too early");
  assert.deepEqual(page.said, { kind: "saved" });
});

test("signed out, words wait; signed in as the same person, they go", async () => {
  const { server, timer, page } = setUp();
  page.net = () => ({ kind: "signed-out" });
  page.type("clarify", "mine");
  await timer.pass(500);
  assert.deepEqual(page.said, { kind: "signed-out" });
  page.net = (deliver) => deliver();
  await timer.pass(5_000);
  assert.equal(server.texts.get("clarify")!.text, "mine");
});

test("signed in as somebody else, no word is sent", async () => {
  const { timer, page } = setUp();
  page.net = () => ({ kind: "signed-out" });
  page.type("clarify", "mine");
  await timer.pass(500);
  page.sent = [];
  page.net = () => ({ kind: "stranger" });
  await timer.pass(60_000);
  assert.deepEqual(page.said, { kind: "stranger" });
  assert.ok(page.sent.length > 0 && page.sent.every((events) => events === 0), `sent batches of ${page.sent}`);
});

test("a page that was put away asks who is there before it sends a word", async () => {
  const { timer, page } = setUp();
  page.sender.leave();
  page.sent = [];
  page.net = () => ({ kind: "stranger" });
  page.type("clarify", "mine");
  page.sender.back();
  await timer.pass(10_000);
  assert.ok(page.sent.every((events) => events === 0), `sent batches of ${page.sent}`);
});

test("after the end everything unsent goes as a note, and the device is empty", async () => {
  const { server, timer, page } = setUp();
  page.type("clarify", "in time");
  await timer.pass(500);
  server.ended = true;
  page.type("clarify", "in time, late");
  page.type("map", "late too");
  await timer.pass(500);
  assert.deepEqual(server.notes, [", late", "late too"]);
  assert.ok(page.ended);
  assert.equal(page.device.size, 0);
  assert.deepEqual(page.said, { kind: "ended" });
});

test("a refusal that no retry can mend is said, and does not become a storm", async () => {
  const { timer, page } = setUp();
  page.net = (deliver) => (deliver().kind === "stored" && page.sent.length > 0 ? { kind: "refused", message: "No." } : deliver());
  page.type("clarify", "a");
  await timer.pass(10_000);
  assert.deepEqual(page.said, { kind: "refused", message: "No." });
  assert.ok(page.sent.length < 4, `${page.sent.length} requests in 10 s`);
});

test("a line is sent when it is left, or 2 s after its first key", async () => {
  const { server, timer, page } = setUp();
  const inputs = (): string[] => server.sheet.lines.map((line) => line.input);
  for (let i = 1; i <= 5; i++) {
    page.calculate(["1 + 1 +".slice(0, i)]);
    await timer.pass(200);
  }
  page.sender.rested();
  await timer.pass(0);
  assert.deepEqual(inputs(), ["1 + 1"]);
  assert.equal(server.stored, 1);
  page.sender.rested();
  await timer.pass(5_000);
  assert.equal(page.sent.length, 1, "rest without a change");

  for (let i = 0; i < 25; i++) {
    page.calculate(["1 + 1", "2".repeat(i + 1)]);
    await timer.pass(100);
  }
  assert.equal(server.stored, 2);
  assert.equal(inputs()[1], "2".repeat(20), "after 2 s");
  await timer.pass(2_000);
  assert.deepEqual(inputs(), ["1 + 1", "2".repeat(25)]);
  assert.deepEqual(page.said, { kind: "saved" });
});

test("a board goes at the end of a gesture, and the next one five seconds later", async () => {
  const { server, timer, page } = setUp();
  const board = (n: number): Graph => ({ nodes: Array.from({ length: n }, (_, i) => ({ id: `p${i}`, label: "", kind: "service", x: i, y: 0 })), edges: [] });
  const drawn = (): number => server.boards.get("map")!.scene.nodes.length;
  page.draw("map", board(1));
  await timer.pass(0);
  assert.equal(drawn(), 1);
  for (let n = 2; n < 6; n++) {
    page.draw("map", board(n));
    await timer.pass(1_000);
  }
  assert.equal(drawn(), 1, "not more often than every five seconds");
  page.type("clarify", "word");
  await timer.pass(400);
  assert.equal(server.texts.get("clarify")!.text, "word", "words do not wait for it");
  assert.equal(drawn(), 1);
  await timer.pass(600);
  assert.equal(drawn(), 5);
  page.draw("map", board(6));
  await page.sender.flush();
  assert.equal(drawn(), 6, "but at once when somebody waits for it");
});

test("words do not take half a line along", async () => {
  const { server, timer, page } = setUp();
  page.calculate(["1 + "]);
  page.type("clarify", "word");
  await timer.pass(400);
  assert.equal(server.texts.get("clarify")!.text, "word");
  assert.equal(server.sheet.base, 0);
  assert.deepEqual(page.said, { kind: "saving" });
  assert.equal(page.device.get("p")!.sheet!.lines[0]!.input, "1 + ", "but it is on the device");
  await timer.pass(1_600);
  assert.equal(server.sheet.lines[0]!.input, "1 + ");
});

test("lines and words of one moment go in one batch", async () => {
  const { server, timer, page } = setUp();
  page.calculate(["1 + 1", "ans * 2"]);
  page.type("clarify", "word");
  page.sender.hasten();
  await timer.pass(0);
  assert.deepEqual(page.sent, [3]);
  assert.equal(server.clients.get("p"), 3);
});

test("a line half typed when the page is put away is sent with it", async () => {
  const { server, timer, page } = setUp();
  page.calculate(["dau = 3M us"]);
  page.sender.leave();
  page.close();
  await timer.pass(0);
  assert.deepEqual(server.sheet.lines.map((line) => line.input), ["dau = 3M us"]);
});

test("lines typed offline are on the device, and sent from the page that opens next", async () => {
  const { server, timer, page } = setUp();
  page.net = () => offline;
  page.calculate(["a = 1", "a * 2"]);
  page.sender.rested();
  await timer.pass(3_000);
  assert.deepEqual(page.said, { kind: "late", why: "offline" });
  page.calculate(["a = 1", "a * 3", "a * 4"]);
  await timer.pass(200);
  page.close();
  const next = new FakePage("q", server, timer, page.device);
  next.sender.inherit("p", structuredClone(page.device.get("p")!));
  await timer.pass(500);
  assert.deepEqual(server.sheet.lines.map((line) => line.input), ["a = 1", "a * 3", "a * 4"]);
  assert.deepEqual(next.view, server.sheet.lines);
  assert.equal(page.device.size, 0);
});

test("what an older page left on the device, without a sheet, is still sent", async () => {
  const { server, timer, page } = setUp();
  page.calculate(["1"]);
  page.sender.rested();
  await timer.pass(10);
  page.sender.inherit("old", { client: "old", next: 1, flight: null, answers: { map: { saved: { base: 0, text: "" }, text: "kept" } } });
  await timer.pass(500);
  assert.equal(server.texts.get("map")!.text, "kept");
  assert.equal(server.sheet.lines.length, 1);
});

test("two pages that write lines have all of them, and of one line the later words", async () => {
  const { server, timer, page } = setUp();
  page.calculate(["dau = 3M", "dau * 2"]);
  page.sender.rested();
  await timer.pass(10);
  const other = new FakePage("q", server, timer);
  page.calculate(["dau = 4M", "dau * 2", "mine"]);
  other.calculate(["dau = 5M", "dau * 2", "dau * 3"]);
  page.sender.rested();
  await timer.pass(10);
  other.sender.rested();
  await timer.pass(10);
  page.sender.outdated();
  other.sender.outdated();
  await timer.pass(10);
  const inputs = server.sheet.lines.map((line) => line.input);
  assert.deepEqual([inputs[0], inputs[1], ...inputs.slice(2).sort()], ["dau = 5M", "dau * 2", "dau * 3", "mine"]);
  for (const p of [page, other]) assert.deepEqual(p.view, server.sheet.lines);
});

test("lines beyond the limit are kept and said, and words go on without them", async () => {
  const { server, timer, page } = setUp();
  page.calculate(Array.from({ length: 203 }, (_, i) => `${i}`));
  page.sender.rested();
  page.type("clarify", "word");
  await timer.pass(5_000);
  assert.deepEqual(page.said, { kind: "sheet-too-long", excess: { what: "lines", has: 203, most: 200 } });
  assert.equal(server.sheet.lines.length, 200);
  assert.equal(server.texts.get("clarify")!.text, "word");
  assert.ok(page.sent.length < 4, `${page.sent.length} requests`);
  assert.equal(page.device.get("p")!.sheet!.lines.length, 203);
});

test("after the end lines go as a note too", async () => {
  const { server, timer, page } = setUp();
  server.ended = true;
  page.calculate(["1 + 1", "", "half a li"]);
  await timer.pass(2_000);
  assert.deepEqual(server.notes, ["1 + 1", "half a li"]);
  assert.ok(page.ended);
  assert.equal(page.device.size, 0);
});

test("a message is sent at once, with the words, and its answer is read back", async () => {
  const { page, server, timer } = setUp();
  page.type("clarify", "words");
  page.ask("How many?");
  await timer.pass(10);
  assert.deepEqual(page.answers.talk.saved.turns.map((turn) => turn.text), ["How many?", "To How many?"]);
  assert.equal(server.texts.get("clarify")!.text, "words");
  assert.equal(page.answers.dirty, false);
  assert.equal(page.device.size, 0);
});

test("a message whose answer gets lost, or that was said offline, is said once", async () => {
  const { page, server, timer } = setUp();
  let lost = 2;
  page.net = (deliver) => {
    const reply = deliver();
    return lost-- > 0 ? offline : reply;
  };
  page.ask("How many?");
  await timer.pass(10_000);
  page.net = () => offline;
  page.ask("How fast?");
  await timer.pass(60_000);
  assert.equal(page.device.size, 1);
  page.net = (deliver) => deliver();
  await timer.pass(5_000);
  assert.deepEqual(server.talk.turns.map((turn) => turn.text), ["How many?", "To How many?", "How fast?", "To How fast?"]);
});

test("what was said offline on a page that is closed is said by the next", async () => {
  const { page, server, timer } = setUp();
  page.net = () => offline;
  page.ask("How many?");
  await timer.pass(1_000);
  page.closed = true;
  page.sender.stop();
  const next = new FakePage("next", server, timer, page.device);
  next.sender.inherit("p", structuredClone(page.device.get("p")!));
  await timer.pass(1_000);
  assert.deepEqual(server.talk.turns.map((turn) => turn.text), ["How many?", "To How many?"]);
  assert.equal(page.device.size, 0);
});

test("a message that is refused for good goes back to its box, and keeps no words from being saved", async () => {
  const { page, server, timer } = setUp();
  page.ask("refuse me");
  page.type("clarify", "words");
  page.ask("And this?");
  await timer.pass(120_000);
  assert.deepEqual(page.refused, ["refuse me"]);
  assert.equal(server.texts.get("clarify")!.text, "words");
  assert.deepEqual(server.talk.turns.map((turn) => turn.text), ["And this?", "To And this?"]);
  assert.equal(page.answers.dirty, false);
});

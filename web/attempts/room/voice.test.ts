import assert from "node:assert/strict";
import test from "node:test";
import { pick, sentences, Voice } from "./voice.ts";

const voice = (name: string, lang: string, localService: boolean, isDefault = false) => ({ name, lang, localService, default: isDefault, voiceURI: name }) as SpeechSynthesisVoice;

test("a voice of the device comes first, in the language of the page", () => {
  const far = voice("far", "en-GB", false);
  const near = voice("near", "en-US", true);
  const german = voice("german", "de-DE", true, true);
  assert.equal(pick([german, far, near], "en-GB"), near);
  assert.equal(pick([german, far], "en-US"), far);
  assert.equal(pick([voice("a", "en_AU", true), voice("b", "en_GB", true)], "en-GB")?.name, "b");
  assert.equal(pick([voice("a", "en-AU", true), voice("b", "en-IN", true, true)], "en-GB")?.name, "b");
  assert.equal(pick([german], "en"), null);
});

test("a text is read by sentences", () => {
  assert.deepEqual(sentences("How many? Take 1.5 million:\n\n- a day.\n…\n"), ["How many?", "Take 1.5 million:", "- a day."]);
});

/** A mouth whose utterances end when the test says so. */
function mouth(voices = [voice("near", "en-US", true)]) {
  const spoken: SpeechSynthesisUtterance[] = [];
  const log: string[] = [];
  const reader = new Voice(
    { getVoices: () => voices, speak: (u) => void spoken.push(u), cancel: () => void log.push("cancel") },
    (text) => ({ text }) as SpeechSynthesisUtterance, "en-US", (is) => void log.push(is ? "reads" : "is still"),
  );
  return { reader, log, spoken, next: () => (spoken.at(-1)!.onend as () => void)() };
}

test("what comes while it reads is read after that", () => {
  const { reader, log, spoken, next } = mouth();
  reader.rate = 1.5;
  reader.read("One. Two.");
  reader.read("Three.");
  next();
  next();
  assert.deepEqual(spoken.map((u) => [u.text, u.rate, u.voice?.name]), [["One.", 1.5, "near"], ["Two.", 1.5, "near"], ["Three.", 1.5, "near"]]);
  assert.deepEqual(log, ["reads"]);
  next();
  assert.deepEqual([log, reader.on], [["reads", "is still"], false]);
});

test("stopped, nothing more is read, even if the browser says late that it has ended", () => {
  const { reader, log, spoken, next } = mouth();
  reader.read("One. Two.");
  reader.stop();
  next();
  reader.stop();
  assert.deepEqual([log, spoken.length, reader.on], [["reads", "cancel", "is still"], 1, false]);
});

test("without a voice it is still", () => {
  const { reader, log, spoken } = mouth([]);
  reader.read("One.");
  assert.deepEqual([log, spoken.length, reader.on], [["reads", "is still"], 0, false]);
});

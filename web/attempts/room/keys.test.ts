import assert from "node:assert/strict";
import test from "node:test";
import { read, type Commands } from "./keys.ts";

type Press = Parameters<typeof read>[0];

/** What a key does, as the name of the command and what it is given. */
function does(press: Partial<Press>, mac = false, altGraph = false): string {
  const event: Press = {
    key: "", code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, target: null,
    getModifierState: (name) => name === "AltGraph" && altGraph, ...press,
  };
  let done = "nothing";
  const note = (name: string) => (about?: unknown) => void (done = about === undefined ? name : `${name} ${about as string}`);
  const commands: Commands = { goOn: note("go on"), step: note("step"), tool: note("tool"), dictate: note("dictate"), save: note("save"), focus: note("focus"), help: note("help") };
  read(event, mac)?.(commands);
  return done;
}

test("keys do what the list of keys says", () => {
  const cases: [Partial<Press>, string][] = [
    [{ key: ".", ctrlKey: true }, "go on"],
    [{ key: "s", metaKey: true }, "save"],
    [{ key: "F", ctrlKey: true, shiftKey: true }, "focus"],
    [{ key: "/", ctrlKey: true }, "help"],
    [{ key: "1", code: "Digit1", altKey: true }, "step 1"],
    [{ key: "5", code: "Digit5", altKey: true }, "step 5"],
    [{ key: "6", code: "Digit6", altKey: true }, "tool Prompt"],
    [{ key: "7", code: "Digit7", altKey: true }, "tool Calculator"],
    [{ key: "8", code: "Digit8", altKey: true }, "tool Talk"],
    [{ key: "9", code: "Digit9", altKey: true }, "dictate"],
    [{ key: "0", code: "Digit0", altKey: true }, "tool Board"],
    [{ key: "7", code: "Digit7" }, "nothing"],
    [{ key: "7", code: "Digit7", ctrlKey: true }, "nothing"],
    [{ key: "7", code: "Digit7", ctrlKey: true, altKey: true }, "nothing"],
    [{ key: ".", ctrlKey: true, isComposing: true }, "nothing"],
    [{ key: "a" }, "nothing"],
  ];
  for (const [press, want] of cases) assert.equal(does(press), want, JSON.stringify(press));
});

test("no key is taken that writes a character", () => {
  assert.equal(does({ key: "#", code: "Digit3", altKey: true }, true), "nothing", "Option and 3 on a British Mac");
  assert.equal(does({ key: "3", code: "Digit3", ctrlKey: true }, true), "step 3");
  assert.equal(does({ key: "7", code: "Digit7", ctrlKey: true }, true), "tool Calculator");
  assert.equal(does({ key: "{", code: "Digit7", altKey: true, ctrlKey: true }, false, true), "nothing", "AltGr and 7 on a German keyboard");
});

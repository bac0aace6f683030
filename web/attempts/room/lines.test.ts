import assert from "node:assert/strict";
import test from "node:test";
import { apply, changes, mergeLines, recognise, type Change, type Line } from "./lines.ts";
import { pick, seeded } from "./testing.ts";

/** Lines of a word each, "a=1" with the key a and the words 1, "b" with both alike. */
const sheet = (text: string): Line[] =>
  text.split(" ").filter(Boolean).map((word) => {
    const [key, input] = word.split("=");
    return { key: key!, step: "clarify", input: input ?? key! };
  });

const written = (lines: readonly Line[]): string => lines.map(({ key, input }) => (key === input ? key : `${key}=${input}`)).join(" ");

const always = (): boolean => true;

test("lines of a changed text are recognised", () => {
  const cases: [before: string, inputs: string, want: string, what: string][] = [
    ["a b c", "a b c", "a b c", "nothing changed"],
    ["a b c", "a x c", "a b=x c", "one line changed"],
    ["a b c", "a b x c", "a b new=x c", "one came"],
    ["a b c", "a c", "a c", "one went"],
    ["", "x y", "new=x new=y", "the first lines"],
    ["a b", "", "", "all went"],
    ["a b c d", "x b y d", "a=x b c=y d", "two changed, apart"],
    ["a b c", "x y c", "a=x b=y c", "two changed, in a row"],
    ["a b c d", "x y b z d", "a=x new=y b c=z d", "one came among changes"],
    ["a b c d", "b c d a", "b c d a", "one moved down"],
    ["a b c d", "d a b c", "d a b c", "one moved up"],
    ["a b c", "c x b", "c new=x b", "moved, and another in the place of one that went"],
    ["a=1 b=1", "1 1 1", "a=1 b=1 new=1", "alike"],
    ["ab", "a b", "ab=a new=b", "one cut in two"],
    ["a b c", "ab c", "a=ab c", "two made one"],
  ];
  for (const [before, inputs, want, what] of cases) {
    const got = recognise(sheet(before), inputs.split(" ").filter(Boolean), (input) => ({ key: "new", step: "clarify", input }));
    assert.equal(written(got), want, `${what}: recognise(${before}, ${inputs})`);
  }
});

test("a blank line is recognised by its place", () => {
  const lines: Line[] = [{ key: "a", step: "map", input: "1" }, { key: "b", step: "map", input: "" }];
  const got = recognise(lines, ["", "1", "2"], (input) => ({ key: "new", step: "map", input }));
  assert.deepEqual(got.map((line) => line.key), ["new", "a", "b"]);
});

test("recognising loses no line and doubles no key", () => {
  const chance = seeded(7);
  for (let round = 0; round < 3_000; round++) {
    const word = (): string => pick(chance, ["", "a", "b", "c", "d", "e"]);
    const before = Array.from({ length: chance() * 7 }, (_, i): Line => ({ key: `${i}`, step: "map", input: word() }));
    const inputs = Array.from({ length: chance() * 7 }, word);
    let made = 0;
    const got = recognise(before, inputs, (input) => ({ key: `new${made++}`, step: "map", input }));
    const told = `recognise(${JSON.stringify(before.map((l) => l.input))}, ${JSON.stringify(inputs)}) = ${JSON.stringify(got)}`;
    assert.deepEqual(got.map((line) => line.input), inputs, told);
    assert.equal(new Set(got.map((line) => line.key)).size, inputs.length, told);
  }
});

test("two sheets become one", () => {
  const cases: [ancestor: string, mine: string, theirs: string, want: string, what: string][] = [
    ["a b", "a b", "a b c", "a b c", "a line of theirs"],
    ["a b", "a x b", "a y b", "a x y b", "a line each at one place"],
    ["a b", "a=1 b", "a b=2", "a=1 b=2", "a change each"],
    ["a b", "a=1 b", "a=2 b", "a=1 b", "the same line: mine is later"],
    ["a b", "a", "a b", "a", "taken out here"],
    ["a b", "a b", "a", "a", "taken out there"],
    ["a b", "a b=1", "a", "a b=1", "taken out there, changed here"],
    ["a b", "a", "a b=1", "a b=1", "changed there, taken out here"],
    ["a b c", "c a b", "a x b c", "c a x b", "moved here, a line there"],
    ["a b c", "c a b", "a b", "a b", "moved here, taken out there"],
    ["a b c", "a b c d", "c a b", "c d a b", "moved there, a line after it here"],
    ["", "x y", "", "x y", "all of it new"],
    ["", "x=1", "x", "x=1", "nothing known of the server's"],
  ];
  for (const [ancestor, mine, theirs, want, what] of cases) {
    assert.equal(written(mergeLines(sheet(ancestor), sheet(mine), sheet(theirs))), want, what);
  }
});

test("the changes from one sheet to another lead there", () => {
  const cases: [from: string, to: string, want: string[]][] = [
    ["", "a", ["a@0=a"]],
    ["a b", "a b", []],
    ["a b", "a x b", ["x@1=x"]],
    ["a b c", "a b=1 c", ["b@1=1"]],
    ["a b c", "a c", ["-b"]],
    ["a b c", "c a b", ["-c", "c@0=c"]],
    ["a b c d", "d a b c", ["-d", "d@0=d"]],
    ["a b c", "x c=1 a", ["-a", "-b", "x@0=x", "c@1=1", "a@2=a"]],
  ];
  for (const [from, to, want] of cases) {
    const got = changes(sheet(from), sheet(to), always, always);
    assert.deepEqual(got.map((c) => ("delete" in c ? `-${c.line}` : `${c.line}@${c.at}=${c.input}`)).sort(), [...want].sort(), `changes(${from}, ${to})`);
    assert.equal(written(got.reduce<readonly Line[]>(apply, sheet(from))), to, `after changes(${from}, ${to})`);
  }
});

test("what may not be sent is left where it was, and the others find their places", () => {
  const from = sheet("a b c");
  const to = sheet("x a=1 y b=2 c z");
  const got = changes(from, to, (line) => !["x", "b"].includes(line.key), always);
  assert.equal(written(got.reduce<readonly Line[]>(apply, from)), "a=1 y b c z");
  const full = changes(from, to, always, (lines) => lines.length <= 4);
  assert.equal(written(full.reduce<readonly Line[]>(apply, from)), "x a=1 b=2 c");
});

test("changes of any sheet lead to any other, with lines of others between them too", () => {
  const chance = seeded(11);
  const keys = ["a", "b", "c", "d", "e", "f", "g"];
  const any = (): Line[] =>
    keys.filter(() => chance() < 0.6).sort(() => chance() - 0.5).map((key): Line => ({ key, step: pick(chance, ["clarify", "map"]), input: pick(chance, ["", "1", "2"]) }));
  for (let round = 0; round < 2_000; round++) {
    const [from, to] = [any(), any()];
    const list: Change[] = changes(from, to, always, always);
    const told = `from ${JSON.stringify(from)} to ${JSON.stringify(to)} by ${JSON.stringify(list)}`;
    assert.deepEqual(list.reduce<readonly Line[]>(apply, from), to, told);
    const others = from.flatMap((line, i): Line[] => (i % 2 ? [line] : [{ key: `o${i}`, step: "map", input: "of another page" }, line]));
    const both = list.reduce<readonly Line[]>(apply, others);
    assert.equal(both.filter((line) => line.key.startsWith("o")).length, Math.ceil(from.length / 2), told);
    const mine = (lines: readonly Line[]): Line[] => lines.filter((line) => !line.key.startsWith("o"));
    assert.deepEqual(new Set(mine(both)), new Set(to), told);
  }
});

import assert from "node:assert/strict";
import test from "node:test";
import { differences, tokens } from "./diff.ts";
import { merge } from "./merge.ts";
import { pick, scribble, seeded } from "./testing.ts";

test("merge keeps what both sides did, or leaves it to a person", () => {
  const cases: { why: string; ancestor: string; mine: string; theirs: string; want: string | null }[] = [
    { why: "nothing happened", ancestor: "a", mine: "a", theirs: "a", want: "a" },
    { why: "only mine", ancestor: "a", mine: "a b", theirs: "a", want: "a b" },
    { why: "only theirs", ancestor: "a", mine: "a", theirs: "", want: "" },
    { why: "the same on both sides", ancestor: "one", mine: "one two", theirs: "one two", want: "one two" },
    { why: "front and back", ancestor: "reads and writes", mine: "many reads and writes", theirs: "reads and writes a day", want: "many reads and writes a day" },
    { why: "two words that are neighbours", ancestor: "cache database", mine: "Cache database", theirs: "cache databases", want: "Cache databases" },
    { why: "both at the end", ancestor: "users", mine: "users post", theirs: "users read", want: null },
    { why: "both in an empty text", ancestor: "", mine: "mine", theirs: "theirs", want: null },
    { why: "one has typed on", ancestor: "The cache", mine: "The cache holds", theirs: "The cache holds links", want: "The cache holds links" },
    { why: "one deleted what the other changed", ancestor: "keep the old line", mine: "keep line", theirs: "keep the older line", want: null },
    { why: "one deleted what the other replaced", ancestor: "a b c", mine: "a c", theirs: "a x c", want: null },
    {
      why: "many places, in turns",
      ancestor: "one\ntwo\nthree\nfour\n",
      mine: "ONE\ntwo\nTHREE\nfour\n",
      theirs: "one\nTWO\nthree\nFOUR\n",
      want: "ONE\nTWO\nTHREE\nFOUR\n",
    },
    { why: "many places, one of them the same", ancestor: "a\nb\nc\nd", mine: "A\nb\nC\nd", theirs: "a\nb\nX\nD", want: null },
    { why: "emoji and marks", ancestor: "👩‍👩‍👧 e\u0301 \nשלום", mine: "👩‍👩‍👧! e\u0301 \nשלום", theirs: "👩‍👩‍👧 e\u0301 \nשלום עולם", want: "👩‍👩‍👧! e\u0301 \nשלום עולם" },
  ];
  for (const { why, ancestor, mine, theirs, want } of cases) {
    assert.equal(merge(ancestor, mine, theirs), want, `${why}: merge(${JSON.stringify([ancestor, mine, theirs])})`);
    assert.equal(merge(ancestor, theirs, mine), want, `${why}, the other way round`);
  }
});

test("differences turn one text into the other", () => {
  const chance = seeded(2);
  for (let i = 0; i < 1_000; i++) {
    const from = scribble(chance, 30);
    const to = scribble(chance, 30);
    let out = "";
    let at = 0;
    for (const c of differences(tokens(from), tokens(to))!) {
      assert.ok(c.start >= at && c.end >= c.start, "changes are in order and apart");
      out += from.slice(at, c.start) + c.insert;
      at = c.end;
    }
    assert.equal(out + from.slice(at), to, `differences(${JSON.stringify(from)}, ${JSON.stringify(to)})`);
  }
});

test("whatever merge returns has the new words of both sides and none of what was deleted", () => {
  const chance = seeded(3);
  let merged = 0;
  for (let i = 0; i < 4_000; i++) {
    const words = Array.from({ length: 12 }, (_, n) => `w${n}`);
    const edit = (name: string): { text: string[]; added: string[]; gone: string[] } => {
      const text = [...words];
      const added: string[] = [];
      const gone: string[] = [];
      for (let n = 1 + Math.floor(chance() * 3); n > 0; n--) {
        const at = Math.floor(chance() * text.length);
        const word = `${name}${n}`;
        const cut = chance() < 0.4 ? 1 : 0;
        if (cut && words.includes(text[at]!)) gone.push(text[at]!);
        else if (cut) added.splice(added.indexOf(text[at]!), 1);
        text.splice(at, cut, word);
        added.push(word);
      }
      return { text, added, gone };
    };
    const a = edit("a");
    const b = edit("b");
    const space = pick(chance, [" ", "\n", "  "]);
    const out = merge(words.join(space), a.text.join(space), b.text.join(space));
    if (out === null) continue;
    merged++;
    const found = tokens(out);
    for (const word of [...a.added, ...b.added]) assert.ok(found.includes(word), `${word} is lost in ${out}`);
    for (const word of [...a.gone, ...b.gone]) assert.ok(!found.includes(word), `${word} is back in ${out}`);
    for (const word of words) assert.ok(found.includes(word) || a.gone.includes(word) || b.gone.includes(word), `${word} is lost in ${out}`);
  }
  assert.ok(merged > 1_000, `only ${merged} of 4000 were merged`);
});

test("a text that was rewritten is left to a person, soon", () => {
  const many = (name: string): string => Array.from({ length: 10_000 }, (_, n) => `${name}${n}`).join(" ");
  assert.equal(merge(many("a"), many("b"), many("c")), null);
});

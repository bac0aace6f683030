// Two texts that come from one and went different ways, made one again where
// that needs no judgement. Where it does, a person chooses.
import { differences, tokens } from "./diff.ts";
import { change, place, type Change } from "./splice.ts";

/**
 * Puts the changes that led from the ancestor to mine and to theirs into one
 * text. It is null where both touch the same place, because then nobody but the
 * writer knows which words are meant.
 */
export function merge(ancestor: string, mine: string, theirs: string): string | null {
  if (mine === theirs || theirs === ancestor) return mine;
  if (mine === ancestor) return theirs;
  const a = change(ancestor, mine)!;
  const b = change(ancestor, theirs)!;
  if (isPlain(a) && isPlain(b)) {
    const order = compare(place(ancestor, mine), place(ancestor, theirs));
    if (order !== 0) return apply(ancestor, order < 0 ? [a, b] : [b, a]);
  }
  return weave(ancestor, mine, theirs);
}

/** A change that only adds or only takes away is the same however one looks at it. */
const isPlain = (c: Change): boolean => c.start === c.end || c.insert === "";

/** Which of two places comes first, 0 if they touch. */
function compare(a: Pick<Change, "start" | "end">, b: Pick<Change, "start" | "end">): number {
  return a.end < b.start ? -1 : b.end < a.start ? 1 : 0;
}

/** Merges word by word: for texts that were changed in several places. */
function weave(ancestor: string, mine: string, theirs: string): string | null {
  const [old, ours, others] = [tokens(ancestor), tokens(mine), tokens(theirs)];
  const a = differences(old, ours);
  const b = differences(old, others);
  if (!a || !b) return null;
  // Where each side stayed in one place, any word or space between is enough.
  const order = compare(place(old, ours), place(old, others));
  if (order !== 0) return apply(ancestor, order < 0 ? [...a, ...b] : [...b, ...a]);
  return interleave(ancestor, a, b);
}

/** Puts changes that take turns in their order, null if two of them are too close. */
function interleave(ancestor: string, ours: Change[], others: Change[]): string | null {
  const all: Change[] = [];
  for (let a = ours.shift(), b = others.shift(); a || b; ) {
    const both = a && b && longer(a, b);
    if (both) {
      all.push(both);
      a = ours.shift();
      b = others.shift();
    } else if (a && (!b || apart(ancestor, a, b))) {
      all.push(a);
      a = ours.shift();
    } else if (b && (!a || apart(ancestor, b, a))) {
      all.push(b);
      b = others.shift();
    } else {
      return null;
    }
  }
  return apply(ancestor, all);
}

/** Of two changes of one place, the one that holds all words of the other. */
function longer(a: Change, b: Change): Change | null {
  if (a.start !== b.start || a.end !== b.end) return null;
  if (holds(a.insert, b.insert)) return a;
  return holds(b.insert, a.insert) ? b : null;
}

const holds = (long: string, short: string): boolean => short !== "" && (long.startsWith(short) || long.endsWith(short));

/** A change comes well before another if a word or the end of a line stays between them. */
function apart(ancestor: string, first: Change, second: Change): boolean {
  return first.end <= second.start && /\S|\n/.test(ancestor.slice(first.end, second.start));
}

/** Applies changes that follow each other and do not overlap. */
function apply(text: string, changes: readonly Change[]): string {
  let out = "";
  let at = 0;
  for (const c of changes) {
    out += text.slice(at, c.start) + c.insert;
    at = c.end;
  }
  return out + text.slice(at);
}

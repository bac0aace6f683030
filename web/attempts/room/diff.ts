// How one text became another, word by word: Myers' shortest edit script.
import { head, tail, type Change } from "./splice.ts";

/** Cuts a text into words, line ends and the spaces between them. */
export function tokens(text: string): string[] {
  return text.match(/\n|[^\S\n]+|\S+/g) ?? [];
}

/** Beyond so many changed words a text counts as rewritten: nothing to align. */
const most = 400;

/**
 * The changes that turn one list of tokens into the other, in UTF-16 offsets of
 * the first text and in order; null if there are too many.
 */
export function differences(from: readonly string[], to: readonly string[]): Change[] | null {
  const before = head(from, to);
  const after = Math.min(tail(from, to), Math.min(from.length, to.length) - before);
  const a = from.slice(before, from.length - after);
  const b = to.slice(before, to.length - after);
  const kept = matches(a, b);
  if (!kept) return null;

  const changes: Change[] = [];
  let offset = from.slice(0, before).join("").length;
  let i = 0;
  let j = 0;
  for (const [x, y] of [...kept, [a.length, b.length] as const]) {
    const gone = a.slice(i, x).join("").length;
    if (x > i || y > j) changes.push({ start: offset, end: offset + gone, insert: b.slice(j, y).join("") });
    offset += gone + (a[x]?.length ?? 0);
    i = x + 1;
    j = y + 1;
  }
  return changes;
}

/** The pairs of positions that stay, as many as there can be; null if too little does. */
export function matches(a: readonly string[], b: readonly string[]): [number, number][] | null {
  const reach = new Map<number, number>([[1, 0]]); // diagonal → how far along a
  const trail: Map<number, number>[] = [];
  for (let d = 0; d <= a.length + b.length; d++) {
    if (d > most) return null;
    trail.push(new Map(reach));
    for (let k = -d; k <= d; k += 2) {
      let x = downwards(reach, k, d) ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkBack(trail, a.length, b.length);
    }
  }
  return [];
}

/** Follows the trail from the end of both lists to their beginning. */
function walkBack(trail: readonly Map<number, number>[], x: number, y: number): [number, number][] {
  const kept: [number, number][] = [];
  for (let d = trail.length - 1; d >= 0; d--) {
    const reach = trail[d]!;
    const k = x - y;
    const from = downwards(reach, k, d) ? k + 1 : k - 1;
    const fromX = reach.get(from) ?? 0;
    const fromY = fromX - from;
    while (x > fromX && y > fromY) kept.push([--x, --y]);
    x = fromX;
    y = fromY;
  }
  return kept.reverse();
}

/** Whether diagonal k is reached best by a step down (an insertion) from k + 1. */
function downwards(reach: ReadonlyMap<number, number>, k: number, d: number): boolean {
  return k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
}

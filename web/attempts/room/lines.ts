// The lines of the calculator's sheet. Each has a key that stays while its words
// change, so that two pages can work on one sheet and mean the same lines. What
// stands here compares sheets: which line of a changed text is which, what led
// from one sheet to another, and how two that come from one become one again.
import type { Step } from "./answers.ts";
import { matches } from "./diff.ts";
import { head, tail } from "./splice.ts";

export interface Line {
  readonly key: string;
  readonly step: Step; // to which it counts
  readonly input: string;
}

/** One change as the server takes it: a line is set, or inserted if its key is new, or taken out. */
export type Change = { step: Step; line: string; at: number; input: string } | { step: Step; line: string; delete: 1 };

export const isSame = (a: Line | undefined, b: Line | undefined): boolean => a?.key === b?.key && a?.step === b?.step && a?.input === b?.input;

export const isBlank = (input: string): boolean => input.trim() === "";

/**
 * Recognises lines in a text that was changed. What is still the same keeps its
 * key, wherever it stands now; what stands between lines that stayed is the old
 * line changed, one after the other; what is left over is new.
 */
export function recognise(before: readonly Line[], inputs: readonly string[], make: (input: string) => Line): Line[] {
  const old = before.map((line) => line.input);
  const first = head(old, inputs);
  const last = Math.min(tail(old, inputs), Math.min(old.length, inputs.length) - first);
  const [oldEnd, newEnd] = [old.length - last, inputs.length - last];
  // A blank line is like any other: it is told by what stands around it.
  const telling = (list: readonly string[], side: string): string[] => list.map((input, i) => (isBlank(input) ? `\0${side}${i}` : input));
  const kept = matches(telling(old.slice(first, oldEnd), "old"), telling(inputs.slice(first, newEnd), "new")) ?? [];

  const found: (Line | undefined)[] = [...before.slice(0, first), ...Array<undefined>(newEnd - first).fill(undefined), ...before.slice(oldEnd)];
  for (const [i, j] of kept) found[first + j] = before[first + i];
  const used = new Set(found);
  for (let j = first; j < newEnd; j++) {
    if (found[j] || isBlank(inputs[j]!)) continue;
    const moved = before.find((line) => line.input === inputs[j] && !used.has(line));
    if (moved) used.add((found[j] = moved));
  }
  let [i, j] = [first, first];
  for (const [x, y] of [...kept, [oldEnd - first, newEnd - first] as const]) {
    const left = before.slice(i, first + x).filter((line) => !used.has(line));
    for (; j < first + y; j++) {
      const changed = found[j] ? undefined : left.shift();
      if (changed) found[j] = { ...changed, input: inputs[j]! };
    }
    i = first + x + 1;
    j++;
  }
  return found.map((line, n) => line ?? make(inputs[n]!));
}

/**
 * Puts what led from the ancestor to mine on top of theirs. A line that one side
 * has changed stays even if the other took it out; of one that both have changed
 * mine counts, since it is the later one.
 */
export function mergeLines(ancestor: readonly Line[], mine: readonly Line[], theirs: readonly Line[]): readonly Line[] {
  if (mine === ancestor) return theirs;
  if (theirs === ancestor) return mine;
  const old = byKey(ancestor);
  const ours = byKey(mine);
  const stay = staying(ancestor, mine);
  const out = theirs.filter((line) => ours.has(line.key) || !isSame(old.get(line.key), line));
  let at = 0; // where the next line of mine belongs
  for (const line of mine) {
    const moved = old.has(line.key) && !stay.has(line.key);
    const i = out.findIndex((other) => other.key === line.key);
    if (isSame(old.get(line.key), line) && (i < 0 || !moved)) {
      if (i >= 0) at = i + 1; // else they took out what nobody changed here
    } else if (i >= 0 && !moved) {
      out[i] = line;
      at = i + 1;
    } else {
      if (i >= 0) out.splice(i, 1);
      if (i >= 0 && i < at) at--;
      out.splice(at++, 0, line);
    }
  }
  return out;
}

/**
 * The changes that lead from one sheet to another, of those lines that may be
 * sent and as far as the sheet may grow.
 */
export function changes(from: readonly Line[], to: readonly Line[], may: (line: Line) => boolean, fits: (lines: readonly Line[]) => boolean): Change[] {
  const stay = staying(from, to);
  const wanted = byKey(to);
  const out: Change[] = [];
  let lines = from;
  const add = (change: Change): void => {
    const next = apply(lines, change);
    if ("input" in change && !fits(next)) return;
    out.push(change);
    lines = next;
  };
  for (const line of from) {
    if (!stay.has(line.key) && may(wanted.get(line.key) ?? line)) add({ step: line.step, line: line.key, delete: 1 });
  }
  let at = 0; // where the next line belongs
  for (const line of to) {
    const i = lines.findIndex((other) => other.key === line.key);
    if (!isSame(lines[i], line) && may(line)) add({ step: line.step, line: line.key, at: i >= 0 ? i : at, input: line.input });
    const now = lines.findIndex((other) => other.key === line.key);
    if (now >= 0) at = now + 1;
  }
  return out;
}

/** The sheet after a change: what the server does with one. */
export function apply(lines: readonly Line[], change: Change): readonly Line[] {
  if ("delete" in change) return lines.filter((line) => line.key !== change.line);
  const line: Line = { key: change.line, step: change.step, input: change.input };
  const i = lines.findIndex((other) => other.key === line.key);
  return i >= 0 ? lines.with(i, line) : lines.toSpliced(Math.min(change.at, lines.length), 0, line);
}

const byKey = (lines: readonly Line[]): Map<string, Line> => new Map(lines.map((line) => [line.key, line]));

/** The keys that both have in the same order: as many as there can be. The others that both have were moved. */
function staying(from: readonly Line[], to: readonly Line[]): Set<string> {
  const place = new Map(from.map((line, i) => [line.key, i]));
  const shared = to.filter((line) => place.has(line.key));
  // The longest row of rising places that ends at each.
  const best: { length: number; before: number }[] = [];
  let end = -1;
  shared.forEach((line, i) => {
    let before = -1;
    for (let j = 0; j < i; j++) {
      if (place.get(shared[j]!.key)! < place.get(line.key)! && best[j]!.length > (best[before]?.length ?? 0)) before = j;
    }
    best.push({ length: (best[before]?.length ?? 0) + 1, before });
    if (best[i]!.length > (best[end]?.length ?? 0)) end = i;
  });
  const stay = new Set<string>();
  for (; end >= 0; end = best[end]!.before) stay.add(shared[end]!.key);
  return stay;
}

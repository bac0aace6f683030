// The one change by which a text becomes another.
import { codePoints, isHigh, isLow } from "./text.ts";

/** Replaces delete code points at a code point by insert: what the server takes. */
export interface Splice {
  at: number;
  delete: number;
  insert: string;
}

/** Replaces the UTF-16 units from start to end by insert: what strings take. */
export interface Change {
  start: number;
  end: number;
  insert: string;
}

/**
 * The smallest single change that turns one text into the other, null if they
 * are equal. It never cuts a code point of either in two.
 */
export function change(from: string, to: string): Change | null {
  if (from === to) return null;
  let start = head(from, to);
  if (start > 0 && isHigh(from.charCodeAt(start - 1))) start--;
  let kept = Math.min(tail(from, to), Math.min(from.length, to.length) - start);
  if (kept > 0 && isLow(from.charCodeAt(from.length - kept))) kept--;
  return { start, end: from.length - kept, insert: to.slice(start, to.length - kept) };
}

/**
 * Where among the units of the first text the change may lie. Repetition makes
 * that a stretch: of two equal words, which one is new?
 */
export function place(from: ArrayLike<string>, to: ArrayLike<string>): Pick<Change, "start" | "end"> {
  const shorter = Math.min(from.length, to.length);
  const first = head(from, to);
  const last = tail(from, to);
  return { start: Math.min(first, shorter - last), end: from.length - Math.min(last, Math.max(0, shorter - first)) };
}

/** How many units are the same at the beginning of both. */
export function head(a: ArrayLike<string>, b: ArrayLike<string>): number {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n++;
  return n;
}

/** How many units are the same at the end of both. */
export function tail(a: ArrayLike<string>, b: ArrayLike<string>): number {
  let n = 0;
  while (n < a.length && n < b.length && a[a.length - 1 - n] === b[b.length - 1 - n]) n++;
  return n;
}

/** The change as the server counts. */
export function splice(from: string, to: string): Splice | null {
  const c = change(from, to);
  return c && { at: codePoints(from, 0, c.start), delete: codePoints(from, c.start, c.end), insert: c.insert };
}

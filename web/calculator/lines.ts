// Lines of a text and where they are in it, in UTF-16 units.

export const linesOf = (text: string): string[] => text.split("\n");

/** The line, from 0, in which a place of the text is. */
export function lineAt(text: string, place: number): number {
  let line = 0;
  for (let i = text.indexOf("\n"); i >= 0 && i < place; i = text.indexOf("\n", i + 1)) line++;
  return line;
}

/** Where a line begins and ends, its line end left out; null if there is no such line. */
export function spanOf(text: string, line: number): { start: number; end: number } | null {
  let start = 0;
  for (let i = 0; i < line; i++) {
    start = text.indexOf("\n", start) + 1;
    if (start === 0) return null;
  }
  const end = text.indexOf("\n", start);
  return { start, end: end < 0 ? text.length : end };
}

/** Which elements of a list became how many others; what stands before and after is the same. */
export interface Change {
  at: number;
  gone: number;
  come: number;
}

/** The one change that turns the first list into the second. */
export function change(before: ArrayLike<unknown>, after: ArrayLike<unknown>): Change {
  const most = Math.min(before.length, after.length);
  let at = 0;
  while (at < most && before[at] === after[at]) at++;
  let same = 0;
  while (same < most - at && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return { at, gone: before.length - at - same, come: after.length - at - same };
}

/** The same for texts: no half of a character is cut off from its other half. */
export function textChange(before: string, after: string): { start: number; end: number; insert: string } {
  const { at, gone } = change(before, after);
  const start = at > 0 && isHigh(before.charCodeAt(at - 1)) ? at - 1 : at;
  let kept = before.length - at - gone;
  if (kept > 0 && isLow(before.charCodeAt(before.length - kept))) kept--;
  return { start, end: before.length - kept, insert: after.slice(start, after.length - kept) };
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/**
 * Where and how a line is put into a text: in place of an empty line at the
 * caret, else on a line of its own below.
 */
export function place(text: string, caret: number, line: string): { start: number; end: number; insert: string } {
  const span = spanOf(text, lineAt(text, caret))!;
  if (text.slice(span.start, span.end).trim() === "") return { ...span, insert: line };
  return { start: span.end, end: span.end, insert: `\n${line}` };
}

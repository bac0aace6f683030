// Text as the server takes it: lines end in LF, no U+0000, no lone surrogates.

/** The most code points that a step's text may have. */
export const limit = 65_536;

/** Makes a text fit for the server; what a textarea holds nearly always is. */
export function clean(text: string): string {
  return text.replace(/\r\n?/g, "\n").replaceAll("\0", "").replace(/\p{Cs}/gu, "\uFFFD");
}

/** Counts code points in text from one UTF-16 offset to another. */
export function codePoints(text: string, from = 0, to = text.length): number {
  let n = to - from;
  for (let i = from; i < to; i++) if (isLow(text.charCodeAt(i))) n--;
  return n;
}

/** Counts words: what stands between white space. */
export function words(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

export const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
export const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

// What was heard becomes text as one would have typed it: with a space where one
// belongs, a capital where a sentence begins, and the marks that were spoken.
// Recognisers give words and seldom marks, and the graders read by sentences.

/** Marks by their names. Names that mean something in a design ("period", "dash") are none of them. */
const marks: readonly [spoken: RegExp, mark: string][] = [
  [/[\s.,]*\bnew paragraph\b[.,]?\s*/giu, "\n\n"],
  [/[\s.,]*\bnew line\b[.,]?\s*/giu, "\n"],
  [/\s*\bfull stop\b[.,]?/giu, "."],
  [/\s*\bquestion mark\b[.,?]?/giu, "?"],
  [/\s*\bexclamation mark\b[.,!]?/giu, "!"],
  [/[\s,]*\bcomma\b,?/giu, ","],
];

/** What to write for the words that were heard, between what stands before and after the cursor. */
export function dictated(heard: string, before: string, after: string): string {
  let text = heard.replace(/[^\S\n]+/gu, " ").trim();
  for (const [spoken, mark] of marks) text = text.replace(spoken, mark);
  text = text.replace(/^ +| +$/gu, "");
  if (text === "") return "";
  text = text.replace(/([.?!]\s+|\n)(\p{Ll})/gu, (_, gap: string, letter: string) => gap + letter.toUpperCase());
  if (/(^|[.?!]\s*|\n\s*)$/u.test(before)) text = text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
  const glued = /^[\n.,;:?!]/u.test(text); // a mark or a line end stands at the word before it
  if (/[^\s([{"“]$/u.test(before) && !glued) text = ` ${text}`;
  if (/^[^\s.,;:?!)\]}]/u.test(after) && !text.endsWith("\n")) text += " ";
  return text;
}

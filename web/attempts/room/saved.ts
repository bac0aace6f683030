// The state of the words, in words.
import { limits } from "../board/graph.ts";
import type { Step } from "./answers.ts";
import type { Excess } from "./sheet.ts";
import type { Situation } from "./situation.ts";
import { codePoints, limit } from "./text.ts";

const number = new Intl.NumberFormat("en-GB");
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** What the device does with the words meanwhile. */
const safe = (kept: boolean): string => (kept ? "kept on this device" : "kept in this page alone, so leave it open");

export interface Telling {
  savedAt: number | null; // the server's time, null if nothing was saved since the page was opened
  written: boolean; // whether there is anything to save
  kept: boolean; // whether the device keeps copies
  title(step: Step): string;
  text(step: Step): string;
}

/** What stands beneath the editor. */
export function inWords(s: Situation, t: Telling): string {
  switch (s.kind) {
    case "saved":
      if (t.savedAt === null) return t.written ? "Saved" : "Nothing to save yet";
      return `Saved ${time.format(t.savedAt)}`;
    case "saving":
      return "Saving…";
    case "restoring":
      return "Bringing back what this device had kept…";
    case "late":
      if (s.why === "offline") return `Offline, ${safe(t.kept)}`;
      return s.why === "full" ? `Not saved, the server is full: ${safe(t.kept)}` : `Not saved yet, the server is busy: ${safe(t.kept)}`;
    case "signed-out":
      return `Signed out, ${safe(t.kept)}`;
    case "stranger":
      return "Somebody else is signed in here";
    case "refused":
      return `Not saved: ${s.message}`;
    case "too-long":
      return s.steps.map((step) => `Not saved: ${t.title(step)} has ${number.format(codePoints(t.text(step)))} of ${number.format(limit)} characters`).join(". ");
    case "sheet-too-long":
      return `Not saved: ${excessive(s.excess)}`;
    case "not-open":
      return `Not saved, ${s.steps.map((step) => t.title(step)).join(" and ")} is not open yet: ${safe(t.kept)}`;
    case "clash":
      return `Two texts of ${s.steps.map((step) => t.title(step)).join(" and ")}: choose one`;
    case "board-clash":
      return `Two boards of ${s.steps.map((step) => t.title(step)).join(" and ")}: choose one`;
    case "board-too-large":
      return `Not saved: the board of ${s.steps.map((step) => t.title(step)).join(" and ")} is larger than ${limits.parts} parts or ${limits.bytes / 1_024} KiB`;
    case "ended":
      return "Ended";
  }
}

/** What of the calculator's sheet is too much, for the middle of a sentence. */
export function excessive({ what, has, most }: Excess): string {
  return `${what === "characters" ? "a line of the calculator" : "the calculator"} has ${number.format(has)} of ${number.format(most)} ${what}`;
}

/** How many words or, near the limit, characters a text has. */
export function size(words: number, characters: number): string {
  const count = words === 1 ? "1 word" : `${number.format(words)} words`;
  return characters < limit - 2_000 ? count : `${count}, ${number.format(characters)} of ${number.format(limit)} characters`;
}

/** What deserves to be said aloud: that it has become another kind of thing, not each save. */
export function aloud(before: Situation["kind"], s: Situation, words: string): string | null {
  if (s.kind === before || s.kind === "saving" || s.kind === "restoring" || s.kind === "ended") return null;
  if (s.kind !== "saved") return `${words}.`;
  return before === "saving" || before === "restoring" ? null : "Saved again.";
}

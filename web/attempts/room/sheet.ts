// The calculator's sheet as this page knows it: what the server has, and what
// stands in the panel. No network, no clock, no page.
//
// Of a line that two pages have changed the later one counts, so there is no
// choice to make; and no line is lost on the way, since its key says which it is.
import type { Step } from "./answers.ts";
import { changes, isBlank, isSame, mergeLines, recognise, type Change, type Line } from "./lines.ts";
import { clean, codePoints } from "./text.ts";

/** The most that the server takes: code points of a line, lines, and bytes of all with their ends. */
export const limits = { line: 2_000, lines: 200, bytes: 65_536 };

/** The sheet on the server after base changes. */
export interface Sheet {
  base: number;
  lines: readonly Line[];
}

/** What is kept on the device of a page's unsaved lines. */
export interface UnsavedSheet {
  saved: Sheet;
  lines: readonly Line[];
  sent: readonly Line[];
}

/** Why lines cannot be saved. */
export type Excess = { what: "characters" | "lines" | "KiB"; has: number; most: number };

/** How many lines that were taken out are remembered, should they come back. */
const remembered = 50;

export class Worksheet {
  readonly #page: string;
  #made = 0;
  #saved: Sheet;
  #lines: readonly Line[];
  #sent: readonly Line[]; // once, and perhaps stored
  #gone: Line[] = []; // the last one first

  /** The sheet with the unsaved lines of a page, as it would have gone on with them. */
  static of(page: string, left: UnsavedSheet): Worksheet {
    return new Worksheet(page, left.saved, left.lines, left.sent);
  }

  constructor(page: string, saved: Sheet = { base: 0, lines: [] }, lines = saved.lines, sent: readonly Line[] = []) {
    this.#page = page;
    this.#saved = saved;
    this.#lines = lines;
    this.#sent = sent;
  }

  get saved(): Sheet {
    return this.#saved;
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  /**
   * Takes over what the learner has made of the lines in view. They need not be
   * those of the sheet, since what comes from elsewhere may wait until it can be
   * shown; what is in view afterwards is returned. New lines count to the step.
   */
  edit(view: readonly Line[], inputs: readonly string[], step: Step): readonly Line[] {
    const texts = inputs.length === 1 && inputs[0] === "" ? [] : inputs.map(clean);
    const now = recognise(view, texts, (input) => this.#again(input) ?? { key: `${this.#page.slice(0, 16)}.${++this.#made}`, step, input });
    const left = new Set(now.map((line) => line.key));
    const gone = view.filter((line) => !left.has(line.key) && !isBlank(line.input));
    this.#gone = [...gone, ...this.#gone].slice(0, remembered);
    this.#lines = mergeLines(view, now, this.#lines);
    return now;
  }

  /** A line that was taken out and comes back, as by undoing or by moving it, is the same one. */
  #again(input: string): Line | undefined {
    const i = this.#gone.findIndex((line) => line.input === input);
    return i < 0 || isBlank(input) ? undefined : this.#gone.splice(i, 1)[0];
  }

  /**
   * Whether the server lacks something of it. Empty lines at its end it can do
   * without: the next line will stand there.
   */
  get dirty(): boolean {
    const want = this.#worth(this.#saved.lines);
    return want.length !== this.#saved.lines.length || want.some((line, i) => !isSame(line, this.#saved.lines[i]));
  }

  #worth(known: readonly Line[]): readonly Line[] {
    const keys = new Set(known.map((line) => line.key));
    return this.#lines.slice(0, this.#lines.findLastIndex((line) => !isBlank(line.input) || keys.has(line.key)) + 1);
  }

  /** What has to be sent after a sheet is stored, of lines whose step is open. */
  changes(after: readonly Line[], isOpen: (step: Step) => boolean): Change[] {
    return changes(after, this.#worth(after), (line) => isOpen(line.step) && !isTooLong(line), fits);
  }

  /** All words that the server lacks, when it only keeps them as a note: each line cut to what it takes. */
  late(after: readonly Line[]): Change[] {
    const known = new Map(after.map((line) => [line.key, line.input]));
    return this.#lines.flatMap((line, at) => {
      const input = isTooLong(line) ? [...line.input].slice(0, limits.line).join("") : line.input;
      return isBlank(input) || known.get(line.key) === input ? [] : [{ step: line.step, line: line.key, at, input }];
    });
  }

  /** The steps of lines that the server lacks. */
  get unsavedSteps(): Set<Step> {
    const known = new Map(this.#saved.lines.map((line) => [line.key, line]));
    return new Set(this.#worth(this.#saved.lines).flatMap((line) => (isSame(known.get(line.key), line) ? [] : [line.step])));
  }

  /** What is too large to be saved. */
  get excess(): Excess | null {
    const want = this.#worth(this.#saved.lines);
    const long = want.find(isTooLong);
    if (long) return { what: "characters", has: codePoints(long.input), most: limits.line };
    if (want.length > limits.lines) return { what: "lines", has: want.length, most: limits.lines };
    return fits(want) ? null : { what: "KiB", has: Math.ceil(bytes(want) / 1_024), most: limits.bytes / 1_024 };
  }

  /** The server has stored what was on its way. */
  landed(sheet: Sheet): void {
    this.#saved = sheet;
  }

  /** The server has refused what was sent, but may have stored a part of it before. */
  doubted(changes: readonly Change[]): void {
    const lines = changes.flatMap((change) => ("input" in change ? [{ key: change.line, step: change.step, input: change.input }] : []));
    this.#sent = [...lines, ...this.#sent];
  }

  /**
   * Puts this page's changes on top of what the server has now. True if the
   * sheet is another one afterwards.
   */
  rebase(server: Sheet): boolean {
    const before = this.#lines;
    this.#lines = onTop(this.unsaved(), server);
    this.#saved = server;
    return this.#lines.length !== before.length || this.#lines.some((line, i) => !isSame(line, before[i]));
  }

  /** Adds what another page had not saved before it was closed. */
  adopt(left: UnsavedSheet): void {
    this.#lines = onTop(left, { base: this.#saved.base, lines: this.#lines });
  }

  /** What has to be kept on the device while the server does not have it. */
  unsaved(): UnsavedSheet {
    return { saved: this.#saved, lines: this.#lines, sent: this.#sent };
  }
}

/** A page's lines with its changes, on top of a sheet. */
function onTop({ saved, lines, sent }: UnsavedSheet, sheet: Sheet): readonly Line[] {
  // A server that has lost what it acknowledged (an old copy of its database was
  // restored) says nothing of what stands here.
  if (sheet.base < saved.base) return mergeLines([], lines, sheet.lines);
  // What the page once sent and the server has, the page knew of.
  const seen = sheet.lines.filter((line) => sent.some((other) => isSame(line, other)));
  const known = saved.lines.map((line) => seen.find((other) => other.key === line.key) ?? line);
  const gone = seen.filter((line) => !known.includes(line) && !lines.some((other) => other.key === line.key));
  return mergeLines([...known, ...gone], lines, sheet.lines);
}

const isTooLong = ({ input }: Line): boolean => input.length > limits.line && codePoints(input) > limits.line;

const fits = (lines: readonly Line[]): boolean => lines.length <= limits.lines && bytes(lines) <= limits.bytes;

const encoder = new TextEncoder();

/** The size of the sheet as one text. */
function bytes(lines: readonly Line[]): number {
  return lines.reduce((sum, { input }) => sum + 1 + (/^[\x20-\x7e]*$/.test(input) ? input.length : encoder.encode(input).length), -1);
}

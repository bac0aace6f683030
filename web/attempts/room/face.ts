// The elements of the page into which the script writes, and what it writes.
import { paintRuler, watch } from "../../ui/ruler.ts";
import type { Step } from "./answers.ts";
import type { Course, Standing } from "./course.ts";
import { excessive, size } from "./saved.ts";
import type { Excess } from "./sheet.ts";
import { codePoints, words } from "./text.ts";

/** An element that the page must have. */
export function find<T extends Element>(root: ParentNode, selector: string): T {
  const element = root.querySelector<T>(selector);
  if (!element) throw new Error(`the room lacks ${selector}`);
  return element;
}

function write(element: Element | null, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

/** Joins names as a sentence does. */
function list(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`;
}

export class Face {
  readonly editor = find<HTMLElement>(document, "[data-editor]");
  readonly area = find<HTMLTextAreaElement>(document, "[data-text]");
  readonly form = find<HTMLFormElement>(document, "[data-answer]");
  readonly discard = find<HTMLFormElement>(document, "[data-discard]");
  readonly clash = find<HTMLTemplateElement>(document, "[data-clash-template]");
  readonly focus = find<HTMLInputElement>(document, "[data-focus-mode]");
  readonly submit = find<HTMLElement>(document, "[data-submit]");
  readonly keys = find<HTMLElement>(document, "#room-keys");
  readonly #say = find(document, "[data-say]");
  readonly #saved = document.querySelectorAll("[data-saved]");
  readonly #act = find<HTMLElement>(document, "[data-act]");
  readonly #stranger = find<HTMLElement>(document, "[data-stranger]");
  readonly #ended = find<HTMLElement>(document, "[data-ended]");
  readonly #course: Course;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(course: Course) {
    this.#course = course;
  }

  /** The script saves from here on: what only makes sense with it appears, what only makes sense without it goes. */
  live(): void {
    document.body.classList.add("live");
    for (const element of document.querySelectorAll<HTMLElement>("[data-live]")) element.hidden = false;
  }

  /** Tells those who do not see the page what stands beneath the editor. */
  aloud(text: string): void {
    find(document, "[data-aloud]").textContent = text;
  }

  /** Says something for a while, aloud too, without taking the focus. */
  say(text: string): void {
    this.#say.textContent = text;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => (this.#say.textContent = ""), 20_000);
  }

  saved(text: string, signIn: boolean, trouble: boolean): void {
    for (const place of this.#saved) {
      write(place, text);
      place.classList.toggle("trouble", trouble);
    }
    this.#act.hidden = !signIn;
  }

  /** How much each step holds. */
  count(step: Step, text: string, board: boolean, shown: boolean): void {
    const n = words(text);
    const open = this.#course.isOpen(step);
    const nothing = board ? "a board" : "empty";
    write(document.querySelector(`[data-step="${step}"] [data-count]`), open ? (n === 0 ? nothing : size(n, 0)) : "later");
    if (shown) write(document.querySelector("[data-count-now]"), size(n, text.length > 60_000 ? codePoints(text) : text.length));
  }

  /** Which step is shown, which is current, and where one can go from here. */
  course(shown: Step): void {
    const { current, next, practice, steps } = this.#course;
    for (const item of document.querySelectorAll<HTMLElement>("[data-step]")) {
      const step = item.dataset["step"]!;
      const open = this.#course.isOpen(step);
      item.classList.toggle("shown", step === shown);
      item.classList.toggle("current", step === current);
      item.classList.toggle("ahead", !open);
      const link = find<HTMLAnchorElement>(item, "a");
      if (open) {
        link.href = `?step=${step}`;
        link.removeAttribute("aria-disabled");
      }
      if (step === shown) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    const title = find(this.editor, "[data-title]");
    write(title, this.#course.title(shown));
    title.className = `ink-${shown}`;

    const elsewhere = find<HTMLElement>(document, "[data-elsewhere]");
    elsewhere.hidden = practice || shown === current;
    write(elsewhere, `Changing an earlier answer; the clock runs for ${this.#course.title(current)}.`);

    const last = shown === steps.at(-1);
    const way = last && (practice || shown === current) ? "end" : shown === current ? "on" : "there";
    for (const button of document.querySelectorAll<HTMLElement>("[data-way]")) button.hidden = button.dataset["way"] !== way;
    if (next) write(find(document, '[data-way="on"] [data-way-text]'), `Go on to ${this.#course.title(next)}`);
    const there = practice ? (steps[steps.indexOf(shown) + 1] ?? current) : current;
    find<HTMLAnchorElement>(document, '[data-way="there"]').href = `?step=${there}`;
    write(find(document, '[data-way="there"] [data-way-text]'), `${practice ? "Look at" : "Back to"} ${this.#course.title(there)}`);
  }

  clock(standing: Standing): void {
    write(document.querySelector("[data-left]"), watch(standing.left / 1_000));
    write(document.querySelector("[data-line]"), this.#course.line(standing));
    const ruler = document.querySelector("[data-ruler]");
    if (!ruler) return;
    const spent = Object.fromEntries(Object.entries(standing.spent).map(([step, ms]) => [step, ms / 1_000]));
    paintRuler(ruler, { now: (standing.total - Math.max(0, standing.left)) / 1_000, current: this.#course.current, spent });
  }

  /** Says in the confirmation what would be handed in as it is now. */
  confirmation(empty: readonly Step[], clashes: readonly Step[], boards: readonly Step[], tooLong: readonly Step[], excess: Excess | null): void {
    const names = (steps: readonly Step[]): string => list(steps.map((step) => this.#course.title(step)));
    const all = this.#course.steps.length;
    let text = "Every step holds an answer.";
    if (empty.length === all) text = "Nothing has been written yet, so there would be nothing to grade.";
    else if (empty.length > 0) text = `Still empty: ${names(empty)}. An empty step earns nothing.`;
    write(find(this.submit, "[data-empty]"), text);

    const undecided = find<HTMLElement>(this.submit, "[data-undecided]");
    const notes = [];
    if (clashes.length > 0) notes.push(`${names(clashes)} has two texts between which you have not chosen: the one saved elsewhere would be handed in, yours kept as a private note.`);
    if (boards.length > 0) notes.push(`${names(boards)} has two boards between which you have not chosen: the one saved elsewhere would be handed in, yours kept as a private note.`);
    if (tooLong.length > 0) notes.push(`${names(tooLong)} is too long to be saved: what was saved last would be handed in.`);
    if (excess) notes.push(`${excessive(excess).replace(/^./, (letter) => letter.toUpperCase())}: what is beyond that would not be handed in.`);
    undecided.hidden = notes.length === 0;
    write(undecided, notes.join(" "));
    this.failure(this.submit, "");
  }

  /** Says in a confirmation why it did not come to it. */
  failure(sheet: ParentNode, text: string): void {
    write(find(sheet, "[data-failure]"), text);
  }

  /** Covers the words while somebody else is signed in. */
  stranger(is: boolean): void {
    if (this.#stranger.hidden === !is) return;
    this.#stranger.hidden = !is;
    document.body.classList.toggle("away", is);
    find(document, "#room-data").textContent = ""; // it holds the words as well
  }

  /** The attempt is over: how, what comes next, and whether the report is there already. */
  ended(title: string, text: string, report: boolean): void {
    for (const sheet of document.querySelectorAll<HTMLElement>(":popover-open")) sheet.hidePopover();
    this.#ended.hidden = false;
    document.body.classList.add("over");
    write(find(this.#ended, "h2"), title);
    write(find(this.#ended, "[data-ended-text]"), text);
    find<HTMLElement>(this.#ended, "[data-ended-link]").hidden = !report;
  }

  /** Puts all texts onto paper, where a textarea would show a part of one, the boards in words, and the lines of the calculator. */
  paper(text: (step: Step) => string, board: (step: Step) => string, lines: readonly string[]): void {
    const parts = this.#course.steps.flatMap((step): [string, string][] => {
      const title = this.#course.title(step);
      const drawn = board(step);
      return [[title, text(step) || "(empty)"], ...(drawn ? [[`${title}: the board`, drawn] as [string, string]] : [])];
    });
    if (lines.length > 0) parts.push(["Calculator", lines.join("\n")]);
    const elements = parts.flatMap(([title, words]) => {
      const heading = document.createElement("h2");
      const body = document.createElement("p");
      heading.textContent = title;
      body.textContent = words;
      return [heading, body];
    });
    find(document, "[data-paper]").replaceChildren(...elements);
  }

  /** Goes the way that the page shows from the step in sight. */
  goOn(): void {
    document.querySelector<HTMLElement>("[data-way]:not([hidden])")?.click();
  }

  /** Brings the editor to the front on a phone. */
  front(): void {
    find<HTMLInputElement>(document, '[data-pane="Write"]').checked = true;
  }
}

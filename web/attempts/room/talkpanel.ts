// The conversation's place beside the editor: what was said, the box to say
// something, and the button for a hint.
import { find } from "./face.ts";
import { limits, type Turn } from "./talk.ts";
import { clean } from "./text.ts";
import type { Step } from "./answers.ts";

/** What the page hears from the panel. */
export interface Watch {
  said(text: string): string | null; // why not, or null
  title(step: Step): string;
  readonly seen: string; // under which name it is kept how much was in sight
  heard(): void; // the interviewer has spoken, and the panel is not in sight
}

export class TalkPanel {
  readonly #place = find<HTMLElement>(document, '[data-place="Talk"]');
  readonly #scroll = find<HTMLElement>(document, "[data-talk-scroll]");
  readonly #log = find<HTMLElement>(document, "[data-talk-log]");
  readonly #waiting = find<HTMLElement>(document, "[data-talk-waiting]");
  readonly #speaking = find<HTMLElement>(document, "[data-talk-speaking]");
  readonly #nothing = find<HTMLElement>(document, "[data-talk-nothing]");
  readonly #turn = find<HTMLTemplateElement>(document, "[data-turn]");
  readonly #box = find<HTMLTextAreaElement>(document, "[data-message]");
  readonly #problem = find(document, "[data-talk-problem]");
  readonly #note = find(document, "[data-hint-note]");
  readonly #model = document.querySelector<HTMLElement>("[data-model]"); // none by script
  readonly #spent = document.querySelector<HTMLElement>("[data-model-spent]");
  readonly #hint = document.querySelector<HTMLButtonElement>('[data-do="hint"]'); // none in an exam
  readonly #send = find<HTMLButtonElement>(document, '[data-do="say"]');
  readonly #unread = document.querySelectorAll<HTMLElement>("[data-unread]");
  readonly #watch: Watch;
  #shown: readonly Turn[];

  /** Begins with what the server has drawn. */
  constructor(shown: readonly Turn[], watch: Watch) {
    this.#shown = shown;
    this.#watch = watch;
    // The keyboard of a phone names no keys, but says that a line is to end.
    let shift = false;
    this.#box.addEventListener("keydown", (event) => (shift = event.shiftKey));
    this.#box.addEventListener("beforeinput", (event) => {
      if (event.inputType !== "insertLineBreak" || shift || event.isComposing) return;
      event.preventDefault();
      this.say();
    });
    this.#box.addEventListener("input", () => (this.#problem.textContent = ""));
    for (const choice of document.querySelectorAll("[data-tool], [data-pane]")) choice.addEventListener("change", () => this.look());
    new ResizeObserver(() => this.look()).observe(this.#place);
    this.#down();
    // Its end may be told before this page listens.
    if (!this.#speaking.hidden) this.#stillShown = setTimeout(() => this.#hush(), 25_000);
    if (!this.#place.checkVisibility() && shown.slice(this.#seen).some((turn) => turn.from === "interviewer")) this.#mark(true);
  }

  /** Says what stands in the box. */
  say(): void {
    const problem = this.#watch.said(clean(this.#box.value));
    this.#problem.textContent = problem ?? "";
    if (problem === null) this.#box.value = "";
    this.#box.focus();
  }

  /** Brings words back that the server has refused. */
  back(text: string, why: string): void {
    this.#box.value = this.#box.value === "" ? text : `${text}\n${this.#box.value}`;
    this.#problem.textContent = `Not sent. ${why}`;
  }

  /** Shows what was said, and what waits to be sent. */
  show(turns: readonly Turn[], waiting: readonly { text: string; sent: boolean }[]): void {
    const known = this.#shown.every((turn, i) => turn.text === turns[i]?.text && turn.from === turns[i].from);
    if (!known) this.#log.replaceChildren();
    const fresh = turns.slice(known ? this.#shown.length : 0);
    const low = this.#low;
    if (fresh.some((turn) => turn.from === "interviewer")) this.#hush();
    let step = known ? this.#shown.at(-1)?.step : undefined;
    for (const turn of fresh) {
      if (turn.step !== step) {
        const heading = document.createElement("h2");
        heading.textContent = this.#watch.title((step = turn.step));
        this.#log.append(heading);
      }
      this.#log.append(this.#draw(turn.from, turn.from === "interviewer" ? "Interviewer" : "You", turn.text));
    }
    const before = this.#waiting.childElementCount;
    this.#waiting.replaceChildren(...waiting.map(({ text, sent }) => this.#draw("candidate waiting", sent ? "You" : "You, not sent yet", text)));
    this.#nothing.hidden = turns.length + waiting.length > 0;
    this.#shown = turns;
    if (low || waiting.length > before) this.#down();
    if (this.#place.checkVisibility()) this.#see();
    if (!fresh.some((turn) => turn.from === "interviewer") || this.#place.checkVisibility()) return;
    if (!this.#marked) this.#watch.heard();
    this.#mark(true);
  }

  /**
   * Shows what the interviewer has said so far of something that is not stored yet,
   * null once it is. Who listens to the page hears it then, as a whole.
   */
  speaks(text: string | null): void {
    clearTimeout(this.#stillShown);
    if (text === null && !this.#speaking.hidden) {
      this.#stillShown = setTimeout(() => this.#hush(), 2_500); // until it stands in the log
      return;
    }
    if (text === null) return;
    const low = this.#low;
    this.#speaking.hidden = false;
    find(this.#speaking, "[data-words]").textContent = text;
    if (low) this.#down();
  }

  #stillShown: ReturnType<typeof setTimeout> | undefined;

  #hush(): void {
    clearTimeout(this.#stillShown);
    this.#speaking.hidden = true;
    find(this.#speaking, "[data-words]").textContent = "";
  }

  get #low(): boolean {
    return this.#scroll.scrollHeight - this.#scroll.scrollTop - this.#scroll.clientHeight < 40;
  }

  /** Says who words the interviewer's sentences, where it may be a model. */
  words(spent: boolean): void {
    if (this.#model && this.#spent) [this.#model.hidden, this.#spent.hidden] = [spent, !spent];
  }

  /** Says which hint of a step comes next. */
  hints(shown: number): void {
    if (!this.#hint) return;
    const over = shown >= limits.hints;
    const next = Math.min(shown + 1, limits.hints);
    if (over && document.activeElement === this.#hint) this.#box.focus();
    this.#hint.hidden = over;
    this.#hint.value = String(next);
    this.#hint.textContent = `Hint ${next} of ${limits.hints}`;
    this.#note.textContent = over ? "All hints of this step have been shown." : next === limits.hints ? "The last hint gives a point away, which then counts half at most." : "";
  }

  focus(): void {
    this.#box.focus();
  }

  /** Takes the mark away once it is in sight. */
  look(): void {
    if (!this.#place.checkVisibility()) return;
    if (this.#marked) this.#down();
    this.#mark(false);
    this.#see();
  }

  /** Nothing can be said any more. */
  lock(): void {
    this.#box.readOnly = this.#send.disabled = true;
    if (this.#hint) this.#hint.disabled = true;
  }

  /** Takes its words off the page. */
  clear(): void {
    this.#log.replaceChildren();
    this.#waiting.replaceChildren();
    this.#box.value = "";
    this.#shown = [];
  }

  // How much of the talk has been in sight, in this browser: a reload does not make
  // it read. Without storage the mark is gone with the page.
  get #seen(): number {
    try {
      return Number(localStorage.getItem(this.#watch.seen) ?? 0);
    } catch {
      return 0;
    }
  }

  #see(): void {
    try {
      localStorage.setItem(this.#watch.seen, String(this.#shown.length));
    } catch {
      // it may be full, or forbidden
    }
  }

  get #marked(): boolean {
    return this.#unread[0]?.hidden === false;
  }

  #mark(is: boolean): void {
    for (const mark of this.#unread) mark.hidden = !is;
  }

  #draw(kind: string, who: string, text: string): Element {
    const turn = (this.#turn.content.cloneNode(true) as DocumentFragment).firstElementChild!;
    turn.className = `turn ${kind}`;
    turn.querySelector(".who")!.textContent = who;
    turn.querySelector(".words")!.textContent = text;
    return turn;
  }

  #down(): void {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
  }
}

// The editor: one textarea a step, so that each keeps its caret, its scrolling
// and what can be undone in it.
import type { Step } from "./answers.ts";
import { change } from "./splice.ts";
import { clean } from "./text.ts";

export class Editor {
  readonly #areas = new Map<Step, HTMLTextAreaElement>();
  readonly #typed: (step: Step, text: string) => void;
  #shown: Step;
  #composing = 0;
  #settled: (() => void)[] = [];

  /** Begins with the textarea that the server has drawn for a step. */
  constructor(first: HTMLTextAreaElement, shown: Step, typed: (step: Step, text: string) => void) {
    this.#typed = typed;
    this.#shown = shown;
    this.#adopt(shown, first);
  }

  get shown(): Step {
    return this.#shown;
  }

  /** What stands in a step's textarea. */
  text(step: Step): string {
    return clean(this.#area(step).value);
  }

  /** Turns to a step. */
  show(step: Step): void {
    const before = this.#area(this.#shown);
    const area = this.#area(step);
    if (area === before) return;
    [area.id, area.name] = [before.id, before.name];
    before.removeAttribute("id");
    before.removeAttribute("name");
    before.hidden = true;
    area.hidden = false;
    this.#shown = step;
  }

  focus(): void {
    this.#area(this.#shown).focus();
  }

  /** Changes a text other than by typing: the caret stays at its words, and the view where it is. */
  set(step: Step, text: string): void {
    const area = this.#area(step);
    if (clean(area.value) === text) return;
    const c = change(area.value, text)!;
    const top = area.scrollTop;
    area.setRangeText(c.insert, c.start, c.end, area.value === "" ? "end" : "preserve");
    area.scrollTop = top;
  }

  /** Writes at the caret of the step that is shown, with spaces around it, as if by hand: it can be undone. */
  insert(text: string): void {
    const area = this.#area(this.#shown);
    if (area.readOnly) return;
    const at = area.selectionEnd; // what is selected stays
    const before = /\S$/.test(area.value.slice(0, at)) ? " " : "";
    const after = /^[^\s.,;:!?)]/.test(area.value.slice(at)) ? " " : "";
    area.focus();
    area.setSelectionRange(at, at);
    if (document.execCommand("insertText", false, before + text + after)) return;
    area.setRangeText(before + text + after, at, at, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  /** Resolves when no character is being composed, since writing into the field would break it. */
  settled(): Promise<void> {
    if (this.#composing === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#settled.push(resolve);
      setTimeout(resolve, 3_000); // some keyboards compose without an end
    });
  }

  /** The words can be read and copied, and no longer changed. */
  lock(): void {
    for (const area of this.#areas.values()) area.readOnly = true;
  }

  unlock(): void {
    for (const area of this.#areas.values()) area.readOnly = false;
  }

  /** Takes the words off the screen. */
  clear(): void {
    this.lock();
    for (const area of this.#areas.values()) area.value = area.defaultValue = "";
  }

  #area(step: Step): HTMLTextAreaElement {
    const known = this.#areas.get(step);
    if (known) return known;
    const shown = this.#areas.get(this.#shown)!;
    const area = shown.cloneNode() as HTMLTextAreaElement;
    area.removeAttribute("id");
    area.removeAttribute("name");
    area.hidden = true;
    shown.after(area);
    this.#adopt(step, area);
    return area;
  }

  #adopt(step: Step, area: HTMLTextAreaElement): void {
    this.#areas.set(step, area);
    area.setSelectionRange(area.value.length, area.value.length); // what is put in before one goes there follows the rest
    area.addEventListener("input", () => this.#typed(step, clean(area.value)));
    area.addEventListener("compositionstart", () => this.#composing++);
    area.addEventListener("compositionend", () => {
      this.#composing--;
      setTimeout(() => this.#settled.splice(0).forEach((resolve) => resolve()));
    });
  }
}

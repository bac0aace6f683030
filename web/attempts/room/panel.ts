// The calculator's place beside the editor. The calculator is a fragment of
// another feature, which htmx fetches when its place first comes in sight; the
// two talk by events on its element, which web/calculator/calculator.ts lists.
import { find } from "./face.ts";
import { clean } from "./text.ts";

/** What the page hears from the calculator. */
export interface Watch {
  lines(): readonly string[]; // that it is to show
  edited(lines: string[]): void;
  rested(): void;
  taken(text: string): void; // a result is to go into the answer
}

type Heard = CustomEvent<{ lines: string[]; text: string }>;
type Fetched = CustomEvent<{ ctx: { sourceElement: Element; text?: string; response?: { status: number } } }>;

export class Panel {
  readonly #place = find<HTMLElement>(document, "[data-sheet]");
  readonly #loading = find<HTMLElement>(document, "[data-sheet-loading]");
  readonly #failure = find<HTMLElement>(document, "[data-sheet-failure]");
  readonly #watch: Watch;
  #calculator: HTMLElement | null = null; // once it is alive
  #composing = false;
  #waiting = false; // lines wait for the end of a composition
  #wanted = false; // whoever asked for it has not gone on to something else
  #locked = false;

  constructor(watch: Watch) {
    this.#watch = watch;
    const place = this.#place;
    place.addEventListener("sheet:ready", (event) => this.#ready(event.target as HTMLElement));
    place.addEventListener("sheet:edited", (event) => watch.edited((event as Heard).detail.lines));
    place.addEventListener("sheet:rest", () => watch.rested());
    place.addEventListener("sheet:take", (event) => watch.taken((event as Heard).detail.text));
    place.addEventListener("compositionstart", () => (this.#composing = true));
    place.addEventListener("compositionend", () => {
      this.#composing = false;
      if (this.#waiting) setTimeout(() => this.show());
    });
    place.addEventListener("htmx:before:swap", (event) => {
      const { sourceElement, text, response } = (event as Fetched).detail.ctx;
      if (sourceElement !== place || (response?.status === 200 && text?.includes("data-calculator"))) return;
      event.preventDefault(); // an error, or a page of somebody between us and the server
      this.#failed();
    });
    place.addEventListener("htmx:error", (event) => event.target === place && this.#failed());
    find(this.#failure, "button").addEventListener("click", () => {
      this.#wanted = true;
      this.#fetch();
    });
    addEventListener("online", () => this.#failure.hidden || this.#fetch());
  }

  /** Takes the plain sheet away that stood there without a script: its lines, if somebody has typed into it. */
  takeOver(): string[] | null {
    const plain = find<HTMLElement>(document, "[data-plain]");
    const { value, defaultValue } = find<HTMLTextAreaElement>(plain, "textarea");
    plain.remove();
    return value === defaultValue ? null : clean(value).split("\n");
  }

  /** Shows the lines as they are now, unless that would break a character that is being composed. */
  show(): void {
    this.#waiting = this.#composing;
    if (!this.#composing) this.#tell("sheet:show", { lines: this.#watch.lines() });
  }

  /** Puts the cursor into it, as soon as it is there. */
  focus(): void {
    this.#wanted = true;
    this.#calculator?.querySelector("textarea")?.focus();
  }

  /** Nothing can be changed any more. */
  lock(): void {
    this.#locked = true;
    this.#tell("sheet:lock", {});
  }

  /** Takes its words off the page; they come back with another one. */
  clear(): void {
    this.#calculator = null;
    this.#place.replaceChildren();
  }

  reopen(): void {
    if (!this.#calculator && this.#place.checkVisibility()) this.#fetch();
  }

  #ready(calculator: HTMLElement): void {
    this.#calculator = calculator;
    this.#loading.hidden = this.#failure.hidden = true;
    this.show();
    if (this.#locked) this.lock();
    const { activeElement } = document;
    if (this.#wanted && (activeElement === document.body || activeElement?.matches("[data-tool], [data-pane]"))) this.focus();
  }

  #fetch(): void {
    this.#loading.hidden = false;
    this.#failure.hidden = true;
    this.#place.dispatchEvent(new CustomEvent("sheet:again"));
  }

  #failed(): void {
    this.#loading.hidden = true;
    this.#failure.hidden = false;
  }

  #tell(name: string, detail: object): void {
    this.#calculator?.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

// A sheet that is alive: what is typed is sent as it is typed, results stand
// beside their lines and move with them, and what is behind the line with the
// cursor is shown beneath.
//
// htmx sends the form and puts in what comes back, drawn by the server. Here is
// what depends on the hands: rows that come and go before the answer does, the
// line one is at, what to hold back while somebody types, and what to do when no
// answer comes.
import { change, lineAt, linesOf, place, spanOf, textChange } from "./lines.ts";
import { Rest } from "./rest.ts";
import { Retry } from "./retry.ts";

/** Beyond this many characters a sheet is not even sent. */
const unsendable = 300_000;

interface Answer {
  ctx: { response?: { status: number } };
  tasks: unknown[];
}

export class Sheet {
  readonly root: HTMLElement;
  readonly area: HTMLTextAreaElement;
  readonly #form: HTMLFormElement;
  readonly #rows: HTMLElement;
  readonly #note: HTMLElement;
  readonly #aloud: HTMLElement;
  readonly #rest = new Rest(1_000, () => this.#rested());
  readonly #retry = new Retry(() => this.ask());

  #text: string; // as the rows stand
  #asked = ""; // as it was sent last
  #answered: string; // as the results are of
  #line = -1;
  #composing = false;
  #shown: string[] | null = null; // waits for the end of a composition
  #speaking: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement) {
    const find = <T extends HTMLElement>(selector: string): T => root.querySelector<T>(selector)!;
    this.root = root;
    this.area = find("textarea[name=worksheet]");
    this.#form = find("form");
    this.#rows = find("[data-results]");
    this.#note = find("[data-note]");
    this.#aloud = find("[data-aloud]");
    this.#text = this.#answered = this.area.defaultValue;
    this.#listen();
    root.classList.add("live");
    this.#lay();
    this.#paint();
  }

  get text(): string {
    return this.area.value;
  }

  /** Says something about the sheet, until it is changed. */
  say(text: string): void {
    this.#note.textContent = text;
  }

  /** Asks for the results. */
  ask(): void {
    this.#form.dispatchEvent(new CustomEvent("sheet:ask"));
  }

  /** Writes over a part of the text as if by hand: the browser can undo it. */
  write(start: number, end: number, text: string): void {
    if (this.area.readOnly) return;
    this.area.focus();
    this.area.setSelectionRange(start, end);
    if (document.execCommand(text === "" ? "delete" : "insertText", false, text)) return;
    this.area.setRangeText(text, start, end, "end");
    this.area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  /** Shows lines that come from elsewhere: nobody typed them here. */
  show(lines: string[]): void {
    if (this.#composing) {
      this.#shown = lines;
      return;
    }
    const text = lines.join("\n");
    if (text === this.text) return;
    const { start, end, insert } = textChange(this.text, text);
    this.area.setRangeText(insert, start, end, "preserve");
    this.#lay();
    this.#paint();
    this.ask();
  }

  /** The sheet can be read and no longer changed. */
  lock(): void {
    this.#rest.now();
    this.area.readOnly = true;
    this.root.classList.add("locked");
  }

  #listen(): void {
    const { area, root } = this;
    area.addEventListener("input", () => this.#typed());
    area.addEventListener("compositionstart", () => (this.#composing = true));
    area.addEventListener("compositionend", () => {
      this.#composing = false;
      const lines = this.#shown;
      this.#shown = null;
      if (lines) setTimeout(() => this.show(lines));
    });
    for (const kind of ["select", "keyup", "pointerup", "focus"]) area.addEventListener(kind, () => this.#moved());
    document.addEventListener("selectionchange", () => this.#moved());
    area.addEventListener("blur", () => this.#rest.now());
    area.addEventListener("scroll", () => this.#rows.style.setProperty("--left", `${area.scrollLeft}px`));
    this.#rows.addEventListener("click", (event) => this.#go(event.target as Element));
    root.addEventListener("click", (event) => this.#press(event));
    root.addEventListener("sheet:show", (event) => this.show((event as CustomEvent<{ lines: string[] }>).detail.lines));
    root.addEventListener("sheet:lock", () => this.lock());
    window.addEventListener("online", () => this.#retry.now());

    this.#form.addEventListener("htmx:after:init", () => {
      if (this.#answered !== this.text) this.ask(); // typed, or put back, before htmx was there
    });
    this.#form.addEventListener("htmx:config:request", (event) => {
      this.#asked = this.text;
      if (this.text.length <= unsendable) return;
      event.preventDefault();
      this.say("This is far more than a worksheet holds. Take some lines out.");
    });
    this.#form.addEventListener("htmx:before:swap", (event) => {
      const { ctx, tasks } = (event as CustomEvent<Answer>).detail;
      const drawn = (ctx.response?.status === 200 || ctx.response?.status === 413) && tasks.length > 1;
      if (drawn && this.#asked === this.text) return;
      event.preventDefault(); // of an older text, whose successor is on its way, or no answer of ours
      if (!drawn) this.#unanswered();
    });
    this.#form.addEventListener("htmx:after:swap", () => this.#drawn());
    this.#form.addEventListener("htmx:error", () => this.#unanswered());
  }

  #typed(): void {
    this.#rest.typed();
    this.root.classList.add("typing");
    if (!this.#retry.failing) this.say("");
    this.#lay();
    this.#moved();
    this.#speakSoon();
    this.#tell("sheet:edited", { lines: linesOf(this.text) });
  }

  /** Rows as there are lines; those that nobody touched keep their results. */
  #lay(): void {
    const [before, after] = [linesOf(this.#text), linesOf(this.text)];
    const rows = this.#rows.children;
    while (rows.length < before.length) this.#rows.append(document.createElement("li"));
    const { at, gone, come } = change(before, after);
    if (gone === 1 && come === 1) rows[at]?.classList.add("touched");
    else {
      for (let i = 0; i < gone; i++) rows[at]?.remove();
      for (let i = 0; i < come; i++) this.#rows.insertBefore(document.createElement("li"), rows[at] ?? null);
    }
    while (rows.length > after.length) rows[rows.length - 1]!.remove();
    this.#text = this.text;
    this.area.rows = after.length + 1;
  }

  #moved(): void {
    if (document.activeElement !== this.area) return;
    const line = lineAt(this.text, this.area.selectionEnd);
    if (line === this.#line) return;
    if (this.#line >= 0) this.#rest.now();
    this.#line = line;
    this.#paint();
    this.#speakSoon();
  }

  /** Marks the line one is at; beneath is what is behind it, or behind the nearest above that has a result. */
  #paint(): void {
    const { root } = this;
    for (const old of root.querySelectorAll(".here")) old.classList.remove("here");
    const line = Math.max(0, this.#line);
    this.#rows.children[line]?.classList.add("here");
    let nearest: Element | undefined;
    for (const detail of root.querySelectorAll("[data-detail]")) {
      if (!nearest || Number(detail.getAttribute("data-detail")) <= line + 1) nearest = detail;
    }
    nearest?.classList.add("here");
  }

  #drawn(): void {
    this.#answered = this.#asked;
    if (this.#retry.failing) this.say("");
    this.#retry.answered();
    this.root.classList.remove("offline");
    this.#lay();
    this.#paint();
    this.#speakSoon();
  }

  #unanswered(): void {
    this.#retry.failed();
    this.root.classList.add("offline");
    this.say("The server cannot be reached. Your lines stay here and are calculated as soon as it answers.");
  }

  #rested(): void {
    this.root.classList.remove("typing");
    this.#tell("sheet:rest", { lines: linesOf(this.text) });
  }

  /** Tells a screen reader how the line is, when the hands are still. */
  #speakSoon(): void {
    clearTimeout(this.#speaking);
    this.#speaking = setTimeout(() => {
      const said = this.root.querySelector(".detail.here")?.getAttribute("data-said") ?? "";
      if (document.activeElement === this.area && this.#answered === this.text && this.#aloud.textContent !== said) this.#aloud.textContent = said;
    }, 1_000);
  }

  /** A click on a result goes to its line. */
  #go(target: Element): void {
    const row = target.closest("li");
    const span = row && getSelection()?.isCollapsed !== false && spanOf(this.text, [...this.#rows.children].indexOf(row));
    if (!span) return;
    this.area.focus();
    this.area.setSelectionRange(span.end, span.end);
    this.#moved();
  }

  #press(event: MouseEvent): void {
    const pressed = (event.target as Element).closest<HTMLElement>("[data-use], [data-try], [data-take]");
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (pressed.hasAttribute("data-take")) {
      this.#tell("sheet:take", { text: (pressed as HTMLButtonElement).value });
    } else if (pressed.hasAttribute("data-try")) {
      const line = new URL((pressed as HTMLAnchorElement).href).searchParams.get("worksheet") ?? "";
      const { start, end, insert } = place(this.text, this.area.selectionEnd, line);
      this.write(start, end, insert);
    } else if (this.#answered === this.text) {
      const span = spanOf(this.text, Number((pressed as HTMLButtonElement).value) - 1);
      if (span) this.write(span.start, span.end, pressed.dataset["use"]!);
    }
  }

  #tell(name: string, detail: object): void {
    this.root.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

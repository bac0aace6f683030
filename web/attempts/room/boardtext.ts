// The board's text, a part or a connection a line. It is read when the typing rests.
// What a line says wrong is told beside it; the others count, and it stays as it is.
import { stand } from "../board/edit.ts";
import { empty, type Graph } from "../board/graph.ts";
import { apply, type Problem } from "../board/parse.ts";
import { print } from "../board/print.ts";
import { same } from "../board/merge.ts";
import { change } from "./splice.ts";
import { clean } from "./text.ts";

/** Milliseconds after the last keystroke. */
const rest = 400;

export interface Elements {
  area: HTMLTextAreaElement;
  problems: HTMLElement; // a list
  problem: HTMLTemplateElement; // an item of it, with a button
  marks: HTMLElement; // beside the lines
}

export interface Watch {
  edited(graph: Graph): void;
  foreign(text: string): boolean; // what another program wrote was put in; true if it is taken care of
}

export class BoardText {
  readonly #on: Elements;
  readonly #watch: Watch;
  readonly #prefix: string; // of the ids that this page gives
  #base: Graph = empty; // what the text is a change of: while a line is wrong, what it said before is remembered
  #known: Graph = empty; // what the text was last read as, or written from
  #problems: readonly Problem[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #composing = false;
  #waiting: Graph | null = null;

  constructor(on: Elements, page: string, watch: Watch) {
    this.#on = on;
    this.#watch = watch;
    this.#prefix = `${page.slice(0, 5)}-`;
    const { area, marks } = on;
    area.addEventListener("input", () => this.#typed());
    area.addEventListener("change", () => this.read());
    area.addEventListener("scroll", () => (marks.scrollTop = area.scrollTop));
    area.addEventListener("compositionstart", () => (this.#composing = true));
    area.addEventListener("compositionend", () => {
      this.#composing = false;
      setTimeout(() => this.#waiting && this.show(this.#waiting));
    });
    area.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!area.readOnly && watch.foreign(text)) event.preventDefault();
    });
  }

  #typed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.read(), rest);
  }

  /** Takes over what stands there now. */
  read(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { area } = this.#on;
    if (area.readOnly || this.#composing) return;
    const text = clean(area.value);
    if (this.#watch.foreign(text)) return;
    const { graph, problems } = apply(this.#base, text, this.#prefix);
    this.#tell(problems);
    if (problems.length === 0) this.#base = graph;
    if (same(graph, this.#known)) return;
    this.#known = graph;
    this.#watch.edited(graph);
  }

  /** Shows a board that did not come from here. Lines that are wrong stay, at the end. */
  show(graph: Graph): void {
    if (same(graph, this.#known) && this.#waiting === null) return;
    this.#waiting = this.#composing ? graph : null;
    if (this.#composing) return;
    if (this.#timer !== undefined) {
      const before = this.#known;
      this.read();
      if (this.#known !== before) return; // what was typed comes with it, and back here
    }
    if (print(graph) === print(this.#known)) { // only where things stand has changed
      this.#base = this.#problems.length === 0 ? graph : stand(this.#base, new Map(graph.nodes.map((p) => [p.id, p])));
      this.#known = graph;
      return;
    }
    const lines = this.#on.area.value.split("\n");
    const kept = this.#problems.map(({ line }) => lines[line - 1] ?? "").filter(Boolean);
    this.#base = this.#known = graph;
    this.#write(print(graph) + kept.map((line) => `${line}\n`).join(""));
    this.#tell(kept.length > 0 ? apply(graph, clean(this.#on.area.value), this.#prefix).problems : []);
  }

  /** Begins with a board: of another step, or the other one of two. */
  begin(graph: Graph): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = null;
    this.#base = this.#known = graph;
    this.#write(print(graph));
    this.#tell([]);
  }

  lock(locked: boolean): void {
    this.#on.area.readOnly = locked;
  }

  focus(): void {
    this.#on.area.focus();
  }

  #write(text: string): void {
    const { area } = this.#on;
    const c = change(area.value, text);
    if (!c) return;
    const top = area.scrollTop;
    area.setRangeText(c.insert, c.start, c.end, area.value === "" ? "end" : "preserve");
    area.scrollTop = top;
  }

  #tell(problems: readonly Problem[]): void {
    this.#problems = problems;
    const { area, problems: list, problem: template, marks } = this.#on;
    const items = problems.slice(0, most).map(({ line, message }) => {
      const item = (template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
      const button = item.querySelector("button")!;
      button.textContent = `Line ${line}`;
      button.addEventListener("click", () => this.#go(line));
      item.querySelector("[data-message]")!.textContent = message;
      return item;
    });
    list.replaceChildren(...items);
    list.hidden = items.length === 0;
    if (problems.length > 0) area.setAttribute("aria-invalid", "true");
    else area.removeAttribute("aria-invalid");
    const wrong = new Set(problems.map(({ line }) => line));
    marks.textContent = wrong.size === 0 ? "" : area.value.split("\n").map((_, i) => (wrong.has(i + 1) ? "▸" : " ")).join("\n") + "\n \n ";
    marks.scrollTop = area.scrollTop;
  }

  /** Puts the cursor onto a line. */
  #go(line: number): void {
    const { area } = this.#on;
    const lines = area.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  }
}

/** So many are told at once. */
const most = 20;

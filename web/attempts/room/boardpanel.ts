// The board's place beside the editor: the canvas, which is fetched when the board
// first comes in sight, the text, what both have done, and two boards of one step
// between which nobody has chosen yet.
import htmx from "htmx.org";
import type { Canvas } from "../canvas/canvas.tsx";
import { isForeign } from "../board/foreign.ts";
import { empty, type Graph } from "../board/graph.ts";
import { stand } from "../board/edit.ts";
import { History } from "../board/history.ts";
import { beside } from "../board/merge.ts";
import type { Step } from "./answers.ts";
import { BoardFiles, type Brought } from "./boardfiles.ts";
import type { Drawing } from "./boards.ts";
import { BoardText } from "./boardtext.ts";
import type { Taken } from "./clash.ts";
import { find } from "./face.ts";

/** What the page hears from the board. */
export interface Watch {
  at(step: Step): Readonly<Drawing>;
  drawn(step: Step, board: Graph, other: boolean): void; // other: on the one that was saved elsewhere
  chosen(step: Step, board: Graph): void;
  saved(): Promise<boolean>; // resolves when the server has it
  say(text: string): void; // for a while, aloud too
  aloud(text: string): void;
}

export class BoardPanel {
  readonly #place = find<HTMLElement>(document, '[data-place="Board"]');
  readonly #island = find<HTMLElement>(document, "[data-board]");
  readonly #canvasPlace = find<HTMLElement>(this.#island, "[data-canvas]");
  readonly #loading = find<HTMLElement>(this.#island, "[data-canvas-loading]");
  readonly #failure = find<HTMLElement>(this.#island, "[data-canvas-failure]");
  readonly #clash = find<HTMLElement>(this.#island, "[data-board-clash]");
  readonly #sides = this.#clash.querySelectorAll<HTMLInputElement>("[data-board-side]");
  readonly #faces = this.#place.querySelectorAll<HTMLInputElement>("[data-face]");
  readonly #note = find<HTMLElement>(this.#island, "[data-board-note]");
  readonly #margin = document.querySelector<HTMLElement>("[data-margin]"); // none in an exam
  readonly #text: BoardText;
  readonly #files: BoardFiles;
  readonly #watch: Watch;
  readonly #histories = new Map<string, History>();
  readonly #byText = new Set<Step>(); // whose board was written, and not touched
  #canvas: Canvas | "fetching" | null = null;
  #step: Step;
  #other = false; // the one that was saved elsewhere is in sight
  #drawn: Graph = empty; // in sight
  #locked = false;
  #covered = false; // somebody else is signed in
  #wanted = false; // whoever asked for it has not gone on to something else
  #unfit = true; // it has not been brought in sight as a whole yet

  constructor(step: Step, page: string, path: string, watch: Watch) {
    this.#step = step;
    this.#watch = watch;
    this.#files = new BoardFiles(path);
    const plain = find<HTMLElement>(document, "[data-plain-board]");
    this.#text = new BoardText(
      { area: find(plain, "textarea"), problems: find(plain, "[data-problems]"), problem: find(plain, "[data-problem]"), marks: find(plain, "[data-marks]") },
      page,
      { edited: (graph) => this.#written(graph), foreign: (text) => this.#foreign(text) },
    );
    this.#listen();
  }

  /** The script is alive: what was typed before it was counts. It sends the board by itself, so the form does not. */
  takeOver(): void {
    const area = find<HTMLTextAreaElement>(this.#place, "textarea");
    const typed = area.value === area.defaultValue ? null : area.value;
    area.removeAttribute("name");
    this.#drawn = this.#board();
    this.#text.begin(this.#drawn);
    if (typed !== null) {
      area.value = typed;
      this.#text.read();
    }
    new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && void this.#open()).observe(this.#island);
  }

  /** Turns to a step. */
  turn(step: Step): void {
    this.#text.read();
    this.#step = step;
    this.#other = false;
    this.#begin();
    void this.#remark();
  }

  /** Shows the boards as they are now. */
  show(steps: readonly Step[]): void {
    if (this.#covered || !steps.includes(this.#step)) return;
    const { clash } = this.#watch.at(this.#step);
    if (this.#other && !clash) {
      this.#other = false;
      this.#begin();
      return;
    }
    this.#draw(this.#board());
  }

  /** The server has a new board of a step. */
  stored(step: Step): void {
    if (step === this.#step) void this.#remark();
  }

  /** Puts the cursor into it, as soon as it is there. */
  focus(): void {
    this.#wanted = true;
    if (this.#face === "Text") this.#text.focus();
    else if (this.#canvas && this.#canvas !== "fetching") this.#canvas.focus();
  }

  /** Takes over what was typed a moment ago. */
  read(): void {
    this.#text.read();
  }

  lock(): void {
    this.#text.read();
    this.#locked = true;
    this.#text.lock(true);
    this.#draw(this.#board());
  }

  /** Takes it off the page; it comes back with another board. */
  clear(): void {
    this.#covered = true;
    if (this.#canvas && this.#canvas !== "fetching") this.#canvas.close();
    this.#canvas = null;
    this.#text.begin(empty);
    if (this.#margin) this.#margin.replaceChildren();
  }

  reopen(): void {
    this.#covered = false;
    this.#begin();
    if (this.#island.checkVisibility()) void this.#open();
  }

  get #face(): string | undefined {
    return [...this.#faces].find((face) => face.checked)?.value;
  }

  #board(): Graph {
    const { scene, clash } = this.#watch.at(this.#step);
    return this.#other && clash ? clash.other : scene;
  }

  get #history(): History {
    const key = `${this.#step} ${this.#other ? "other" : ""}`;
    let history = this.#histories.get(key);
    if (!history) this.#histories.set(key, (history = new History()));
    return history;
  }

  /** Begins with another board than the one that was in sight. */
  #begin(): void {
    this.#unfit = true;
    this.#drawn = this.#board();
    this.#text.begin(this.#drawn);
    this.#draw(this.#drawn);
  }

  #draw(board: Graph): void {
    this.#drawn = board;
    const { clash } = this.#watch.at(this.#step);
    this.#clash.hidden = !clash;
    for (const side of this.#sides) side.checked = (side.value === "theirs") === this.#other;
    this.#text.show(board);
    if (!this.#canvas || this.#canvas === "fetching") return;
    this.#canvas.show({ graph: board, locked: this.#locked, undo: this.#history.next, redo: this.#history.again });
    if (this.#unfit && board.nodes.length > 0 && this.#island.checkVisibility()) {
      this.#unfit = false;
      const { fit } = this.#canvas;
      setTimeout(fit, 60); // once the parts have been measured
    }
  }

  /** Takes over what was typed. As long as nobody has moved anything, the server puts it in order. */
  #written(board: Graph): void {
    const begun = this.#drawn.nodes.length === 0;
    if (begun) this.#byText.add(this.#step);
    this.#edit(board, "write");
    if (this.#byText.has(this.#step)) void this.#order();
  }

  async #order(): Promise<void> {
    const [step, side, before] = [this.#step, this.#other, this.#drawn];
    const ordered = await this.#files.read(JSON.stringify(before));
    if (typeof ordered === "string" || this.#locked || step !== this.#step || side !== this.#other || !this.#byText.has(step)) return;
    const now = stand(this.#drawn, new Map(ordered.scene.nodes.map(({ id, x, y }) => [id, { x, y }])));
    if (now === this.#drawn) return;
    this.#history.amend(this.#drawn, now);
    this.#unfit = true;
    this.#take(now);
  }

  /** Takes over what was done on the canvas or in the text. */
  #edit(board: Graph, what: string): void {
    if (this.#locked || this.#covered) return;
    this.#history.record(this.#drawn, board, what, performance.now());
    this.#take(board);
  }

  #take(board: Graph): void {
    this.#note.hidden = true;
    this.#watch.drawn(this.#step, board, this.#other);
    this.#draw(board);
  }

  #turn(way: "undo" | "redo"): void {
    if (this.#locked) return;
    const turned = this.#history[way](this.#board());
    if (!turned) return;
    if (!turned.graph) {
      this.#watch.say(`“${turned.what}” cannot be ${way === "undo" ? "undone" : "done again"}: what it was about has changed since.`);
      this.#draw(this.#board());
      return;
    }
    this.#take(turned.graph);
    this.#watch.aloud(`${way === "undo" ? "Undone" : "Done again"}: ${turned.what}.`);
  }

  #listen(): void {
    this.#clash.addEventListener("click", (event) => {
      const taken = (event.target as Element).closest<HTMLElement>("[data-board-take]")?.dataset["boardTake"] as Taken | undefined;
      const { scene, clash } = this.#watch.at(this.#step);
      if (!taken || !clash) return;
      this.#other = false;
      this.#watch.chosen(this.#step, taken === "yours" ? scene : taken === "theirs" ? clash.other : beside(clash.other, scene));
      this.#begin();
      this.focus();
    });
    for (const side of this.#sides) {
      side.addEventListener("change", () => {
        this.#text.read();
        this.#other = side.value === "theirs";
        this.#begin();
      });
    }
    for (const face of this.#faces) face.addEventListener("change", () => this.#text.read());
    find(this.#failure, "button").addEventListener("click", () => void this.#open());
    addEventListener("online", () => this.#failure.hidden || void this.#open());
    this.#place.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
    this.#place.addEventListener("drop", (event) => {
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      void file.text().then((text) => this.#bring(text));
    });
  }

  async #open(): Promise<void> {
    if (this.#canvas || this.#covered) return;
    this.#canvas = "fetching";
    this.#loading.hidden = false;
    this.#failure.hidden = true;
    try {
      const [{ open }] = await Promise.all([import("../canvas/canvas.tsx"), sheet(this.#island.dataset["sheet"] ?? "")]);
      this.#loading.hidden = true;
      if (this.#covered) {
        this.#canvas = null;
        return;
      }
      this.#canvas = open(this.#canvasPlace, {
        changed: (graph, what) => {
          this.#unfit = false; // it stays where the hand is
          this.#byText.delete(this.#step);
          this.#edit(graph, what);
        },
        undo: () => this.#turn("undo"),
        redo: () => this.#turn("redo"),
        say: (text) => this.#watch.aloud(text),
        arrange: () => void this.#arrange(),
        read: (text) => void this.#bring(text),
        open: () => void this.#files.choose().then((text) => (text === null ? undefined : this.#bring(text))),
        save: (as) => void this.#save(as),
      });
      this.#draw(this.#board());
      const { activeElement } = document;
      if (this.#wanted && this.#face !== "Text" && (activeElement === document.body || activeElement?.matches("[data-tool], [data-pane]"))) setTimeout(() => this.focus(), 60);
    } catch {
      this.#canvas = null;
      this.#loading.hidden = true;
      this.#failure.hidden = false;
    }
  }

  // What comes from elsewhere and goes there.

  #foreign(text: string): boolean {
    if (this.#locked || !isForeign(text)) return false;
    void this.#bring(text);
    return true;
  }

  async #bring(text: string): Promise<void> {
    if (this.#locked) return;
    this.#tell("Reading…");
    const step = this.#step;
    const brought: Brought = await this.#files.read(text);
    if (this.#locked || step !== this.#step) return;
    if (typeof brought === "string") return this.#tell(`Not brought in. ${brought}`);
    this.#note.hidden = true;
    const { scene, leftOut } = brought;
    if (scene.nodes.length === 0) return this.#tell(["There is no part in it.", ...leftOut].join(" "));
    this.#edit(this.#drawn.nodes.length === 0 ? scene : beside(this.#drawn, scene), "bring in");
    this.#text.begin(this.#drawn);
    if (leftOut.length > 0) this.#tell(`Brought in. Left out: ${leftOut.join(" ")}`);
    else this.#watch.aloud(`Brought in ${scene.nodes.length} parts.`);
    if (this.#canvas && this.#canvas !== "fetching") this.#canvas.fit();
  }

  async #arrange(): Promise<void> {
    const before = this.#drawn;
    const brought = await this.#files.read(JSON.stringify(before));
    if (typeof brought === "string") return this.#tell(brought);
    if (this.#drawn !== before) return this.#tell("The board has changed meanwhile; arrange it again.");
    this.#edit(brought.scene, "arrange");
    if (this.#canvas && this.#canvas !== "fetching") this.#canvas.fit();
  }

  async #save(as: "svg" | "png" | "mmd"): Promise<void> {
    this.#tell("One moment: the file is being made.");
    const saved = await this.#watch.saved();
    const why = saved ? await this.#files.save(this.#step, as) : "The board is not saved yet, and the file is made of what is saved. Try again in a moment.";
    if (why) this.#tell(why);
    else this.#note.hidden = true;
  }

  #tell(text: string): void {
    this.#note.textContent = text;
    this.#note.hidden = false;
  }

  async #remark(): Promise<void> {
    if (!this.#margin || this.#covered) return;
    const step = this.#step;
    const html = await this.#files.remarks(step);
    if (html === null || step !== this.#step || this.#covered) return;
    await htmx.swap({ text: html, target: this.#margin, sourceElement: this.#margin, swap: "innerMorph" });
  }
}


/** Fetches a style sheet. */
function sheet(href: string): Promise<void> {
  const known = document.querySelector<HTMLLinkElement>(`link[href="${CSS.escape(href)}"]`);
  if (known) return Promise.resolve();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  return new Promise((resolve, reject) => {
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => {
      link.remove();
      reject(new Error("the style sheet did not come"));
    });
    document.head.append(link);
  });
}

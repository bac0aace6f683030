// The tools beside the editor: one at a time, in a column as wide as the learner
// likes it. Which and how wide is remembered in this browser. On a phone each
// tool is one of the panes.
import { find } from "./face.ts";

export type Tool = "Prompt" | "Calculator" | "Talk" | "Board";

/** In pixels. The page narrows it further where the editor needs the room. */
const width = { least: 264, most: 720, step: 24 };

const shelf = { tool: "levelup room tool", width: "levelup room tools" };

export class Tools {
  readonly #column = find<HTMLElement>(document, "[data-tools]");
  readonly #grip = find<HTMLElement>(document, "[data-grip]");
  readonly #choices = [...document.querySelectorAll<HTMLInputElement>("[data-tool]")];

  constructor() {
    const tool = read(shelf.tool);
    for (const choice of this.#choices) {
      if (choice.value === tool) choice.checked = true;
      choice.addEventListener("change", () => write(shelf.tool, choice.value));
    }
    const wide = Number(read(shelf.width));
    if (wide > 0) this.#set(wide);
    this.#listen();
  }

  /** Brings a tool into sight, wherever it stands on this screen, and the focus to where it is chosen. */
  show(tool: Tool): void {
    for (const choice of document.querySelectorAll<HTMLInputElement>(`[data-tool="${tool}"], [data-pane="${tool}"]`)) {
      choice.checked = true;
      choice.focus(); // one of them is not on this screen
    }
    write(shelf.tool, tool);
  }

  /** Where a tool is. */
  place(tool: Tool): HTMLElement {
    return find(this.#column, `[data-place="${tool}"]`);
  }

  /** Whether the focus is in a tool, or where it is chosen. */
  holds(tool: Tool): boolean {
    const { activeElement } = document;
    const chosen = activeElement?.matches("[data-tool]") && (activeElement as HTMLInputElement).value === tool;
    return chosen === true || this.place(tool).contains(activeElement);
  }

  #listen(): void {
    const grip = this.#grip;
    grip.addEventListener("keydown", (event) => {
      const now = this.#column.offsetWidth;
      const next = { ArrowLeft: now + width.step, ArrowRight: now - width.step, Home: width.most, End: width.least }[event.key];
      if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.#choose(next);
    });
    grip.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      grip.setPointerCapture(event.pointerId);
      const from = this.#column.offsetWidth + event.clientX;
      const drag = (event: PointerEvent): void => this.#set(from - event.clientX);
      grip.addEventListener("pointermove", drag);
      const drop = (): void => {
        grip.removeEventListener("pointermove", drag);
        this.#choose(this.#column.offsetWidth);
      };
      grip.addEventListener("lostpointercapture", drop, { once: true });
    });
    grip.addEventListener("dblclick", () => {
      this.#column.parentElement!.style.removeProperty("--tools");
      write(shelf.width, "");
      this.#tell();
    });
    grip.addEventListener("focus", () => this.#tell());
  }

  #choose(wide: number): void {
    this.#set(wide);
    write(shelf.width, String(this.#column.offsetWidth)); // what there was room for
    this.#tell();
  }

  #set(wide: number): void {
    this.#column.parentElement!.style.setProperty("--tools", `${Math.max(width.least, Math.min(width.most, Math.round(wide)))}px`);
  }

  /** Says how wide it is to those who do not see it. */
  #tell(): void {
    const wide = this.#column.offsetWidth;
    this.#grip.setAttribute("aria-valuenow", String(wide));
    this.#grip.setAttribute("aria-valuetext", `${wide} pixels wide`);
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is forbidden
  }
}

function write(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // It is remembered for as long as the page lives.
  }
}

// Keeps the page's sheet in the browser, so that nothing typed is lost: for this
// tab, for the next visit, and those that were on the desk before.

/** What is used of a browser's storage. Any of it may throw, and so may its name: it is full, or forbidden. */
export type Drawer = Pick<Storage, "getItem" | "setItem">;

/** How many sheets are kept beside the one in use. */
const most = 5;

export class Keep {
  readonly #tab: () => Drawer;
  readonly #all: () => Drawer;
  readonly #key: string;

  constructor(tab: () => Drawer, all: () => Drawer, key: string) {
    this.#tab = tab;
    this.#all = all;
    this.#key = key;
  }

  /** The sheet as it was left in this tab, else as it was left last in any. */
  get sheet(): string | null {
    return read(this.#tab, this.#key) ?? read(this.#all, this.#key);
  }

  set sheet(text: string) {
    write(this.#tab, this.#key, text);
    write(this.#all, this.#key, text);
  }

  /** The sheets that were put aside for others, the newest first. */
  get earlier(): string[] {
    try {
      const list: unknown = JSON.parse(read(this.#all, this.#aside) ?? "[]");
      return Array.isArray(list) ? list.filter((text) => typeof text === "string") : [];
    } catch {
      return []; // not written by us
    }
  }

  putAside(text: string): void {
    if (text.trim() !== "") this.#lay([text, ...this.earlier.filter((other) => other !== text)]);
  }

  /** Takes out the newest of those put aside, and puts this text behind the oldest. */
  exchange(text: string): string | null {
    const [next, ...rest] = this.earlier;
    if (next === undefined) return null;
    this.#lay(text.trim() === "" ? rest : [...rest.filter((other) => other !== text), text]);
    return next;
  }

  get #aside(): string {
    return `${this.#key} earlier`;
  }

  #lay(texts: string[]): void {
    write(this.#all, this.#aside, JSON.stringify(texts.slice(0, most)));
  }
}

function read(drawer: () => Drawer, key: string): string | null {
  try {
    return drawer().getItem(key);
  } catch {
    return null;
  }
}

function write(drawer: () => Drawer, key: string, text: string): void {
  try {
    drawer().setItem(key, text);
  } catch {
    // Without storage the sheet lives as long as the page.
  }
}

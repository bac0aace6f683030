// Keeps the page's sheet in the browser, so that nothing typed is lost: for this
// tab, for the next visit, and the one that was on the desk before.

/** What is used of a browser's storage. Any of it may throw, and so may its name: it is full, or forbidden. */
export type Drawer = Pick<Storage, "getItem" | "setItem">;

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

  /** The sheet that was put aside for this one, if it held anything. */
  get earlier(): string | null {
    return read(this.#all, `${this.#key} earlier`);
  }

  putAside(text: string): void {
    if (text.trim() !== "") write(this.#all, `${this.#key} earlier`, text);
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

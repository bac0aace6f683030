// The place in a chapter where one stopped, kept in the browser.

/** What is used of a browser's storage. Any of it may throw: it is full, or forbidden. */
export type Drawer = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export class Place {
  readonly #drawer: () => Drawer;
  readonly #key: string;

  constructor(drawer: () => Drawer, chapter: string) {
    this.#drawer = drawer;
    this.#key = `levelup place ${chapter}`;
  }

  /** The id of the heading, null at the beginning. */
  get at(): string | null {
    try {
      return this.#drawer().getItem(this.#key);
    } catch {
      return null;
    }
  }

  set at(heading: string | null) {
    try {
      if (heading === null) this.#drawer().removeItem(this.#key);
      else this.#drawer().setItem(this.#key, heading);
    } catch {
      // It is not kept.
    }
  }
}

// Tells when a person who types has come to rest: nothing was typed for a while,
// or they turned to something else.

export class Rest {
  readonly #after: number;
  readonly #rested: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(after: number, rested: () => void) {
    this.#after = after;
    this.#rested = rested;
  }

  /** Something was typed since the last rest. */
  get typing(): boolean {
    return this.#timer !== undefined;
  }

  /** Something is typed. */
  typed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), this.#after);
  }

  /** They turned to something else: what was typed is at rest now. */
  now(): void {
    if (!this.typing) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#rested();
  }
}

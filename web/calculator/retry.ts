// Asks again for what was not answered, at growing distances.

export class Retry {
  readonly #ask: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(ask: () => void) {
    this.#ask = ask;
  }

  get failing(): boolean {
    return this.#failures > 0;
  }

  failed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#ask, Math.min(10_000, 1_000 * 2 ** this.#failures++));
  }

  answered(): void {
    clearTimeout(this.#timer);
    this.#failures = 0;
  }

  /** There is reason to think that it works again. */
  now(): void {
    if (!this.failing) return;
    clearTimeout(this.#timer);
    this.#ask();
  }
}

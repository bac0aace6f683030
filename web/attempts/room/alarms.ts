// Alarms by name: setting one again moves it.

/** Time and chance, so that tests can have their own. */
export interface Timer {
  chance(): number; // from 0 to 1
  now(): number; // milliseconds
  after(ms: number, f: () => void): () => void;
}

export class Alarms {
  readonly #timer: Timer;
  readonly #set = new Map<string, () => void>();

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  has(name: string): boolean {
    return this.#set.has(name);
  }

  set(name: string, ms: number, f: () => void): void {
    this.cancel(name);
    const cancel = this.#timer.after(Math.max(0, ms), () => {
      this.#set.delete(name);
      f();
    });
    this.#set.set(name, cancel);
  }

  cancel(name: string): void {
    this.#set.get(name)?.();
    this.#set.delete(name);
  }

  cancelAll(): void {
    for (const name of [...this.#set.keys()]) this.cancel(name);
  }
}

/** The browser's own. */
export const browserTimer: Timer = {
  chance: Math.random,
  now: () => performance.now(),
  after: (ms, f) => {
    const id = setTimeout(f, ms);
    return () => clearTimeout(id);
  },
};

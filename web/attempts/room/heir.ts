// What closed pages leave on this device: each of them has one heir among the
// pages that live, which brings its words to the server.
import type { Unsaved } from "./answers.ts";
import type { Drafts } from "./drafts.ts";
import { canTell, whenDead } from "./pages.ts";

export class Heir {
  readonly #drafts: Drafts;
  readonly #inherit: (page: string, left: Unsaved) => void;
  readonly #released = new Map<string, () => void>();
  #stopped = false;

  constructor(drafts: Drafts, inherit: (page: string, left: Unsaved) => void) {
    this.#drafts = drafts;
    this.#inherit = inherit;
  }

  /** Takes over what was left before this page was opened. */
  async begin(): Promise<void> {
    for (const draft of await this.#drafts.list()) {
      if (canTell()) this.wait(draft.page);
      else if (Date.now() - draft.at > 5_000) this.#inherit(draft.page, draft.unsaved);
    }
  }

  /** Takes over what a page leaves behind when it dies. */
  wait(page: string): void {
    whenDead(page, async () => {
      const draft = await this.#drafts.find(page);
      if (!draft || this.#stopped) return;
      const released = new Promise<void>((resolve) => this.#released.set(page, resolve));
      this.#inherit(page, draft.unsaved);
      await released;
    });
  }

  /** What a page left is in this one's care now. */
  async release(page: string): Promise<void> {
    await this.#drafts.keep(page, null);
    this.#released.get(page)?.();
  }

  /** Takes over nothing more. */
  stop(): void {
    this.#stopped = true;
  }
}

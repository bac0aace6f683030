// What was done to a board and can be undone. A step is undone by itself: what
// others, or another page, have changed since stays as it is.
import type { Graph } from "./graph.ts";
import { mergeBoards, same } from "./merge.ts";

interface Deed {
  before: Graph;
  after: Graph;
  what: string; // "move API", for "Undone: move API"
  at: number;
}

/** What an undo or redo leads to; null where another change stands in its way. */
export interface Turned {
  graph: Graph | null;
  what: string;
}

const most = 200;

/** Steps of one kind within so many milliseconds are one: arrow keys, and a text that is typed. */
const together = 1_200;

export class History {
  #done: Deed[] = [];
  #undone: Deed[] = [];

  record(before: Graph, after: Graph, what: string, now: number): void {
    if (same(before, after)) return;
    this.#undone = [];
    const last = this.#done.at(-1);
    if (last?.what === what && now - last.at < together && same(last.after, before)) {
      [last.after, last.at] = [after, now];
      return;
    }
    this.#done.push({ before, after, what, at: now });
    if (this.#done.length > most) this.#done.shift();
  }

  /** What was done last has led farther: a layout that came a moment after it. */
  amend(from: Graph, to: Graph): void {
    const last = this.#done.at(-1);
    if (last && same(last.after, from)) last.after = to;
  }

  /** What would be undone, or done again; null if there is nothing. */
  get next(): string | null {
    return this.#done.at(-1)?.what ?? null;
  }

  get again(): string | null {
    return this.#undone.at(-1)?.what ?? null;
  }

  undo(now: Graph): Turned | null {
    const deed = this.#done.pop();
    if (!deed) return null;
    const graph = mergeBoards(deed.after, deed.before, now);
    if (graph) this.#undone.push({ ...deed, before: graph, after: now });
    return { graph, what: deed.what };
  }

  redo(now: Graph): Turned | null {
    const deed = this.#undone.pop();
    if (!deed) return null;
    const graph = mergeBoards(deed.before, deed.after, now);
    if (graph) this.#done.push({ ...deed, before: now, after: graph, at: -Infinity });
    return { graph, what: deed.what };
  }
}

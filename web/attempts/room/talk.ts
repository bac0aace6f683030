// The talk with the interviewer as this page knows it: what the server has, and
// what still waits to be sent. No network, no clock, no page.
import type { Step } from "./answers.ts";
import { codePoints } from "./text.ts";

/** The most that the server takes: code points of a message, messages of a batch, hints of a step. */
export const limits = { message: 2_000, batch: 20, hints: 3 };

export interface Turn {
  step: Step;
  from: "candidate" | "interviewer";
  text: string;
  key?: string;
}

/** The talk on the server. */
export interface Talk {
  turns: readonly Turn[];
  hints: Readonly<Record<Step, number>>;
  spent?: boolean; // the tokens for the model that words it
}

/**
 * What the learner says or asks for. Both may be sent twice: a message is known by
 * its key, a hint by its number.
 */
export type Wish = { type: "message"; step: Step; key: string; text: string } | { type: "hint"; step: Step; rung: number };

export class Conversation {
  readonly #page: string;
  #made = 0;
  #saved: Talk;
  #queue: readonly Wish[];
  #landed: readonly Wish[] = []; // stored, and not read back yet

  constructor(page: string, saved: Talk = { turns: [], hints: {} }, queue: readonly Wish[] = []) {
    this.#page = page;
    this.#saved = saved;
    this.#queue = queue;
  }

  get saved(): Talk {
    return this.#saved;
  }

  /** What waits to be sent, in order. */
  get queue(): readonly Wish[] {
    return this.#queue;
  }

  /** What was said here and does not stand in what was read from the server. */
  get waiting(): { text: string; sent: boolean }[] {
    const texts = (wishes: readonly Wish[], sent: boolean) => wishes.flatMap((wish) => (wish.type === "message" ? [{ text: wish.text, sent }] : []));
    return [...texts(this.#landed, true), ...texts(this.#queue, false)];
  }

  get dirty(): boolean {
    return this.#queue.length > 0;
  }

  /** Hints of a step that were shown or asked for. */
  hints(step: Step): number {
    const asked = [...this.#landed, ...this.#queue].flatMap((wish) => (wish.type === "hint" && wish.step === step ? [wish.rung] : []));
    return Math.max(this.#saved.hints[step] ?? 0, ...asked);
  }

  /** Says something; why it cannot be said, or null. */
  say(step: Step, text: string): string | null {
    if (text.trim() === "") return "";
    const length = codePoints(text);
    if (length > limits.message) return `A message holds up to ${limits.message} characters; this one has ${length}.`;
    this.#queue = [...this.#queue, { type: "message", step, key: `${this.#page.slice(0, 16)}.${++this.#made}`, text }];
    return null;
  }

  /** Asks for the next hint of a step. */
  ask(step: Step): void {
    const rung = this.hints(step) + 1;
    if (rung <= limits.hints) this.#queue = [...this.#queue, { type: "hint", step, rung }];
  }

  /** The server has stored the first of what waited. */
  landed(count: number): void {
    this.#landed = [...this.#landed, ...this.#queue.slice(0, count)];
    this.#queue = this.#queue.slice(count);
  }

  /** The server refuses the first for good: it is taken out, and what it said returned. */
  drop(): string | null {
    const [first, ...rest] = this.#queue;
    this.#queue = rest;
    return first?.type === "message" ? first.text : null;
  }

  /** Takes over what was read from the server. */
  rebase(server: Talk): void {
    const keys = new Set(server.turns.map((turn) => turn.key));
    this.#saved = server;
    this.#landed = [];
    this.#queue = this.#queue.filter((wish) => (wish.type === "message" ? !keys.has(wish.key) : wish.rung > (server.hints[wish.step] ?? 0)));
  }

  /** Adds what another page had not sent before it was closed. */
  adopt(left: readonly Wish[]): void {
    const said = new Set(this.#saved.turns.map((turn) => turn.key));
    this.#queue = [...this.#queue, ...left.filter((wish) => wish.type === "message" && !said.has(wish.key))];
  }
}

// How an attempt's time goes: which step is current, how long each has taken,
// what is left, and what should be said of it.
import { watch } from "../../ui/ruler.ts";
import type { Step } from "./answers.ts";
import type { RoomData, Snapshot } from "./snapshot.ts";

/** How long after the deadline the server still takes words. */
export const grace = 10_000;

export interface Standing {
  left: number; // until the deadline
  total: number;
  spent: Record<Step, number>;
  stepLeft: number; // of the current step's budget, negative once it is over
}

export class Course {
  readonly steps: readonly Step[];
  readonly titles: ReadonlyMap<Step, string>;
  readonly practice: boolean;
  readonly #budgets: ReadonlyMap<Step, number>;
  readonly #started: number;
  #deadline: number | null = null;
  #current: Step = "";
  #open: readonly Step[] = [];
  #spent: Record<Step, number> = {};
  #since = 0; // when #spent was true
  readonly #said = new Set<string>();

  constructor(data: RoomData) {
    this.steps = data.steps.map((s) => s.step);
    this.titles = new Map(data.steps.map((s) => [s.step, s.title]));
    this.practice = data.mode === "practice";
    this.#budgets = new Map(data.steps.map((s) => [s.step, s.budget]));
    this.#started = Date.parse(data.started);
  }

  /** Takes over where the server says that the attempt stands. */
  update(s: Pick<Snapshot, "now" | "deadline" | "current" | "open" | "spent">): void {
    this.#deadline = s.deadline === null ? null : Date.parse(s.deadline);
    this.#current = s.current;
    this.#open = s.open;
    this.#spent = s.spent;
    this.#since = Date.parse(s.now);
  }

  get current(): Step {
    return this.#current;
  }

  /** The step to which going on leads. */
  get next(): Step | undefined {
    return this.steps[this.steps.indexOf(this.#current) + 1];
  }

  isOpen(step: Step): boolean {
    return this.#open.includes(step);
  }

  title(step: Step): string {
    return this.titles.get(step) ?? step;
  }

  /** How it stands at a time of the server's, null where no clock runs. */
  standing(now: number): Standing | null {
    if (this.#deadline === null) return null;
    const spent = { ...this.#spent };
    spent[this.#current] = (spent[this.#current] ?? 0) + Math.max(0, Math.min(now, this.#deadline) - this.#since);
    return {
      left: this.#deadline - now,
      total: this.#deadline - this.#started,
      spent,
      stepLeft: (this.#budgets.get(this.#current) ?? 0) - spent[this.#current]!,
    };
  }

  /** The current step's time as a line to read. */
  line({ stepLeft }: Standing): string {
    const budget = watch((this.#budgets.get(this.#current) ?? 0) / 1_000);
    const name = this.title(this.#current);
    if (stepLeft <= -1_000) return `${name}: ${watch(-stepLeft / 1_000)} over its ${budget}`;
    return `${name}: ${watch(stepLeft / 1_000)} left of its ${budget}`;
  }

  /**
   * What is to be said now and was not said yet, most urgent first. What was
   * already past when the page was opened is old news.
   */
  warnings(standing: Standing, opening: boolean): string[] {
    const fresh = this.#due(standing).filter(([key]) => !this.#said.has(key));
    for (const [key] of fresh) this.#said.add(key);
    return opening ? [] : fresh.map(([, text]) => text);
  }

  #due({ left, total, stepLeft }: Standing): [key: string, text: string][] {
    const due: [string, string][] = [];
    const budget = this.#budgets.get(this.#current) ?? 0;
    const name = this.title(this.#current);
    const alone = this.steps.length === 1;
    if (left <= 0) due.push(["end", "The time is up. What is on its way still counts for ten seconds."]);
    else if (left <= total / 5) due.push(["last fifth", `${alone ? "" : "The last fifth: "}${roughly(left)} left${alone ? "" : " of the whole interview"}.`]);
    if (alone || left <= 0) return due;
    if (stepLeft <= 0) due.push([`${this.#current} over`, `The time planned for ${name} is up. Going over is allowed; it takes from the rest.`]);
    else if (stepLeft <= budget / 5) due.push([`${this.#current} fifth`, `${name}: ${roughly(stepLeft)} left.`]);
    return due;
  }
}

/** A length for somebody who listens. */
function roughly(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  const parts = [count(minutes, "minute"), count(rest, "second")].filter((part) => !part.startsWith("0 "));
  return parts.join(" ") || "nothing";
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

// The texts of the steps as this page knows them: what the server has, what is
// on its way there, and what stands in the editor. No network, no clock, no page.
import { merge } from "./merge.ts";
import { splice, type Splice } from "./splice.ts";
import { codePoints, limit } from "./text.ts";

export type Step = string;

/** A step's text on the server, after base splices. */
export interface Version {
  base: number;
  text: string;
}

/** Two texts of one step between which nobody has chosen yet. */
export interface Clash {
  theirs: Version;
  other: string; // theirs as it was edited on this page
}

/** One step. */
export interface Answer {
  saved: Version; // what the server had when the text was begun; what text is a change of
  text: string; // what the learner sees
  clash?: Clash;
}

export interface AnswerEvent extends Splice {
  n: number;
  type: "answer";
  step: Step;
  base: number;
}

/** Events on their way. Once made a batch never changes, so it can be sent again. */
export interface Batch {
  client: string;
  events: AnswerEvent[];
  after: Record<Step, Version>; // what the server has when it has stored them
  extended?: true; // a part of it was sent before
}

/** What is kept on the device of one page's unsaved words. */
export interface Unsaved {
  client: string;
  next: number;
  flight: Batch | null;
  answers: Record<Step, Answer>;
}

/** A server takes 1 MiB; a code unit is at most six bytes of JSON. */
const mostUnits = 150_000;

export class Answers {
  readonly #answers = new Map<Step, Answer>();
  #client: string;
  #next = 1;
  #flight: Batch | null = null;
  #open: ReadonlySet<Step>;

  /** The unsaved words of a page, as it would have gone on with them. */
  static of(left: Unsaved): Answers {
    const answers = new Answers(left.client, {}, Object.keys(left.answers));
    for (const [step, answer] of Object.entries(left.answers)) answers.#answers.set(step, answer);
    answers.#next = left.next;
    answers.#flight = left.flight;
    return answers;
  }

  constructor(client: string, saved: Readonly<Record<Step, Version>>, open: Iterable<Step>) {
    this.#client = client;
    this.#open = new Set(open);
    for (const [step, version] of Object.entries(saved)) this.#answers.set(step, { saved: version, text: version.text });
  }

  get steps(): Step[] {
    return [...this.#answers.keys()];
  }

  get flight(): Batch | null {
    return this.#flight;
  }

  at(step: Step): Readonly<Answer> {
    const answer = this.#answers.get(step);
    if (!answer) throw new RangeError(`no step ${step}`);
    return answer;
  }

  /** Says which steps can be written to. */
  openUp(steps: Iterable<Step>): void {
    this.#open = new Set(steps);
  }

  isOpen(step: Step): boolean {
    return this.#open.has(step);
  }

  /** Takes over what the learner has typed. */
  edit(step: Step, text: string): void {
    (this.at(step) as Answer).text = text;
  }

  /** Takes over what the learner has made of the other text of a clash. */
  editOther(step: Step, text: string): void {
    const { clash } = this.at(step);
    if (clash) clash.other = text;
  }

  /** Whether the server lacks words of a step. */
  isDirty(step: Step): boolean {
    const { text, saved, clash } = this.at(step);
    return clash !== undefined || text !== saved.text;
  }

  get dirty(): boolean {
    return this.#flight !== null || this.steps.some((step) => this.isDirty(step));
  }

  get clashes(): Step[] {
    return this.steps.filter((step) => this.at(step).clash);
  }

  /** The steps whose words wait for the step to be opened. */
  get closed(): Step[] {
    return this.steps.filter((step) => this.isDirty(step) && !this.#open.has(step));
  }

  /** The steps whose text is longer than the server takes. */
  get tooLong(): Step[] {
    return this.steps.filter((step) => this.isDirty(step) && isTooLong(this.at(step).text));
  }

  /**
   * The batch to send now: the one on its way if there is one, else what has
   * changed since. It is null if there is nothing that can be sent.
   */
  freeze(): Batch | null {
    return this.#flight ?? this.extend();
  }

  /**
   * The batch on its way and after it, in one, whatever has changed since: for a
   * page that may not live to send it later. The server skips what it has.
   */
  extend(): Batch | null {
    const open = (step: Step): boolean => this.#open.has(step) && !this.at(step).clash && !isTooLong(this.at(step).text);
    return this.#add(this.steps.filter(open).map((step) => ({ step, from: this.#sent(step), text: this.at(step).text })));
  }

  /**
   * All words that the server lacks, when it takes no more: it keeps them as a
   * note. What they clash with does not matter then, and each text is cut to
   * what it takes.
   */
  freezeLate(): Batch | null {
    if (this.#flight) return this.#flight;
    const changes = this.steps.map((step) => ({ step, from: this.#sent(step), text: this.at(step).text }));
    for (const step of this.clashes) {
      const { theirs, other } = this.at(step).clash!;
      changes.push({ step, from: theirs, text: other });
    }
    return this.#add(changes);
  }

  /** A step as the server has it once the batch on its way has landed. */
  #sent(step: Step): Version {
    return this.#flight?.after[step] ?? this.at(step).saved;
  }

  #add(changes: { step: Step; from: Version; text: string }[]): Batch | null {
    const events = [...(this.#flight?.events ?? [])];
    const after = { ...this.#flight?.after };
    let units = events.reduce((sum, event) => sum + event.insert.length, 0);
    for (const { step, from, text } of changes) {
      const change = splice(from.text, text);
      if (!change || (events.length > 0 && units + change.insert.length > mostUnits)) continue;
      if (isTooLong(change.insert)) change.insert = [...change.insert].slice(0, limit).join("");
      units += change.insert.length;
      events.push({ n: this.#next + events.length, type: "answer", step, base: from.base, ...change });
      after[step] = { base: from.base + 1, text: this.at(step).text };
    }
    const sent = this.#flight?.events.length ?? 0;
    if (events.length > sent) this.#flight = { client: this.#client, events, after, ...(sent > 0 && { extended: true }) };
    return this.#flight;
  }

  /**
   * The batch is stored, or kept as a note. An answer to a batch that has been
   * extended meanwhile says nothing yet about the longer one.
   */
  landed(batch: Batch): void {
    if (batch !== this.#flight) return;
    for (const [step, version] of Object.entries(batch.after)) {
      const answer = this.at(step) as Answer;
      answer.saved = version;
      delete answer.clash; // only what comes too late is sent in spite of one
    }
    this.#next += batch.events.length;
    this.#flight = null;
  }

  /**
   * The batch was refused, so its numbers are free, or go on from next. Of one
   * that was extended the first part may be stored, or may still arrive: its
   * numbers are left alone, and the page goes on under another name.
   */
  refused(next = this.#next): void {
    const again = this.#flight?.extended;
    this.#flight = null;
    this.#next = again ? 1 : next;
    if (again) this.#client = this.#client.replace(/(\.\d+)?$/, (turn) => `.${Number(turn.slice(1)) + 1}`);
  }

  /**
   * Puts this page's changes of a step on top of what the server has now. What
   * cannot be put together becomes a clash. True if the text or its clash is
   * another one afterwards.
   */
  rebase(step: Step, server: Version): boolean {
    const answer = this.at(step) as Answer;
    const { saved, text, clash } = answer;
    if (server.base === saved.base && server.text === saved.text) return false;
    if (clash) {
      if (server.base <= clash.theirs.base) return false;
      answer.clash = { theirs: server, other: merge(clash.theirs.text, clash.other, server.text) ?? both(server.text, clash.other) };
      return true;
    }
    if (server.base < saved.base) {
      // The server has lost what it had acknowledged (an old copy of its
      // database was restored): what stands here is the newer text.
      answer.saved = server;
      return false;
    }
    const merged = merge(saved.text, text, server.text);
    if (merged === null) {
      answer.clash = { theirs: server, other: server.text };
      return true;
    }
    answer.saved = server;
    answer.text = merged;
    return merged !== text;
  }

  /** The learner has decided what a step shall say. */
  choose(step: Step, text: string): void {
    const answer = this.at(step) as Answer;
    if (answer.clash) answer.saved = answer.clash.theirs;
    answer.text = text;
    delete answer.clash;
  }

  /** Adds what another page had not saved before it was closed. */
  adopt(step: Step, left: Answer): void {
    const answer = this.at(step) as Answer;
    const here = left.clash ? (merge(left.clash.theirs.text, left.clash.other, answer.text) ?? both(left.clash.other, answer.text)) : answer.text;
    const ancestor = left.saved.base > answer.saved.base ? answer.saved : left.saved;
    const merged = merge(ancestor.text, left.text, here);
    if (merged !== null) {
      answer.text = merged;
    } else if (answer.clash) {
      answer.text = both(here, left.text); // two texts are open already
    } else {
      answer.clash = { theirs: answer.saved, other: here };
      answer.saved = ancestor;
      answer.text = left.text;
    }
  }

  /** What has to be kept on the device, null if the server has everything. */
  unsaved(): Unsaved | null {
    if (!this.dirty) return null;
    const answers: Record<Step, Answer> = {};
    for (const step of this.steps) {
      if (this.isDirty(step) || this.#flight?.after[step]) answers[step] = structuredClone(this.at(step));
    }
    return { client: this.#client, next: this.#next, flight: this.#flight, answers };
  }
}

/** Two texts, one beneath the other. */
export function both(first: string, second: string): string {
  return first.trim() === "" ? second : second.trim() === "" ? first : `${first.trimEnd()}\n\n${second}`;
}

const isTooLong = (text: string): boolean => text.length > limit && codePoints(text) > limit;

// The texts of the steps as this page knows them: what the server has, what is
// on its way there, and what stands in the editor; beside them the calculator's
// sheet, the boards and the talk with the interviewer, which go the same way. No
// network, no clock, no page.
import { bytes, Boards, type BoardVersion, type Drawing, type SceneChange } from "./boards.ts";
import { apply, type Change } from "./lines.ts";
import { merge } from "./merge.ts";
import { Worksheet, type Sheet, type UnsavedSheet } from "./sheet.ts";
import { splice, type Splice } from "./splice.ts";
import { Conversation, limits as talkLimits, type Wish } from "./talk.ts";
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

export type CalcEvent = Change & { n: number; type: "calc" };

export type SceneEvent = SceneChange & { n: number; type: "scene" };

export type TalkEvent = Wish & { n: number };

/** Events on their way. Once made a batch never changes, so it can be sent again. */
export interface Batch {
  client: string;
  events: (AnswerEvent | CalcEvent | SceneEvent | TalkEvent)[];
  after: Record<Step, Version>; // what the server has when it has stored them
  sheet?: Sheet; // likewise, if lines of it are on their way
  boards?: Record<Step, BoardVersion>; // and of the boards
  talk?: number; // how many of the first that wait to be said
  extended?: true; // a part of it was sent before
}

/** What is kept on the device of one page's unsaved words. */
export interface Unsaved {
  client: string;
  next: number;
  flight: Batch | null;
  answers: Record<Step, Answer>;
  sheet?: UnsavedSheet;
  boards?: Record<Step, Drawing>;
  talk?: readonly Wish[];
}

/** A server takes 500 events in 1 MiB; a code unit is at most six bytes of JSON. */
const mostEvents = 500;
const mostUnits = 150_000;

export class Answers {
  readonly sheet: Worksheet;
  readonly boards: Boards;
  readonly talk: Conversation;
  readonly #answers = new Map<Step, Answer>();
  #client: string;
  #next = 1;
  #flight: Batch | null = null;
  #open: ReadonlySet<Step>;
  #apart = false; // what is said goes alone, one by one, since the server has refused something

  /** The unsaved words of a page, as it would have gone on with them. */
  static of(left: Unsaved): Answers {
    const answers = new Answers(left.client, {}, Object.keys(left.answers), left.sheet && Worksheet.of(left.client, left.sheet), new Conversation(left.client, undefined, left.talk), Boards.of(left.boards ?? {}));
    for (const [step, answer] of Object.entries(left.answers)) answers.#answers.set(step, answer);
    answers.#next = left.next;
    answers.#flight = left.flight;
    return answers;
  }

  constructor(client: string, saved: Readonly<Record<Step, Version>>, open: Iterable<Step>, sheet = new Worksheet(client), talk = new Conversation(client), boards = new Boards()) {
    this.#client = client;
    this.sheet = sheet;
    this.talk = talk;
    this.boards = boards;
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
    return this.#flight !== null || this.sheet.dirty || this.boards.dirty || this.talk.dirty || this.steps.some((step) => this.isDirty(step));
  }

  get clashes(): Step[] {
    return this.steps.filter((step) => this.at(step).clash);
  }

  /** Whether the server is ahead of this page, by more than what is on its way there. */
  isBehind(bases: Readonly<Record<Step, number>>, sheet: number, said = 0, scenes: Readonly<Record<Step, number>> = {}): boolean {
    if (said > this.talk.saved.turns.length && !this.#flight?.talk) return true;
    if (sheet > this.sheet.saved.base && !this.#flight?.sheet) return true;
    if (Object.entries(scenes).some(([step, base]) => base > (this.boards.at(step).clash?.theirs ?? this.boards.at(step).saved).base && !this.#flight?.boards?.[step])) return true;
    return this.steps.some((step) => {
      const { saved, clash } = this.at(step);
      return (bases[step] ?? 0) > (clash?.theirs ?? saved).base && !this.#flight?.after[step];
    });
  }

  /** The steps whose words wait for the step to be opened. */
  get closed(): Step[] {
    const lines = this.sheet.unsavedSteps;
    return this.steps.filter((step) => (this.isDirty(step) || lines.has(step) || this.boards.isDirty(step)) && !this.#open.has(step));
  }

  /** The steps whose text is longer than the server takes. */
  get tooLong(): Step[] {
    return this.steps.filter((step) => this.isDirty(step) && isTooLong(this.at(step).text));
  }

  /**
   * The batch to send now: the one on its way if there is one, else what has
   * changed since, with lines of the sheet and boards or without. It is null if
   * there is nothing that can be sent.
   */
  freeze(lines = true, boards = true): Batch | null {
    return this.#flight ?? this.#add(this.#texts(), lines ? this.#lines() : [], boards ? this.#scenes() : []);
  }

  /**
   * The batch on its way and after it, in one, whatever has changed since: for a
   * page that may not live to send it later. The server skips what it has.
   */
  extend(): Batch | null {
    return this.#add(this.#texts(), this.#lines(), this.#scenes());
  }

  /**
   * All words that the server lacks, when it takes no more: it keeps them as a
   * note. What they clash with does not matter then, and each text is cut to
   * what it takes.
   */
  freezeLate(): Batch | null {
    if (this.#flight) return this.#flight;
    const texts = this.steps.map((step) => ({ step, from: this.#sent(step), text: this.at(step).text }));
    for (const step of this.clashes) {
      const { theirs, other } = this.at(step).clash!;
      texts.push({ step, from: theirs, text: other });
    }
    return this.#add(texts, this.sheet.late(this.sheet.saved.lines), this.boards.late());
  }

  /** What can be sent of the texts. */
  #texts(): { step: Step; from: Version; text: string }[] {
    const free = (step: Step): boolean => this.#open.has(step) && !this.at(step).clash && !isTooLong(this.at(step).text);
    return this.steps.filter(free).map((step) => ({ step, from: this.#sent(step), text: this.at(step).text }));
  }

  #lines(): Change[] {
    return this.sheet.changes((this.#flight?.sheet ?? this.sheet.saved).lines, (step) => this.#open.has(step));
  }

  #scenes(): SceneChange[] {
    return this.boards.changes(this.#flight?.boards ?? {}, (step) => this.#open.has(step));
  }

  /** A step as the server has it once the batch on its way has landed. */
  #sent(step: Step): Version {
    return this.#flight?.after[step] ?? this.at(step).saved;
  }

  #add(texts: { step: Step; from: Version; text: string }[], lines: Change[], scenes: SceneChange[]): Batch | null {
    const events = [...(this.#flight?.events ?? [])];
    const after = { ...this.#flight?.after };
    const sent = events.length;
    let sheet = this.#flight?.sheet;
    let boards = this.#flight?.boards;
    let units = events.reduce((sum, event) => sum + weight(event), 0);
    const fits = (change: Splice | Change | SceneChange | Wish): boolean => events.length === 0 || (events.length < mostEvents && units + weight(change) <= mostUnits);
    const push = (event: AnswerEvent | CalcEvent | SceneEvent | TalkEvent): void => {
      units += weight(event);
      events.push(event);
    };
    for (const { step, from, text } of texts) {
      const change = splice(from.text, text);
      if (!change || !fits(change)) continue;
      if (isTooLong(change.insert)) change.insert = [...change.insert].slice(0, limit).join("");
      push({ n: this.#next + events.length, type: "answer", step, base: from.base, ...change });
      after[step] = { base: from.base + 1, text: this.at(step).text };
    }
    for (const change of lines) {
      if (!fits(change)) break; // those that follow stand on it
      push({ n: this.#next + events.length, type: "calc", ...change });
      const { base, lines } = sheet ?? this.sheet.saved;
      sheet = { base: base + 1, lines: apply(lines, change) };
    }
    for (const change of scenes) {
      if (!fits(change)) continue;
      push({ n: this.#next + events.length, type: "scene", ...change });
      boards = { ...boards, [change.step]: { base: change.base + 1, scene: change.scene } };
    }
    let talk = this.#flight?.talk ?? 0;
    for (const wish of this.talk.queue.slice(talk)) {
      if (talk >= talkLimits.batch || !fits(wish) || (this.#apart && events.length > 0)) break;
      push({ n: this.#next + events.length, ...wish });
      talk++;
    }
    if (events.length > sent) {
      this.#flight = { client: this.#client, events, after, ...(sheet && { sheet }), ...(boards && { boards }), ...(talk > 0 && { talk }), ...(sent > 0 && { extended: true }) };
    }
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
    if (batch.sheet) this.sheet.landed(batch.sheet);
    if (batch.boards) this.boards.landed(batch.boards);
    if (batch.talk) this.talk.landed(batch.talk);
    this.#next += batch.events.length;
    this.#flight = null;
  }

  /**
   * The batch was refused, so its numbers are free, or go on from next. Not so
   * where a part of it may be stored, or may be once it arrives again: the first
   * part of one that was extended, and lines of the sheet, which are taken
   * whatever the server has by then. Their numbers are left alone, and the page
   * goes on under another name. What is said goes alone from then on, so that it
   * never keeps words from being saved; if it is refused for good even so, it is
   * taken out and returned.
   */
  refused(next = this.#next, forGood = false): string | null {
    const { extended, sheet, talk, events = [] } = this.#flight ?? {};
    if (extended) this.sheet.doubted(events.filter((event) => event.type === "calc"));
    this.#flight = null;
    this.#next = extended || sheet ? 1 : next;
    if (extended || sheet) this.#client = this.#client.replace(/(\.\d+)?$/, (turn) => `.${Number(turn.slice(1)) + 1}`);
    if (!talk) return null;
    this.#apart = true;
    return forGood && events.length === 1 ? this.talk.drop() : null;
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
    const lines = this.sheet.dirty || this.#flight?.sheet ? { sheet: this.sheet.unsaved() } : {};
    const drawn = this.boards.dirty || this.#flight?.boards ? { boards: this.boards.unsaved(this.#flight?.boards) } : {};
    const talk = this.talk.dirty ? { talk: this.talk.queue } : {};
    return { client: this.#client, next: this.#next, flight: this.#flight, answers, ...lines, ...drawn, ...talk };
  }
}

/** Two texts, one beneath the other. */
export function both(first: string, second: string): string {
  return first.trim() === "" ? second : second.trim() === "" ? first : `${first.trimEnd()}\n\n${second}`;
}

const isTooLong = (text: string): boolean => text.length > limit && codePoints(text) > limit;

/** How much of a batch a change takes up. */
const weight = (change: Splice | Change | SceneChange | Wish): number =>
  "scene" in change ? bytes(change.scene) / 4 : "insert" in change ? change.insert.length : "input" in change ? change.input.length : "text" in change ? change.text.length : 0;

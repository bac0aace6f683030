// Brings words to the server: in order, one batch at a time, for as long as it
// takes. What it does next follows from what is true now, so that no answer, no
// silence and no order of events leaves it stuck.
import { Alarms, type Timer } from "./alarms.ts";
import { Answers, type Batch, type Step, type Unsaved, type Version } from "./answers.ts";
import type { BoardVersion } from "./boards.ts";
import type { Reply } from "./reply.ts";
import type { Sheet } from "./sheet.ts";
import { patience, situation, type Obstacle, type Situation } from "./situation.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Talk } from "./talk.ts";

/** A reply that stands in the way, for a while or until somebody acts. */
export type Hindered = Extract<Reply, { kind: "signed-out" | "stranger" | "refused" | "later" }>;

/** The way to the server. */
export interface Wire {
  post(batch: Pick<Batch, "client" | "events">, leaving?: boolean): Promise<Reply>;
  reread(): Promise<Snapshot | Hindered | { kind: "ended" }>;
}

/** What the page does for the sender, and hears from it. */
export interface Page {
  keep(unsaved: Unsaved | null): Promise<void>; // on the device; it never fails
  release(client: string): Promise<void>; // the words of a closed page are in this one's care now
  settled(): Promise<void>; // when the editor can be written to
  show(steps: Step[]): void; // texts that have changed other than by typing
  showSheet(): void; // and lines
  showBoards(steps: Step[]): void; // and boards
  showTalk(): void; // and what was said
  unsaid(text: string, why: string): void; // what the server refuses to be told
  stored(versions: Record<Step, Version>, lines: boolean, boards: Step[]): void;
  course(snapshot: Snapshot): void;
  say(situation: Situation): void;
  over(late: boolean): void; // the attempt has ended and the server has every word, some perhaps as a note
}

/** In milliseconds. */
const rhythm = {
  pause: 400, // after the last keystroke
  most: 2_000, // after the first; a line of the sheet that nobody leaves waits as long
  mostUnkept: 1_000, // after the first, where the device keeps nothing
  scene: 5_000, // from one board to the next
  keep: 150, // until an edit is on the device
  firstRetry: 500,
  lastRetry: 4_000,
  recheck: 4_000, // whether the writer is signed in again
  refused: 15_000,
};

export class Sender {
  readonly answers: Answers;
  readonly #left: { client: string; answers: Answers }[] = []; // of closed pages
  readonly #wire: Wire;
  readonly #page: Page;
  readonly #timer: Timer;

  #running = false;
  #stopped = false;
  #ended = false;
  #late = false; // words have become a note
  #stale = false; // the server has something that this page has not seen
  #trusted = true; // the one signed in is known to be the writer
  #kept = true; // the device keeps what is typed

  #obstacle: Obstacle | null = null;
  #blockedUntil = 0;
  #failures = 0;
  #due = Infinity; // when the next batch may go
  #linesDue = Infinity; // and when with lines of the sheet
  #scenesDue = Infinity; // and with boards
  #sceneSent = -Infinity; // when the last one went
  #firstUnsent: number | null = null; // when the first keystroke of the next batch came
  #firstLine: number | null = null; // and its first in the sheet
  #firstSent: number | null = null; // and that of the batch on its way
  readonly #alarms: Alarms;
  #waiting: (() => void)[] = [];

  constructor(answers: Answers, wire: Wire, page: Page, timer: Timer) {
    this.answers = answers;
    this.#wire = wire;
    this.#page = page;
    this.#timer = timer;
    this.#alarms = new Alarms(timer);
  }

  /** The learner has typed. */
  typed(): void {
    const now = this.#timer.now();
    this.#firstUnsent ??= now;
    this.#due = Math.min(now + rhythm.pause, this.#firstUnsent + this.#most);
    this.#changed();
  }

  /** The learner has changed the sheet: half a line can wait for the rest of it. */
  calculated(): void {
    this.#firstLine ??= this.#timer.now();
    this.#linesDue = Math.min(this.#linesDue, this.#firstLine + this.#most);
    this.#changed();
  }

  /** The learner has drawn, to the end of a gesture. */
  drawn(): void {
    this.#firstUnsent ??= this.#timer.now();
    this.#scenesDue = Math.min(this.#scenesDue, Math.max(this.#timer.now(), this.#sceneSent + rhythm.scene));
    this.#changed();
  }

  /** They have come to rest there: lines are whole. */
  rested(): void {
    if (this.#firstLine === null) return;
    this.#linesDue = this.#timer.now();
    this.#wake();
  }

  get #most(): number {
    return this.#kept ? rhythm.most : rhythm.mostUnkept;
  }

  #changed(): void {
    if (!this.#alarms.has("keep")) this.#alarms.set("keep", rhythm.keep, () => void this.#keep());
    this.#watch();
    this.#wake();
    this.#report();
  }

  /** Sends what there is at once; true if the server then has every word. */
  async flush(within = 5_000): Promise<boolean> {
    const done = new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      this.#timer.after(within, resolve);
    });
    this.hasten();
    await done;
    return !this.#unfinished;
  }

  /** There is reason to try at once: the network is back, or somebody waits. */
  hasten(): void {
    this.#due = this.#linesDue = this.#scenesDue = this.#timer.now();
    this.#blockedUntil = 0;
    void this.#run();
  }

  /** The server has texts or a course that this page has not seen. */
  outdated(): void {
    this.#stale = true;
    this.hasten();
  }

  /** Another page of this browser has stored a step. */
  async heard(step: Step, version: Version): Promise<void> {
    await this.#page.settled();
    if (this.answers.flight?.after[step] || version.base <= this.answers.at(step).saved.base) return;
    await this.#rebase({ [step]: version });
    await this.#keep();
    this.#wake();
    this.#report();
  }

  /** Takes over the words of a page that was closed before it could send them. */
  inherit(client: string, left: Unsaved): void {
    this.#left.push({ client, answers: Answers.of(left) });
    this.hasten();
  }

  /** The page is put away, perhaps for good: what is unsent goes now, whatever else is on its way. */
  leave(): void {
    if (this.#trusted && !this.#ended && !this.#stopped) {
      const batch = this.answers.extend();
      if (batch) void this.#wire.post(batch, true).then(() => this.hasten());
    }
    void this.#keep();
    this.#trusted = false;
  }

  /** The page is looked at again: who is signed in may have changed. */
  back(): void {
    this.#trusted = false;
    this.hasten();
  }

  /** The attempt has ended: what is left goes as a note. */
  end(): void {
    this.#ended = true;
    this.hasten();
  }

  /** Nothing more is sent or kept. */
  stop(): void {
    this.#stopped = true;
    this.#alarms.cancelAll();
  }

  /** Whether the device keeps what is typed. */
  set kept(here: boolean) {
    this.#kept = here;
  }

  get #unfinished(): boolean {
    return this.answers.dirty || this.#left.length > 0;
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    do this.#report();
    while (!this.#stopped && this.#timer.now() >= this.#blockedUntil && (await this.#next()));
    this.#running = false;
    this.#report();
    this.#wake();
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Does the one thing that comes first now; true if there may be another. */
  async #next(): Promise<boolean> {
    if (!this.#trusted) return this.#introduce();
    for (const answers of [this.answers, ...this.#left.map((left) => left.answers)]) {
      const batch = this.#ended ? answers.freezeLate() : answers.flight;
      if (batch) return this.#deliver(answers, batch);
    }
    if (this.#ended) return this.#finish();
    if (this.#stale || this.#left.length > 0) return this.#refresh();
    const now = this.#timer.now();
    if (now < Math.min(this.#due, this.#linesDue, this.#scenesDue)) return false;
    const lines = now >= this.#linesDue;
    const boards = now >= this.#scenesDue;
    this.#due = Infinity;
    this.#firstSent = this.#firstUnsent;
    this.#firstUnsent = null;
    if (lines) {
      this.#linesDue = Infinity;
      this.#firstSent ??= this.#firstLine;
      this.#firstLine = null;
    }
    if (boards) this.#scenesDue = Infinity;
    const batch = this.answers.freeze(lines, boards);
    if (batch?.boards) this.#sceneSent = now;
    return batch !== null && this.#deliver(this.answers, batch);
  }

  /** Asks, without a word of the learner's, whether the one signed in is the writer. */
  async #introduce(): Promise<boolean> {
    const reply = await this.#wire.post({ client: "-", events: [] });
    if (reply.kind === "ended") this.#ended = true;
    else if (reply.kind !== "stored") return this.#hinder(reply);
    this.#trusted = true;
    return this.#free();
  }

  async #deliver(answers: Answers, batch: Batch): Promise<boolean> {
    const own = answers === this.answers;
    if (own) await this.#keep();
    const reply = await this.#wire.post(batch);
    if (answers.flight !== batch) return true; // it was extended meanwhile; the longer one is next
    if (reply.kind === "stored" || reply.kind === "ended") {
      answers.landed(batch);
      if (reply.kind === "ended") this.#ended = this.#late = true;
      if (own) await this.#landed(batch, reply);
      return this.#free();
    }
    if (reply.kind === "later" || reply.kind === "signed-out" || reply.kind === "stranger") return this.#hinder(reply);
    if (this.#ended) {
      // Refused even as a note: nothing more can be done. Any other refusal is of
      // a server whose clock has not come to the end yet.
      if (reply.kind === "refused") answers.landed(batch);
      return reply.kind === "refused" || this.#block({ kind: "late", why: "busy" }, rhythm.firstRetry);
    }
    const unsaid = answers.refused(own && reply.kind === "gap" ? reply.expected : undefined, reply.kind === "refused");
    if (unsaid !== null) this.#page.unsaid(unsaid, reply.kind === "refused" ? reply.message : "");
    // Of a batch that was extended a part may be stored, of which this answer does not tell.
    if (reply.kind === "conflict" && own && !batch.extended) await this.#rebase(reply.answers, reply.scenes);
    else this.#stale = true;
    if (own) await this.#keep(); // the server may turn out to have the same
    return !own || this.#hinder(reply);
  }

  async #landed(batch: Batch, reply: Reply): Promise<void> {
    this.#firstSent = null;
    if (this.#firstUnsent === null) this.#due = this.#timer.now(); // what did not fit into the batch
    if (this.#firstLine === null) this.#linesDue = this.#timer.now();
    if (this.answers.boards.dirty) this.drawn(); // what was drawn meanwhile
    if (reply.kind === "stored") {
      this.#page.stored(batch.after, batch.sheet !== undefined, Object.keys(batch.boards ?? {}));
      if (batch.talk) this.#stale = true; // the interviewer has answered
      // Whoever saved after this batch has words that this page has not seen.
      if (Object.entries(batch.after).some(([step, version]) => (reply.answers[step] ?? 0) > version.base)) this.#stale = true;
      if (Object.entries(batch.boards ?? {}).some(([step, version]) => (reply.scenes[step] ?? 0) > version.base)) this.#stale = true;
    }
    await this.#keep();
  }

  /** Reads the server's state, and puts what is unsaved here, and was left by others, on top of it. */
  async #refresh(): Promise<boolean> {
    const seen = await this.#wire.reread();
    if ("kind" in seen) {
      if (seen.kind !== "ended") return this.#hinder(seen);
      this.#ended = true;
      return true;
    }
    await this.#page.settled();
    if (this.answers.flight) return true; // the page was put away meanwhile
    this.answers.openUp(seen.open);
    await this.#rebase(seen.answers, seen.boards, seen.sheet, seen.talk);
    this.#stale = false;
    if (this.#obstacle?.kind !== "refused") this.#obstacle = null;
    for (const { client, answers } of this.#left.splice(0)) {
      const steps = answers.steps.filter((step) => this.answers.steps.includes(step));
      for (const step of steps) this.answers.adopt(step, answers.at(step));
      this.answers.sheet.adopt(answers.sheet.unsaved());
      for (const step of answers.boards.steps) this.answers.boards.adopt(step, answers.boards.at(step));
      this.answers.talk.adopt(answers.talk.queue);
      this.#page.show(steps);
      this.#page.showSheet();
      this.#page.showBoards(answers.boards.steps);
      this.#page.showTalk();
      await this.#keep();
      await this.#page.release(client);
    }
    this.#page.course(seen);
    this.#due = this.#linesDue = this.#scenesDue = this.#timer.now();
    return true;
  }

  async #rebase(versions: Readonly<Record<Step, Version>>, boards: Readonly<Record<Step, BoardVersion>> = {}, sheet?: Sheet, talk?: Talk): Promise<void> {
    await this.#page.settled();
    const steps = this.answers.steps.filter((step) => versions[step] && this.answers.rebase(step, versions[step]));
    if (steps.length > 0) this.#page.show(steps);
    const drawn = Object.entries(boards).flatMap(([step, version]) => (this.answers.boards.rebase(step, version) ? [step] : []));
    if (drawn.length > 0) this.#page.showBoards(drawn);
    if (sheet && this.answers.sheet.rebase(sheet)) this.#page.showSheet();
    if (talk) {
      this.answers.talk.rebase(talk);
      this.#page.showTalk();
    }
    this.#due = this.#timer.now();
    if (this.answers.boards.dirty) this.#scenesDue = Math.min(this.#scenesDue, this.#timer.now());
  }

  async #finish(): Promise<false> {
    for (const { client } of this.#left.splice(0)) await this.#page.release(client);
    await this.#page.keep(null);
    this.stop();
    this.#page.over(this.#late);
    return false;
  }

  /** Waits after a reply that stands in the way; true where it does not yet. */
  #hinder(reply: Exclude<Reply, { kind: "stored" | "ended" }>): boolean {
    switch (reply.kind) {
      case "signed-out":
      case "stranger":
        this.#trusted = false;
        return this.#block(reply, rhythm.recheck);
      case "refused":
        return this.#block(reply, rhythm.refused);
      case "later": {
        const backoff = Math.min(rhythm.lastRetry, rhythm.firstRetry * 2 ** this.#failures++);
        return this.#block({ kind: "late", why: reply.why }, Math.max(backoff * (0.75 + this.#timer.chance() / 2), reply.after));
      }
    }
    // What the server has now mends the others, unless many write at once.
    return this.#failures++ < 4 || this.#block({ kind: "late", why: "busy" }, rhythm.lastRetry);
  }

  #block(obstacle: Obstacle, ms: number): false {
    this.#obstacle = obstacle;
    this.#blockedUntil = this.#timer.now() + ms;
    return false;
  }

  #free(): true {
    this.#obstacle = null;
    this.#failures = 0;
    this.#blockedUntil = 0;
    return true;
  }

  /** Sets the alarm for whatever comes next. */
  #wake(): void {
    if (this.#running || this.#stopped) return;
    const urgent = this.answers.flight || this.#left.length > 0 || this.#stale || this.#ended || (!this.#trusted && (this.#obstacle || this.answers.dirty));
    const at = Math.max(urgent ? 0 : Math.min(this.#due, this.#linesDue, this.#scenesDue), this.#blockedUntil);
    if (at === Infinity) this.#alarms.cancel("next");
    else this.#alarms.set("next", at - this.#timer.now(), () => void this.#run());
  }

  /** Looks again once patience has run out. */
  #watch(): void {
    const first = this.#first;
    if (first === null || this.#alarms.has("patience")) return;
    this.#alarms.set("patience", first + patience - this.#timer.now(), () => {
      this.#report();
      if (this.#timer.now() < (this.#first ?? 0) + patience) this.#watch();
    });
  }

  /** When the first keystroke came that has no answer. */
  get #first(): number | null {
    if (this.#firstSent !== null || this.#firstLine === null) return this.#firstSent ?? this.#firstUnsent;
    return Math.min(this.#firstLine, this.#firstUnsent ?? Infinity);
  }

  async #keep(): Promise<void> {
    this.#alarms.cancel("keep");
    if (!this.#stopped) await this.#page.keep(this.answers.unsaved());
  }

  #report(): void {
    const first = this.#first;
    this.#page.say(
      situation({
        answers: this.answers,
        ended: this.#ended,
        obstacle: this.#obstacle,
        restoring: this.#left.length > 0,
        waiting: first === null ? 0 : this.#timer.now() - first,
      }),
    );
  }
}

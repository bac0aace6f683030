// The room comes alive: saving, the clock, the change of steps, and what other
// pages of the same attempt do. How it is saved stands in sender.ts, how texts
// become one in answers.ts.
import { listen } from "../../ui/stream.ts";
import { browserTimer } from "./alarms.ts";
import { Answers, both, type Step, type Unsaved, type Version } from "./answers.ts";
import { BoardPanel } from "./boardpanel.ts";
import { Boards } from "./boards.ts";
import type { Graph } from "../board/graph.ts";
import { print } from "../board/print.ts";
import { ClashPanel, type Taken } from "./clash.ts";
import { Course } from "./course.ts";
import { Drafts } from "./drafts.ts";
import { Editor } from "./editor.ts";
import { Face } from "./face.ts";
import { Heir } from "./heir.ts";
import { Hours } from "./hours.ts";
import { listenToKeys } from "./keys.ts";
import type { Line } from "./lines.ts";
import { follow } from "./life.ts";
import { Moves } from "./moves.ts";
import { line, live, type Message } from "./pages.ts";
import { Panel } from "./panel.ts";
import { aloud, inWords } from "./saved.ts";
import { Sender, type Page } from "./sender.ts";
import { Worksheet } from "./sheet.ts";
import type { Situation } from "./situation.ts";
import { Conversation } from "./talk.ts";
import { TalkPanel } from "./talkpanel.ts";
import { Speech } from "./speech.ts";
import { snapshot, type RoomData, type Snapshot } from "./snapshot.ts";
import { clean } from "./text.ts";
import { hear, told, type AttemptEvent, type Ears } from "./told.ts";
import { Tools, type Tool } from "./tools.ts";
import { Http } from "./wire.ts";

class Room implements Page {
  readonly #page = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  readonly #data: RoomData;
  readonly #hours: Hours;
  readonly #course: Course;
  readonly #face: Face;
  readonly #wire: Http;
  readonly #drafts: Drafts;
  readonly #heir: Heir;
  readonly #answers: Answers;
  readonly #sender: Sender;
  readonly #editor: Editor;
  readonly #clash: ClashPanel;
  readonly #tools = new Tools();
  readonly #panel: Panel;
  readonly #talk: TalkPanel;
  readonly #board: BoardPanel;
  readonly #speech: Speech;
  readonly #moves: Moves;
  readonly #tell: (message: Message) => void;

  #view: readonly Line[]; // what the calculator shows
  #situation: Situation = { kind: "saved" };
  #savedAt: number | null = null;
  #kept = true;
  #ended = false;

  constructor(data: RoomData) {
    this.#data = data;
    const now = snapshot(data);
    this.#course = new Course(data);
    this.#course.update(now);
    this.#face = new Face(this.#course);
    this.#hours = new Hours(this.#course, {
      show: (standing) => this.#face.clock(standing),
      warn: (text) => this.#face.say(text),
      woke: () => this.#sender.back(),
      up: () => this.#timeIsUp(),
    });
    this.#hours.start(data.now);
    this.#wire = new Http(data.attempt, this.#hours.clock);
    this.#drafts = new Drafts(data.person, data.attempt);
    this.#heir = new Heir(this.#drafts, (page, left) => this.#sender.inherit(page, left));
    this.#answers = new Answers(this.#page, now.answers, now.open, new Worksheet(this.#page, now.sheet), new Conversation(this.#page, now.talk), new Boards(now.boards));
    this.#view = now.sheet.lines;
    this.#sender = new Sender(this.#answers, this.#wire, this, browserTimer);
    this.#editor = new Editor(this.#face.area, data.shown, (step, text) => this.#typed(step, text));
    this.#clash = new ClashPanel(
      this.#face.editor,
      this.#face.clash,
      (text) => this.#typedOther(text),
      (taken) => this.#choose(taken),
    );
    this.#panel = new Panel({
      lines: () => (this.#view = this.#answers.sheet.lines).map((line) => line.input),
      edited: (lines) => this.#calculated(lines),
      rested: () => this.#sender.rested(),
      taken: (text) => this.#take(text),
    });
    this.#talk = new TalkPanel(now.talk.turns, {
      said: (text) => this.#speak(text),
      title: (step) => this.#course.title(step),
      seen: `levelup-heard-${data.person}-${data.attempt}`,
      heard: () => this.#face.say("The interviewer has said something: it stands under Talk."),
    });
    this.#board = new BoardPanel(data.shown, this.#page, this.#wire.path, {
      at: (step) => this.#answers.boards.at(step),
      drawn: (step, board, other) => this.#drawn(step, board, other),
      chosen: (step, board) => this.#chooseBoard(step, board),
      saved: () => this.#sender.flush(),
      say: (text) => this.#face.say(text),
      aloud: (text) => this.#face.aloud(text),
    });
    this.#speech = new Speech({ say: (text) => this.#face.say(text), aloud: (text) => this.#face.aloud(text) }, data.person, now.talk.turns);
    this.#tell = line(data.person, data.attempt, (message) => this.#hear(message));
    this.#moves = new Moves({
      answers: this.#answers,
      course: this.#course,
      drafts: this.#drafts,
      face: this.#face,
      sender: this.#sender,
      wire: this.#wire,
      situation: () => this.#situation,
      settle: () => this.#board.read(),
      moved: () => this.#tell({ kind: "moved", page: this.#page }),
      arrive: (step) => {
        this.#turnTo(step);
        this.#hours.tick();
      },
    });
  }

  async open(): Promise<void> {
    this.#face.live();
    this.#listen();
    this.#paint();
    this.#hours.tick();
    const early = this.#editor.text(this.#data.shown); // typed before the script was there
    if (early !== clean(this.#answers.at(this.#data.shown).saved.text)) this.#typed(this.#data.shown, early);
    const lines = this.#panel.takeOver();
    if (lines) this.#calculated(lines);
    this.#board.takeOver();
    await live(this.#page);
    this.#tell({ kind: "hello", page: this.#page });
    await this.#heir.begin();
    const stream = { key: this.#data.person, url: `${this.#wire.path}/stream`, names: told };
    const ears = this.#ears();
    listen<AttemptEvent>(stream, (event) => hear(event, this.#data.attempt, ears), () => this.#sender.outdated());
  }

  // What the sender asks of the page.

  async keep(unsaved: Unsaved | null): Promise<void> {
    const kept = await this.#drafts.keep(this.#page, unsaved);
    if (kept === this.#kept) return;
    this.#kept = this.#sender.kept = kept;
    if (!kept) this.#face.say("This browser keeps no copy of what you type, so it is saved every second.");
  }

  release(page: string): Promise<void> {
    return this.#heir.release(page);
  }

  settled(): Promise<void> {
    return this.#editor.settled();
  }

  show(steps: Step[]): void {
    for (const step of steps) {
      this.#editor.set(step, this.#answers.at(step).text);
      this.#count(step);
    }
    this.#showClash();
  }

  showSheet(): void {
    this.#panel.show();
  }

  showBoards(steps: Step[]): void {
    this.#board.show(steps);
    for (const step of steps) this.#count(step);
  }

  showTalk(): void {
    if (this.#situation.kind === "stranger") return;
    this.#talk.show(this.#answers.talk.saved.turns, this.#answers.talk.waiting);
    this.#talk.words(this.#answers.talk.saved.spent === true);
    this.#talk.hints(this.#answers.talk.hints(this.#editor.shown));
    this.#speech.turns(this.#answers.talk.saved.turns);
  }

  unsaid(text: string, why: string): void {
    this.#talk.back(text, why);
    this.showTalk();
  }

  stored(versions: Record<Step, Version>, lines: boolean, boards: Step[]): void {
    this.#savedAt = this.#hours.now();
    for (const step of boards) this.#board.stored(step);
    this.#tell({ kind: "stored", page: this.#page, versions, lines: lines || boards.length > 0 });
  }

  course(seen: Snapshot): void {
    const moved = seen.current !== this.#course.current;
    const followed = moved && this.#editor.shown === this.#course.current;
    this.#course.update(seen);
    if (!moved) return;
    this.#paint();
    this.#hours.tick();
    if (followed) this.#face.say(`${this.#course.title(seen.current)} was begun in another tab or on another device.`);
  }

  say(situation: Situation): void {
    const before = this.#situation.kind;
    this.#situation = situation;
    const text = inWords(situation, {
      savedAt: this.#savedAt,
      written: this.#answers.sheet.saved.base > 0 || this.#answers.boards.steps.some((step) => this.#answers.boards.at(step).saved.base > 0) || this.#answers.steps.some((step) => this.#answers.at(step).saved.base > 0),
      kept: this.#kept,
      title: (step) => this.#course.title(step),
      text: (step) => this.#answers.at(step).text,
    });
    this.#face.saved(text, situation.kind === "signed-out", !["saved", "saving", "restoring", "ended"].includes(situation.kind));
    const spoken = aloud(before, situation, text);
    if (spoken) this.#face.aloud(spoken);
    if (situation.kind === "stranger") this.#cover();
    else if (before === "stranger") this.#uncover();
    this.#face.stranger(situation.kind === "stranger");
  }

  over(late: boolean): void {
    this.#tell({ kind: "moved", page: this.#page });
    const text = late ? "What came too late is kept as your private note under the report." : "Every word is saved.";
    this.#end("This attempt has ended", `${text} The report opens now.`, true);
    setTimeout(() => location.replace(this.#wire.path), late ? 3_000 : 600);
  }

  // What the learner does.

  #typed(step: Step, text: string): void {
    this.#answers.edit(step, text);
    this.#count(step);
    this.#sender.typed();
  }

  #typedOther(text: string): void {
    this.#answers.editOther(this.#editor.shown, clean(text));
    this.#sender.typed();
  }

  #calculated(lines: string[]): void {
    if (this.#ended) return;
    this.#view = this.#answers.sheet.edit(this.#view, lines, this.#editor.shown);
    this.#sender.calculated();
  }

  #drawn(step: Step, board: Graph, other: boolean): void {
    if (this.#ended) return;
    if (other) this.#answers.boards.editOther(step, board);
    else this.#answers.boards.edit(step, board);
    this.#count(step);
    this.#sender.drawn();
  }

  #chooseBoard(step: Step, board: Graph): void {
    this.#answers.boards.choose(step, board);
    this.#count(step);
    this.#sender.drawn();
    this.#sender.hasten();
  }

  /** Says something to the interviewer; why not, or null. */
  #speak(text: string): string | null {
    if (this.#ended) return "The attempt has ended.";
    const problem = this.#answers.talk.say(this.#editor.shown, text);
    if (problem === null) this.#spoken();
    return problem;
  }

  #ask(): void {
    if (this.#ended) return;
    this.#answers.talk.ask(this.#editor.shown);
    this.#spoken();
  }

  #spoken(): void {
    this.showTalk();
    this.#sender.typed();
    this.#sender.hasten();
  }

  /** Puts a result into the answer. */
  #take(text: string): void {
    if (this.#ended) return;
    this.#face.front();
    this.#editor.insert(text);
    this.#face.say(`Put into ${this.#course.title(this.#editor.shown)}, where the cursor was.`);
  }

  /** Goes to a tool or, from there, back to the editor. */
  #turnToTool(tool: Tool): void {
    if (this.#tools.holds(tool)) {
      this.#face.front();
      this.#editor.focus();
      return;
    }
    this.#face.focus.checked = false;
    this.#tools.show(tool);
    if (tool === "Calculator") this.#panel.focus();
    else if (tool === "Talk") this.#talk.focus();
    else if (tool === "Board") this.#board.focus();
    else this.#tools.place(tool).focus();
  }

  #choose(taken: Taken): void {
    const step = this.#editor.shown;
    const { text, clash } = this.#answers.at(step);
    if (!clash) return;
    this.#answers.choose(step, taken === "yours" ? text : taken === "theirs" ? clash.other : both(text, clash.other));
    this.show([step]);
    this.#sender.typed();
    this.#sender.hasten();
    this.#editor.focus();
  }

  #turnTo(step: Step): void {
    if (!this.#course.isOpen(step)) return;
    this.#speech.cut();
    this.#editor.show(step);
    this.#editor.set(step, this.#answers.at(step).text);
    this.#board.turn(step);
    history.replaceState(null, "", step === this.#course.current ? this.#wire.path : `?step=${step}`);
    this.#face.front();
    this.#paint();
    this.#editor.focus();
  }

  #listen(): void {
    const { form, discard, submit, keys, focus } = this.#face;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { way, do: what } = event.submitter?.dataset ?? {};
      if (way === "on") void (this.#ended || this.#moves.advance());
      else if (what === "submit") void this.#moves.submit();
      else if (what === "say") this.#talk.say();
      else if (what === "hint") this.#ask();
      else void this.#sender.flush();
    });
    discard.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#moves.discard();
    });
    submit.addEventListener("beforetoggle", () => {
      const empty = this.#answers.steps.filter((step) => this.#answers.at(step).text.trim() === "" && !this.#hasBoard(step));
      this.#face.confirmation(empty, this.#answers.clashes, this.#answers.boards.clashes, this.#answers.tooLong, this.#answers.sheet.excess);
    });
    document.addEventListener("click", (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="?step="], [data-step] a[href]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.#turnTo(new URL(link.href).searchParams.get("step") ?? "");
    });
    listenToKeys({
      goOn: () => this.#face.goOn(),
      step: (number) => this.#turnTo(this.#course.steps[number - 1] ?? ""),
      tool: (tool) => this.#turnToTool(tool),
      dictate: () => this.#speech.key(),
      save: () => {
        this.#board.read();
        void this.#sender.flush();
      },
      focus: () => focus.click(),
      help: () => keys.togglePopover(),
    });

    follow({
      hidden: () => {
        this.#speech.cut(); // before what it wrote is sent
        this.#board.read();
        this.#sender.leave();
        this.#hours.tick();
      },
      seen: () => {
        this.#sender.back();
        this.#hours.tick();
      },
      gone: () => {
        this.#board.read();
        this.#sender.leave();
      },
      back: () => this.#sender.back(),
      online: () => this.#sender.hasten(),
      print: () =>
        this.#face.paper(
          (step) => this.#answers.at(step).text,
          (step) => print(this.#answers.boards.at(step).scene),
          this.#answers.sheet.lines.map((line) => line.input),
        ),
    });
  }

  // What others do.

  #hear(message: Message): void {
    if (message.kind === "hello") this.#heir.wait(message.page);
    else if (message.kind === "moved") this.#sender.outdated();
    else {
      this.#savedAt = this.#hours.now();
      for (const [step, version] of Object.entries(message.versions)) void this.#sender.heard(step, version);
      if (message.lines) this.#sender.outdated();
    }
  }

  /** What the server tells. */
  #ears(): Ears {
    return {
      speaks: (words) => this.#talk.speaks(words),
      said: (turns) => {
        if (turns > this.#answers.talk.saved.turns.length && !this.#answers.flight?.talk) this.#sender.outdated();
      },
      time: (now) => this.#hours.clock.sample(now, performance.now() - 5_000, performance.now()),
      elsewhere: (status, step) => {
        if ((status !== "running" || step !== this.#course.current) && !this.#moves.moving) this.#sender.outdated();
      },
      // A save of this browser's own is on its way to this page by a shorter road.
      behind: (has) => void setTimeout(() => this.#answers.isBehind(has.answers, has.sheet, has.talk, has.scenes) && this.#sender.outdated(), 700),
    };
  }

  #timeIsUp(): void {
    this.#end("The time is up", "What the server has is being handed in. Words that it does not have yet are kept, and become a private note under the report.", false);
    const ask = (): void => {
      this.#sender.outdated(); // until the server says so too
      setTimeout(ask, 2_000);
    };
    ask();
  }

  #end(title: string, text: string, report: boolean): void {
    this.#board.lock(); // what was typed there a moment ago counts
    this.#ended = true;
    this.#heir.stop();
    this.#hours.stop();
    this.#speech.end();
    this.#editor.lock();
    this.#panel.lock();
    this.#talk.lock();
    this.#face.ended(title, text, report);
    this.#face.say(`${title}. ${text}`);
  }

  // What is seen.

  #paint(): void {
    this.#face.course(this.#editor.shown);
    for (const step of this.#course.steps) this.#count(step);
    this.#talk.hints(this.#answers.talk.hints(this.#editor.shown));
    this.#showClash();
  }

  #count(step: Step): void {
    this.#face.count(step, this.#answers.at(step).text, this.#hasBoard(step), step === this.#editor.shown);
  }

  #hasBoard(step: Step): boolean {
    return this.#answers.boards.at(step).scene.nodes.length > 0;
  }

  #showClash(): void {
    this.#clash.show(this.#answers.at(this.#editor.shown).clash?.other ?? null);
  }

  /** Takes every word off the page. */
  #cover(): void {
    this.#speech.cut();
    this.#editor.clear();
    this.#clash.show(null);
    this.#panel.clear();
    this.#talk.clear();
    this.#board.clear();
  }

  #uncover(): void {
    this.#editor.unlock();
    this.show(this.#answers.steps);
    this.#panel.reopen();
    this.#board.reopen();
    this.showTalk();
  }
}

const data = document.getElementById("room-data")?.textContent;
if (data) void new Room(JSON.parse(data) as RoomData).open();

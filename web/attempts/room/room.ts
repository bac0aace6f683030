// The room comes alive: saving, the clock, the change of steps, and what other
// pages of the same attempt do. How it is saved stands in sender.ts, how texts
// become one in answers.ts.
import { listen } from "../../ui/stream.ts";
import { browserTimer } from "./alarms.ts";
import { Answers, both, type Step, type Unsaved, type Version } from "./answers.ts";
import { Boards } from "./boards.ts";
import { ClashPanel, type Taken } from "./clash.ts";
import { Course } from "./course.ts";
import { Drafts } from "./drafts.ts";
import { Editor } from "./editor.ts";
import { Face } from "./face.ts";
import { Heir } from "./heir.ts";
import { Hours } from "./hours.ts";
import { listenToKeys } from "./keys.ts";
import type { Line } from "./lines.ts";
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
import { Tools, type Tool } from "./tools.ts";
import { Http } from "./wire.ts";

/** What the server tells of a person's attempts; every event names its own. */
interface AttemptEvent {
  name: "clock" | "message" | "grading" | "graded" | "review";
  data: { attempt: string } & Readonly<Record<string, unknown>>;
}

const told: readonly AttemptEvent["name"][] = ["clock", "message", "grading", "graded", "review"];

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
  readonly #speech: Speech;
  readonly #tell: (message: Message) => void;

  #view: readonly Line[]; // what the calculator shows
  #situation: Situation = { kind: "saved" };
  #savedAt: number | null = null;
  #kept = true;
  #moving = false;
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
    this.#speech = new Speech({ say: (text) => this.#face.say(text), aloud: (text) => this.#face.aloud(text) }, data.person, now.talk.turns);
    this.#tell = line(data.person, data.attempt, (message) => this.#hear(message));
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
    await live(this.#page);
    this.#tell({ kind: "hello", page: this.#page });
    await this.#heir.begin();
    const stream = { key: this.#data.person, url: `${this.#wire.path}/stream`, names: told };
    listen<AttemptEvent>(stream, (event) => this.#heard(event), () => this.#sender.outdated());
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

  /** No board is shown yet; it is kept, merged and sent all the same. */
  showBoards(): void {}

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

  stored(versions: Record<Step, Version>, lines: boolean): void {
    this.#savedAt = this.#hours.now();
    this.#tell({ kind: "stored", page: this.#page, versions, lines });
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
      written: this.#answers.sheet.saved.base > 0 || this.#answers.steps.some((step) => this.#answers.at(step).saved.base > 0),
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
    history.replaceState(null, "", step === this.#course.current ? this.#wire.path : `?step=${step}`);
    this.#face.front();
    this.#paint();
    this.#editor.focus();
  }

  async #advance(): Promise<void> {
    if (this.#moving || this.#ended || !this.#course.next) return;
    this.#moving = true;
    const seen = await this.#wire.submit("advance", { from: this.#course.current });
    this.#moving = false;
    if ("kind" in seen) {
      if (seen.kind !== "later") this.#sender.outdated();
      else this.#face.say("The server cannot be reached, and going on needs it. What you type is kept; try again in a moment.");
      return;
    }
    const now = snapshot(seen);
    this.#answers.openUp(now.open);
    this.#course.update(now);
    this.#tell({ kind: "moved", page: this.#page });
    this.#turnTo(now.current);
    this.#hours.tick();
  }

  async #submit(): Promise<void> {
    if (this.#moving) return;
    this.#moving = true;
    await this.#handIn(this.#face.submit);
    this.#moving = false;
  }

  async #handIn(sheet: HTMLElement): Promise<void> {
    this.#face.failure(sheet, "One moment: the last words are being saved.");
    const saved = await this.#sender.flush();
    if (!saved && ["late", "saving", "restoring", "signed-out"].includes(this.#situation.kind)) {
      this.#face.failure(sheet, "The server does not answer, and submitting needs it. Everything is kept; try again in a moment.");
      return;
    }
    const seen = await this.#wire.submit("submit", {});
    if ("kind" in seen && seen.kind === "ended") this.#sender.end();
    else this.#face.failure(sheet, "The server did not take it. Everything is kept; try again in a moment.");
  }

  async #discard(): Promise<void> {
    const seen = await this.#wire.submit("discard", {});
    if (!("kind" in seen) || seen.kind !== "ended") {
      this.#face.failure(this.#face.discard.parentElement!, "The server did not take it; try again in a moment.");
      return;
    }
    this.#sender.stop();
    await this.#drafts.wipe();
    this.#tell({ kind: "moved", page: this.#page });
    location.replace(this.#wire.path);
  }

  #listen(): void {
    const { form, discard, submit, keys, focus } = this.#face;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { way, do: what } = event.submitter?.dataset ?? {};
      if (way === "on") void this.#advance();
      else if (what === "submit") void this.#submit();
      else if (what === "say") this.#talk.say();
      else if (what === "hint") this.#ask();
      else void this.#sender.flush();
    });
    discard.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#discard();
    });
    submit.addEventListener("beforetoggle", () => {
      const empty = this.#answers.steps.filter((step) => this.#answers.at(step).text.trim() === "");
      this.#face.confirmation(empty, this.#answers.clashes, this.#answers.tooLong, this.#answers.sheet.excess);
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
      save: () => void this.#sender.flush(),
      focus: () => focus.click(),
      help: () => keys.togglePopover(),
    });

    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") {
        this.#speech.cut(); // before what it wrote is sent
        this.#sender.leave();
      } else this.#sender.back();
      this.#hours.tick();
    });
    addEventListener("pagehide", () => this.#sender.leave());
    addEventListener("pageshow", (event) => event.persisted && this.#sender.back());
    document.addEventListener("resume", () => this.#sender.back());
    addEventListener("online", () => this.#sender.hasten());
    addEventListener("beforeprint", () => this.#face.paper((step) => this.#answers.at(step).text, this.#answers.sheet.lines.map((line) => line.input)));
    // The keyboard of a phone lies over the page; what counts is what is seen.
    visualViewport?.addEventListener("resize", () => document.body.style.setProperty("--seen", `${visualViewport!.height * visualViewport!.scale}px`));
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

  #heard({ name, data }: AttemptEvent): void {
    if (name === "message" && data.attempt === this.#data.attempt && data["partial"] === true) {
      this.#talk.speaks(data["done"] === true ? null : String(data["text"] ?? ""));
    } else if (name === "message" && data.attempt === this.#data.attempt) {
      const known = this.#answers.talk.saved.turns.length;
      if (Number(data["turn"]) > known && !this.#answers.flight?.talk) this.#sender.outdated();
    }
    if (name !== "clock") return;
    const now = Date.parse(String(data["now"]));
    this.#hours.clock.sample(now, performance.now() - 5_000, performance.now());
    if (data.attempt !== this.#data.attempt || data["status"] === undefined) return;
    const elsewhere = data["status"] !== "running" || data["step"] !== this.#course.current;
    if (elsewhere && !this.#moving) this.#sender.outdated();
    // A save of this browser's own is on its way to this page by a shorter road.
    else setTimeout(() => this.#answers.isBehind((data["answers"] ?? {}) as Record<Step, number>, Number(data["sheet"] ?? 0), Number(data["talk"] ?? 0), (data["scenes"] ?? {}) as Record<Step, number>) && this.#sender.outdated(), 700);
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
    this.#face.count(step, this.#answers.at(step).text, step === this.#editor.shown);
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
  }

  #uncover(): void {
    this.#editor.unlock();
    this.show(this.#answers.steps);
    this.#panel.reopen();
    this.showTalk();
  }
}

const data = document.getElementById("room-data")?.textContent;
if (data) void new Room(JSON.parse(data) as RoomData).open();

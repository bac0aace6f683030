// What the sender sees of a page, without a page: for its tests.
import type { Graph } from "../board/graph.ts";
import { beside } from "../board/merge.ts";
import { Answers, both, type Step, type Unsaved, type Version } from "./answers.ts";
import { Boards } from "./boards.ts";
import type { Line } from "./lines.ts";
import type { Reply } from "./reply.ts";
import { Sender, type Page, type Wire } from "./sender.ts";
import { Worksheet } from "./sheet.ts";
import type { Situation } from "./situation.ts";
import { Conversation } from "./talk.ts";
import { FakeServer, FakeTimer } from "./testing.ts";

export const steps = ["clarify", "map"];
export const offline: Reply = { kind: "later", why: "offline", after: 0 };

/** A page without a page: what the sender sees of one. */
export class FakePage implements Page, Wire {
  readonly answers: Answers;
  readonly sender: Sender;
  readonly client: string;
  readonly device: Map<string, Unsaved>;
  open: string[] = steps;
  said: Situation = { kind: "saved" };
  ended = false;
  closed = false;
  sent: number[] = [];
  refused: string[] = []; // messages
  view: readonly Line[]; // what the calculator shows
  held = false; // it cannot be written to, since a character is being composed
  net: (deliver: () => Reply) => Promise<Reply> | Reply = (deliver) => deliver();

  constructor(client: string, readonly server: FakeServer, readonly timer: FakeTimer, device: Map<string, Unsaved> = new Map()) {
    this.client = client;
    this.device = device;
    this.answers = new Answers(client, server.answers, steps, new Worksheet(client, server.sheet), new Conversation(client, server.talk), new Boards(server.scenes));
    this.view = server.sheet.lines;
    this.sender = new Sender(this.answers, this, this, timer);
  }

  async post(batch: Parameters<Wire["post"]>[0]): Promise<Reply> {
    this.sent.push(batch.events.length);
    const body = structuredClone(batch);
    return this.net(() => this.server.take(body));
  }

  async reread(): ReturnType<Wire["reread"]> {
    const reply = await this.net(() => ({ kind: "stored", answers: {}, scenes: {}, now: "", deadline: null }));
    if (reply.kind !== "stored") return reply as Awaited<ReturnType<Wire["reread"]>>;
    if (this.server.ended) return { kind: "ended" };
    return { now: "", deadline: null, current: "map", open: this.open, spent: {}, answers: this.server.answers, sheet: this.server.sheet, boards: this.server.scenes, talk: this.server.talk };
  }

  async keep(unsaved: Unsaved | null): Promise<void> {
    if (this.closed) return;
    if (unsaved) this.device.set(this.client, structuredClone(unsaved));
    else this.device.delete(this.client);
  }

  async release(client: string): Promise<void> {
    if (!this.closed) this.device.delete(client);
  }

  async settled(): Promise<void> {}
  show(): void {}
  showSheet(): void {
    if (!this.held) this.view = this.answers.sheet.lines;
  }
  showBoards(): void {}
  showTalk(): void {}
  unsaid(text: string): void {
    this.refused.push(text);
  }
  ask(text: string): void {
    this.answers.talk.say("clarify", text);
    this.sender.typed();
    this.sender.hasten();
  }
  stored(_versions: Record<Step, Version>): void {}
  course(): void {}
  over(): void {
    this.ended = true;
  }

  say(situation: Situation): void {
    this.said = situation;
  }

  type(step: Step, text: string): void {
    this.answers.edit(step, text);
    this.sender.typed();
  }

  calculate(lines: string[], step = "clarify"): void {
    this.view = this.answers.sheet.edit(this.view, lines, step);
    this.sender.calculated();
  }

  draw(step: Step, scene: Graph): void {
    this.answers.boards.edit(step, scene);
    this.sender.drawn();
  }

  /** Decides for both wherever two texts or two boards are open. */
  choose(): void {
    for (const step of this.answers.clashes) {
      const { text, clash } = this.answers.at(step);
      this.answers.choose(step, both(text, clash!.other));
      this.sender.typed();
    }
    for (const step of this.answers.boards.clashes) {
      const { scene, clash } = this.answers.boards.at(step);
      this.answers.boards.choose(step, beside(scene, clash!.other));
      this.sender.drawn();
    }
  }

  close(): void {
    this.closed = true;
    this.sender.stop();
  }
}

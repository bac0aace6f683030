// What the tests of this folder share: chance that can be repeated, text that is
// hard to handle, and a server that keeps the contract and a network that does not.
import type { Timer } from "./alarms.ts";
import { empty } from "../board/graph.ts";
import type { AnswerEvent, Batch, Step, TalkEvent, Version } from "./answers.ts";
import type { BoardVersion } from "./boards.ts";
import { apply } from "./lines.ts";
import type { Reply } from "./reply.ts";
import { limits, type Sheet } from "./sheet.ts";
import type { Talk, Turn } from "./talk.ts";

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let s = seed;
  return () => {
    s = (s + 0x6d2b79f5) | 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const pick = <T>(chance: () => number, from: readonly T[]): T => from[Math.floor(chance() * from.length)]!;

const hard = ["a", "b", " ", "\n", "é", "e\u0301", "😀", "😁", "\u{10000}", "\u{10400}", "👩‍👩‍👧", "ש", "עולם", "\u200f", "k/s", "名", "🇪🇺"];

/** Text with emoji, combining marks and letters from right to left. */
export function scribble(chance: () => number, most: number): string {
  let out = "";
  for (let n = Math.floor(chance() * (most + 1)); n > 0; n--) out += pick(chance, hard);
  return out;
}

/** The splices of a batch. */
export const answersOf = (batch: Pick<Batch, "events">): AnswerEvent[] => batch.events.filter((event) => event.type === "answer");

/** A server's side of an attempt, as far as texts, boards and the sheet go. */
export class FakeServer {
  readonly texts = new Map<Step, Version>();
  readonly boards = new Map<Step, BoardVersion>();
  sheet: Sheet = { base: 0, lines: [] };
  talk: Talk = { turns: [], hints: {} };
  readonly clients = new Map<string, number>();
  readonly notes: string[] = [];
  ended = false;
  stored = 0;

  constructor(steps: readonly Step[]) {
    for (const step of steps) {
      this.texts.set(step, { base: 0, text: "" });
      this.boards.set(step, { base: 0, scene: empty });
    }
  }

  get scenes(): Record<Step, BoardVersion> {
    return Object.fromEntries(this.boards);
  }

  get answers(): Record<Step, Version> {
    return Object.fromEntries(this.texts);
  }

  take(batch: Pick<Batch, "client" | "events">): Reply {
    const stored = this.clients.get(batch.client) ?? 0;
    const fresh = batch.events.filter((event) => event.n > stored);
    if (this.ended) {
      for (const event of fresh) {
        const words = event.type === "scene" ? event.scene.nodes.map((p) => p.label).join(" ") : event.type === "answer" ? event.insert : "input" in event ? event.input : "text" in event ? event.text : "";
        if (words) this.notes.push(words);
      }
      return { kind: "ended" };
    }
    if (fresh[0] && fresh[0].n !== stored + 1) return { kind: "gap", expected: stored + 1 };
    const [next, boards] = [new Map(this.texts), new Map(this.boards)];
    let [sheet, talk] = [this.sheet, this.talk];
    for (const event of fresh) {
      if (event.type === "calc") {
        sheet = { base: sheet.base + 1, lines: apply(sheet.lines, event) };
        if (sheet.lines.length > limits.lines) return { kind: "refused", message: "Too many lines." };
        continue;
      }
      if (event.type === "message" || event.type === "hint") {
        if ("text" in event && event.text === "refuse me") return { kind: "refused", message: "No." };
        talk = said(talk, event);
        continue;
      }
      const { base } = event.type === "scene" ? boards.get(event.step)! : next.get(event.step)!;
      if (event.base !== base) {
        const drawn = batch.events.filter((e) => e.type === "scene").map((e) => [e.step, this.boards.get(e.step)!] as const);
        return { kind: "conflict", answers: Object.fromEntries(answersOf(batch).map((e) => [e.step, this.texts.get(e.step)!])), scenes: Object.fromEntries(drawn) };
      }
      if (event.type === "scene") {
        boards.set(event.step, { base: base + 1, scene: event.scene });
        continue;
      }
      const text = next.get(event.step)!;
      next.set(event.step, { base: text.base + 1, text: spliced(text.text, event) });
    }
    for (const [step, version] of next) this.texts.set(step, version);
    for (const [step, version] of boards) this.boards.set(step, version);
    [this.sheet, this.talk] = [sheet, talk];
    this.clients.set(batch.client, Math.max(stored, batch.events.at(-1)?.n ?? 0));
    this.stored += fresh.length;
    const touched = answersOf(batch).map((e): [Step, number] => [e.step, this.texts.get(e.step)!.base]);
    const drawn = batch.events.filter((e) => e.type === "scene").map((e): [Step, number] => [e.step, this.boards.get(e.step)!.base]);
    return { kind: "stored", answers: Object.fromEntries(touched), scenes: Object.fromEntries(drawn), now: "", deadline: null };
  }
}

/** The talk after something was said or asked for, and answered. */
function said(talk: Talk, event: TalkEvent): Talk {
  const { step } = event;
  const answer = (text: string): Turn => ({ step, from: "interviewer", text });
  if (event.type === "hint") {
    if (event.rung <= (talk.hints[step] ?? 0)) return talk;
    return { turns: [...talk.turns, answer(`Hint ${event.rung}`)], hints: { ...talk.hints, [step]: event.rung } };
  }
  if (talk.turns.some((turn) => turn.key === event.key)) return talk;
  return { ...talk, turns: [...talk.turns, { step, from: "candidate", text: event.text, key: event.key }, answer(`To ${event.text}`)] };
}

function spliced(text: string, event: AnswerEvent): string {
  const points = [...text];
  if (event.at + event.delete > points.length) throw new RangeError(`splice outside the text: ${JSON.stringify(event)}`);
  points.splice(event.at, event.delete, ...event.insert);
  return points.join("");
}

/** Time that passes when it is told to. */
export class FakeTimer implements Timer {
  readonly chance: () => number;
  #now = 0;
  #alarms: { at: number; f: () => void }[] = [];

  constructor(seed = 0) {
    this.chance = seeded(seed);
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, f: () => void): () => void {
    const alarm = { at: this.#now + ms, f };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  /** Lets time pass; what is due runs in its order, and what it awaits. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms;
    await rest();
    for (;;) {
      const next = this.#alarms.filter((alarm) => alarm.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#alarms = this.#alarms.filter((alarm) => alarm !== next);
      this.#now = Math.max(this.#now, next.at);
      next.f();
      await rest();
    }
    this.#now = until;
  }
}

/** Lets every promise that can settle do so. */
async function rest(): Promise<void> {
  for (let i = 0; i < 60; i++) await null;
}

// The state of the attempt as the server writes it into the page.
import { empty, type Graph } from "../board/graph.ts";
import type { Step, Version } from "./answers.ts";
import type { BoardVersion } from "./boards.ts";
import type { Sheet } from "./sheet.ts";
import type { Talk, Turn } from "./talk.ts";

/** What stands in the page's data. Times are RFC 3339, lengths milliseconds. */
export interface RoomData {
  attempt: string;
  person: string;
  mode: "interview" | "practice" | "drill";
  now: string;
  started: string;
  deadline: string | null;
  current: Step;
  shown: Step;
  open: Step[];
  steps: { step: Step; title: string; budget: number; spent: number; base: number; text: string; hints: number; boardBase?: number; board?: Graph }[];
  sheet: { line: string; step: Step; input: string }[];
  sheetBase: number;
  exam: boolean;
  talk: Turn[];
  tokensOut: boolean; // those for the model that words what the interviewer says
}

/** What of it may change while the page is open. */
export interface Snapshot {
  now: string;
  deadline: string | null;
  current: Step;
  open: Step[];
  spent: Record<Step, number>;
  answers: Record<Step, Version>;
  sheet: Sheet;
  boards: Record<Step, BoardVersion>;
  talk: Talk;
}

export function snapshot(data: RoomData): Snapshot {
  return {
    now: data.now,
    deadline: data.deadline,
    current: data.current,
    open: data.open,
    spent: Object.fromEntries(data.steps.map((s) => [s.step, s.spent])),
    answers: Object.fromEntries(data.steps.map((s) => [s.step, { base: s.base, text: s.text }])),
    sheet: { base: data.sheetBase, lines: data.sheet.map(({ line, step, input }) => ({ key: line, step, input })) },
    boards: Object.fromEntries(data.steps.map((s) => [s.step, { base: s.boardBase ?? 0, scene: s.board ?? empty }])),
    talk: { turns: data.talk, hints: Object.fromEntries(data.steps.map((s) => [s.step, s.hints])), spent: data.tokensOut },
  };
}

/**
 * Finds the data in the source of a room's page, null if it is another page. In
 * it every "<" is escaped, so it ends at the next tag.
 */
export function findData(html: string): RoomData | null {
  const tag = html.search(/<script[^>]* id="room-data"/);
  if (tag < 0) return null;
  const from = html.indexOf(">", tag) + 1;
  return JSON.parse(html.slice(from, html.indexOf("</script>", from))) as RoomData;
}

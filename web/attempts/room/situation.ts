// What is true of the words: whether the server has them, and if not, why.
import type { Answers, Step } from "./answers.ts";
import type { Hindrance } from "./reply.ts";
import type { Excess } from "./sheet.ts";

export type Obstacle = { kind: "signed-out" | "stranger" } | { kind: "late"; why: Hindrance } | { kind: "refused"; message: string };

export type Situation =
  | Obstacle
  | { kind: "saved" | "saving" | "restoring" | "ended" }
  | { kind: "clash" | "too-long" | "not-open" | "board-clash" | "board-too-large"; steps: Step[] }
  | { kind: "sheet-too-long"; excess: Excess };

/** After so many milliseconds, words without an answer count as offline. */
export const patience = 2_600;

export interface Facts {
  answers: Answers;
  ended: boolean;
  obstacle: Obstacle | null;
  restoring: boolean; // words of a closed page are still to be brought in
  waiting: number; // milliseconds since the first keystroke that has no answer
}

export function situation({ answers, ended, obstacle, restoring, waiting }: Facts): Situation {
  if (obstacle && (obstacle.kind !== "late" || answers.dirty || restoring)) return obstacle;
  if (ended) return { kind: "ended" };
  if (answers.clashes.length > 0) return { kind: "clash", steps: answers.clashes };
  if (answers.boards.clashes.length > 0) return { kind: "board-clash", steps: answers.boards.clashes };
  if (answers.tooLong.length > 0) return { kind: "too-long", steps: answers.tooLong };
  const excess = answers.sheet.excess;
  if (excess) return { kind: "sheet-too-long", excess };
  if (answers.boards.tooLarge.length > 0) return { kind: "board-too-large", steps: answers.boards.tooLarge };
  if (answers.closed.length > 0) return { kind: "not-open", steps: answers.closed };
  if (restoring) return { kind: "restoring" };
  if (!answers.dirty) return { kind: "saved" };
  return waiting >= patience ? { kind: "late", why: "offline" } : { kind: "saving" };
}

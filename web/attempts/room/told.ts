// What the server tells of an attempt while its page is open.
import type { Step } from "./answers.ts";

/** What the server tells of a person's attempts; every event names its own. */
export interface AttemptEvent {
  name: "clock" | "message" | "grading" | "graded" | "review";
  data: { attempt: string } & Readonly<Record<string, unknown>>;
}

export const told: readonly AttemptEvent["name"][] = ["clock", "message", "grading", "graded", "review"];

/** What the page does with it. */
export interface Ears {
  speaks(words: string | null): void; // the interviewer, at this moment; null at the end
  said(turns: number): void; // so many turns have been stored
  time(now: number): void;
  elsewhere(status: string, step: Step): void; // where the attempt stands
  behind(has: Behind): void; // what the server has
}

/** How many changes the server has of each thing. */
export interface Behind {
  answers: Record<Step, number>;
  scenes: Record<Step, number>;
  sheet: number;
  talk: number;
}

/** Hears an event of this attempt, or of another one, which tells the time too. */
export function hear({ name, data }: AttemptEvent, attempt: string, ears: Ears): void {
  const ours = data.attempt === attempt;
  if (name === "message" && ours) {
    if (data["partial"] === true) ears.speaks(data["done"] === true ? null : String(data["text"] ?? ""));
    else ears.said(Number(data["turn"]));
  }
  if (name !== "clock") return;
  ears.time(Date.parse(String(data["now"])));
  if (!ours || data["status"] === undefined) return;
  ears.elsewhere(String(data["status"]), String(data["step"] ?? ""));
  ears.behind({
    answers: (data["answers"] ?? {}) as Record<Step, number>,
    scenes: (data["scenes"] ?? {}) as Record<Step, number>,
    sheet: Number(data["sheet"] ?? 0),
    talk: Number(data["talk"] ?? 0),
  });
}

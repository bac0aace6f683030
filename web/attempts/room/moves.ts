// The moves that need the server's word: on to the next step, to the end, and giving up.
import type { Answers, Step } from "./answers.ts";
import type { Course } from "./course.ts";
import type { Drafts } from "./drafts.ts";
import type { Face } from "./face.ts";
import type { Sender } from "./sender.ts";
import type { Situation } from "./situation.ts";
import { snapshot } from "./snapshot.ts";
import type { Http } from "./wire.ts";

/** What of the room they need. */
export interface Grounds {
  readonly answers: Answers;
  readonly course: Course;
  readonly drafts: Drafts;
  readonly face: Face;
  readonly sender: Sender;
  readonly wire: Http;
  situation(): Situation;
  settle(): void; // what was typed a moment ago is taken over
  moved(): void; // other pages are told
  arrive(step: Step): void;
}

/** While they stand in the way of submitting, it is not tried. */
const hindrances: readonly Situation["kind"][] = ["late", "saving", "restoring", "signed-out"];

export class Moves {
  readonly #on: Grounds;
  #moving = false;

  constructor(on: Grounds) {
    this.#on = on;
  }

  /** Whether one is under way. */
  get moving(): boolean {
    return this.#moving;
  }

  async advance(): Promise<void> {
    const { answers, course, face, sender, wire } = this.#on;
    if (this.#moving || !course.next) return;
    this.#moving = true;
    this.#on.settle();
    const seen = await wire.submit("advance", { from: course.current });
    this.#moving = false;
    if ("kind" in seen) {
      if (seen.kind !== "later") sender.outdated();
      else face.say("The server cannot be reached, and going on needs it. What you type is kept; try again in a moment.");
      return;
    }
    const now = snapshot(seen);
    answers.openUp(now.open);
    course.update(now);
    this.#on.moved();
    this.#on.arrive(now.current);
  }

  async submit(): Promise<void> {
    if (this.#moving) return;
    this.#moving = true;
    await this.#handIn(this.#on.face.submit);
    this.#moving = false;
  }

  async #handIn(sheet: HTMLElement): Promise<void> {
    const { face, sender, wire } = this.#on;
    face.failure(sheet, "One moment: the last words are being saved.");
    this.#on.settle();
    const saved = await sender.flush();
    if (!saved && hindrances.includes(this.#on.situation().kind)) {
      face.failure(sheet, "The server does not answer, and submitting needs it. Everything is kept; try again in a moment.");
      return;
    }
    const seen = await wire.submit("submit", {});
    if ("kind" in seen && seen.kind === "ended") sender.end();
    else face.failure(sheet, "The server did not take it. Everything is kept; try again in a moment.");
  }

  async discard(): Promise<void> {
    const { drafts, face, sender, wire } = this.#on;
    const seen = await wire.submit("discard", {});
    if (!("kind" in seen) || seen.kind !== "ended") {
      face.failure(face.discard.parentElement!, "The server did not take it; try again in a moment.");
      return;
    }
    sender.stop();
    await drafts.wipe();
    this.#on.moved();
    location.replace(wire.path);
  }
}

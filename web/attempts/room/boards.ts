// The boards of the steps as this page knows them: what the server has, and what is
// drawn here. No network, no clock, no page.
import { empty, limits, type Graph } from "../board/graph.ts";
import { beside, mergeBoards, same } from "../board/merge.ts";
import type { Step } from "./answers.ts";

/** A step's board on the server, after base changes. */
export interface BoardVersion {
  base: number;
  scene: Graph;
}

/** One step's. */
export interface Drawing {
  saved: BoardVersion; // what the server had when the drawing was begun
  scene: Graph; // what the learner sees
  clash?: { theirs: BoardVersion; other: Graph }; // between which and this nobody has chosen yet; other is theirs with what was drawn on it here
}

/** A board to be sent. */
export interface SceneChange {
  step: Step;
  base: number;
  scene: Graph;
}

const encoder = new TextEncoder();

/** How large a board is where the server counts it. */
export const bytes = (scene: Graph): number => encoder.encode(JSON.stringify(scene)).length;

const isTooLarge = (scene: Graph): boolean => scene.nodes.length > limits.parts || bytes(scene) > limits.bytes;

export class Boards {
  readonly #boards = new Map<Step, Drawing>();

  /** The boards with the unsaved ones of a page, as it would have gone on with them. */
  static of(left: Readonly<Record<Step, Drawing>>): Boards {
    const boards = new Boards({});
    for (const [step, drawing] of Object.entries(left)) boards.#boards.set(step, drawing);
    return boards;
  }

  constructor(saved: Readonly<Record<Step, BoardVersion>> = {}) {
    for (const [step, version] of Object.entries(saved)) this.#boards.set(step, { saved: version, scene: version.scene });
  }

  get steps(): Step[] {
    return [...this.#boards.keys()];
  }

  at(step: Step): Readonly<Drawing> {
    return this.#at(step);
  }

  #at(step: Step): Drawing {
    let drawing = this.#boards.get(step);
    if (!drawing) this.#boards.set(step, (drawing = { saved: { base: 0, scene: empty }, scene: empty }));
    return drawing;
  }

  /** Takes over what the learner has drawn. */
  edit(step: Step, scene: Graph): void {
    this.#at(step).scene = scene;
  }

  /** Takes over what the learner has drawn on the board that was saved elsewhere. */
  editOther(step: Step, scene: Graph): void {
    const { clash } = this.#at(step);
    if (clash) clash.other = scene;
  }

  /** Whether the server lacks something of a step's board. */
  isDirty(step: Step): boolean {
    const drawing = this.#boards.get(step);
    return drawing !== undefined && (drawing.clash !== undefined || !same(drawing.scene, drawing.saved.scene));
  }

  get dirty(): boolean {
    return this.steps.some((step) => this.isDirty(step));
  }

  get clashes(): Step[] {
    return this.steps.filter((step) => this.#at(step).clash);
  }

  /** The steps whose board is larger than the server takes. */
  get tooLarge(): Step[] {
    return this.steps.filter((step) => this.isDirty(step) && isTooLarge(this.#at(step).scene));
  }

  /** What can be sent, after what is on its way has landed. */
  changes(sent: Readonly<Record<Step, BoardVersion>>, isOpen: (step: Step) => boolean): SceneChange[] {
    return this.steps.flatMap((step) => {
      const { saved, scene, clash } = this.#at(step);
      const after = sent[step] ?? saved;
      return !isOpen(step) || clash || isTooLarge(scene) || same(scene, after.scene) ? [] : [{ step, base: after.base, scene }];
    });
  }

  /** All that the server lacks, when it only keeps it as a note. */
  late(): SceneChange[] {
    return this.steps.flatMap((step) => {
      const { saved, scene, clash } = this.#at(step);
      const lacking = [...(same(scene, saved.scene) ? [] : [scene]), ...(clash && !same(clash.other, clash.theirs.scene) ? [clash.other] : [])];
      return lacking.filter((one) => !isTooLarge(one)).map((one) => ({ step, base: saved.base, scene: one }));
    });
  }

  /** The server has stored what was on its way. */
  landed(after: Readonly<Record<Step, BoardVersion>>): void {
    for (const [step, version] of Object.entries(after)) {
      const drawing = this.#at(step);
      drawing.saved = version;
      delete drawing.clash;
    }
  }

  /**
   * Puts this page's changes of a board on top of what the server has now. What
   * cannot be put together becomes a clash. True if the board or its clash is another
   * one afterwards.
   */
  rebase(step: Step, server: BoardVersion): boolean {
    const drawing = this.#at(step);
    const { saved, scene, clash } = drawing;
    if (server.base === saved.base && same(server.scene, saved.scene)) return false;
    if (clash) {
      if (server.base <= clash.theirs.base) return false;
      drawing.clash = { theirs: server, other: mergeBoards(clash.theirs.scene, clash.other, server.scene) ?? beside(server.scene, clash.other) };
      return true;
    }
    if (server.base < saved.base) {
      drawing.saved = server; // an old copy of the database was restored: what stands here is newer
      return false;
    }
    const merged = mergeBoards(saved.scene, scene, server.scene);
    if (!merged) {
      drawing.clash = { theirs: server, other: server.scene };
      return true;
    }
    drawing.saved = server;
    drawing.scene = merged;
    return !same(merged, scene);
  }

  /** The learner has decided which board a step shall have. */
  choose(step: Step, scene: Graph): void {
    const drawing = this.#at(step);
    if (drawing.clash) drawing.saved = drawing.clash.theirs;
    drawing.scene = scene;
    delete drawing.clash;
  }

  /** Adds what another page had not saved before it was closed. */
  adopt(step: Step, left: Drawing): void {
    const drawing = this.#at(step);
    const here = left.clash ? (mergeBoards(left.clash.theirs.scene, left.clash.other, drawing.scene) ?? beside(left.clash.other, drawing.scene)) : drawing.scene;
    const ancestor = left.saved.base > drawing.saved.base ? drawing.saved : left.saved;
    const merged = mergeBoards(ancestor.scene, left.scene, here);
    if (merged) {
      drawing.scene = merged;
    } else if (drawing.clash) {
      drawing.scene = beside(here, left.scene); // two boards are open already
    } else {
      drawing.clash = { theirs: drawing.saved, other: here };
      drawing.saved = ancestor;
      drawing.scene = left.scene;
    }
  }

  /** What has to be kept on the device while the server does not have it. */
  unsaved(flying: Readonly<Record<Step, BoardVersion>> = {}): Record<Step, Drawing> {
    return Object.fromEntries(this.steps.filter((step) => this.isDirty(step) || flying[step]).map((step) => [step, structuredClone(this.#at(step))]));
  }
}

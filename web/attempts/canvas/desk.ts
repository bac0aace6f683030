// What is on the canvas and what is done there, apart from how it is seen: the
// board, what is chosen of it, and every command. No React and no page in it.
import * as edit from "../board/edit.ts";
import { empty, type Graph, type Kind, type Link, type Part, type Zone, type ZoneKind } from "../board/graph.ts";
import { isForeign } from "../board/foreign.ts";
import { apply } from "../board/parse.ts";
import { print } from "../board/print.ts";
import { size, sizeOf } from "../board/place.ts";
import { around, boxOf, type Point } from "./geometry.ts";

/** What the page does for the canvas. */
export interface Hooks {
  changed(graph: Graph, what: string): void; // what is for "Undo: …", and tells steps of one kind
  undo(): void;
  redo(): void;
  say(text: string): void; // aloud
  arrange(): void;
  read(text: string): void; // Mermaid or another program's file, which is brought in as it comes
  open(): void; // chooses a file to bring in
  save(as: "svg" | "png" | "mmd"): void;
}

/** What is open over the canvas. */
export type Sheet = "add" | "connect" | "find" | "more" | "keys" | null;

export interface View {
  graph: Graph;
  locked: boolean;
  undo: string | null; // what would be undone
  redo: string | null;
  parts: ReadonlySet<string>; // chosen
  links: ReadonlySet<string>;
  zone: string | null;
  naming: string | null; // the part whose name is being written
  sheet: Sheet;
}

type Shown = Pick<View, "graph" | "locked" | "undo" | "redo">;

const none: ReadonlySet<string> = new Set();
const nothing = { parts: none, links: none, zone: null };

export class Desk {
  readonly hooks: Hooks;
  readonly #listeners = new Set<() => void>();
  #view: View = { graph: empty, locked: false, undo: null, redo: null, ...nothing, naming: null, sheet: null };
  #spot: Point | null = null; // where what is added next goes
  #clip: { text: string; graph: Graph } | null = null;
  #pasted = 0;
  #early = ""; // typed for a field that is not there yet

  /** What the seen part of the board is, and bringing a part into it; the canvas says. */
  middle: () => Point = () => ({ x: 0, y: 0 });
  reveal: (id: string) => void = () => {};

  constructor(hooks: Hooks) {
    this.hooks = hooks;
  }

  readonly view = (): View => this.#view;

  readonly listen = (heard: () => void): (() => void) => {
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  };

  #set(change: Partial<View>): void {
    this.#view = { ...this.#view, ...change };
    for (const heard of this.#listeners) heard();
  }

  /** Shows a board as it is now; what is chosen stays chosen as far as it is there. */
  show(shown: Shown): void {
    const { parts, links, zone, naming } = this.#view;
    const has = new Set(shown.graph.nodes.map((p) => p.id));
    const linked = edit.linkKeys(shown.graph);
    const left = (ids: ReadonlySet<string>, known: { has(id: string): boolean }): ReadonlySet<string> => ([...ids].every((id) => known.has(id)) ? ids : new Set([...ids].filter((id) => known.has(id))));
    this.#set({
      ...shown,
      parts: left(parts, has),
      links: left(links, linked),
      zone: shown.graph.zones?.some((z) => z.id === zone) ? zone : null,
      naming: naming !== null && has.has(naming) && !shown.locked ? naming : null,
      ...(shown.locked && { sheet: null }),
    });
  }

  get #graph(): Graph {
    return this.#view.graph;
  }

  /** Makes a change; true if there is one. */
  #change(graph: Graph, what: string, said = ""): boolean {
    if (this.#view.locked || graph === this.#graph) return false;
    this.#view = { ...this.#view, graph };
    this.hooks.changed(graph, what);
    if (said) this.hooks.say(said);
    return true;
  }

  // What is chosen.

  choose(chosen: { parts?: Iterable<string>; links?: Iterable<string>; zone?: string | null }): void {
    this.#set({ parts: new Set(chosen.parts ?? []), links: new Set(chosen.links ?? []), zone: chosen.zone ?? null });
  }

  toggle(id: string): void {
    const parts = new Set(this.#view.parts);
    if (!parts.delete(id)) parts.add(id);
    this.choose({ parts });
    this.hooks.say(`${this.name(id)} ${parts.has(id) ? "chosen" : "no longer chosen"}.`);
  }

  chooseAll(): void {
    this.choose({ parts: this.#graph.nodes.map((p) => p.id) });
    this.hooks.say(`All ${this.#graph.nodes.length} parts chosen.`);
  }

  part(id: string): Part | undefined {
    return this.#graph.nodes.find((p) => p.id === id);
  }

  name(id: string): string {
    const part = this.part(id);
    return part ? part.label.trim() || part.kind : "";
  }

  link(key: string): Link | undefined {
    return edit.linkKeys(this.#graph).get(key);
  }

  /** The parts that a command is about: those that are chosen, or of a chosen frame. */
  get subject(): ReadonlySet<string> {
    const { parts, zone, graph } = this.#view;
    return zone === null ? parts : new Set(graph.nodes.filter((p) => p.zone === zone).map((p) => p.id));
  }

  // What lies over the canvas.

  open(sheet: Sheet, spot: Point | null = null): void {
    if (this.#view.locked && sheet !== "find" && sheet !== "keys" && sheet !== "more") return;
    if (sheet === "connect" && this.#view.parts.size !== 1) {
      this.hooks.say("Choose the part from which the connection leads, then press C.");
      return;
    }
    this.#spot = spot;
    this.#early = "";
    this.#set({ sheet, naming: null });
  }

  /** Whether what is typed is meant for a field that is about to open. */
  get opening(): boolean {
    const { sheet, naming } = this.#view;
    return naming !== null || sheet === "add" || sheet === "connect" || sheet === "find";
  }

  type(key: string): void {
    this.#early += key;
  }

  /** What was typed before the field was there. */
  early(): string {
    const early = this.#early;
    this.#early = "";
    return early;
  }

  close(): void {
    this.#set({ sheet: null });
  }

  write(id: string | null): void {
    if (id !== null && this.#view.locked) return;
    this.#early = "";
    this.#set({ naming: id, ...(id !== null && { parts: new Set([id]), links: none, zone: null }) });
  }

  // Commands.

  add(kind: Kind, label: string): void {
    if (edit.isFull(this.#graph)) return this.hooks.say("The board is full: it has 500 parts.");
    const from = this.#view.parts.size === 1 ? this.part([...this.#view.parts][0]!) : undefined;
    const centre = this.middle();
    const at = this.#spot ?? (from ? { x: from.x, y: from.y + sizeOf(from).h + size.gapY } : { x: centre.x - size.w / 2, y: centre.y - size.h / 2 });
    const id = edit.freshId(this.#graph);
    const part: Part = { id, label: edit.shortened(label), kind, ...edit.free(this.#graph, at.x, at.y), ...(from?.zone && !this.#spot && { zone: from.zone }) };
    this.#spot = null;
    this.#view = { ...this.#view, parts: new Set([id]), links: none, zone: null };
    if (this.#change(edit.add(this.#graph, part), `add ${label}`, `Added ${label}, ${kind}.`)) this.reveal(id);
  }

  connect(from: string, to: string, label = ""): void {
    const next = edit.connect(this.#graph, from, to);
    if (next === this.#graph) return this.hooks.say(`${this.name(from)} is connected to ${this.name(to)} already.`);
    const said = `${this.name(from)} connected to ${this.name(to)}.`;
    const labelled = label && next.edges.at(-1) ? { ...next, edges: [...next.edges.slice(0, -1), { ...next.edges.at(-1)!, label: edit.shortened(label) }] } : next;
    this.#change(labelled, `connect ${this.name(from)} to ${this.name(to)}`, said);
  }

  rename(id: string, label: string): void {
    this.#change(edit.rename(this.#graph, id, label), `name ${this.name(id)}`);
  }

  turnInto(kind: Kind): void {
    this.#change(edit.turnInto(this.#graph, this.subject, kind), `make ${this.#what} ${kind}`);
  }

  describe(key: string, words: string): void {
    const link = this.link(key);
    if (!link || (link.edge.label ?? "") === words) return;
    this.#relink(edit.describe(this.#graph, key, words), `word ${this.#between(link)}`, { ...link.edge, ...{ label: words } });
  }

  direct(key: string, to: edit.Direction): void {
    const link = this.link(key);
    if (!link) return;
    const { from, to: end } = link.edge;
    this.#relink(edit.direct(this.#graph, key, to), `turn ${this.#between(link)}`, to === "back" ? { ...link.edge, from: end, to: from } : link.edge);
  }

  /** Changes a connection, which goes by another key then, and keeps it chosen. */
  #relink(next: Graph, what: string, now: { from: string; to: string; label?: string }): void {
    const key = [...edit.linkKeys(next)].findLast(([, l]) => l.edge.from === now.from && l.edge.to === now.to && (l.edge.label ?? "") === (now.label ?? ""))?.[0];
    this.#view = { ...this.#view, links: new Set(key ? [key] : []) };
    this.#change(next, what);
  }

  #between({ edge }: Link): string {
    return `${this.name(edge.from)} to ${this.name(edge.to)}`;
  }

  /** What is chosen, in words. */
  get #what(): string {
    const ids = [...this.subject];
    return ids.length === 1 ? this.name(ids[0]!) : `${ids.length} parts`;
  }

  remove(): void {
    const { graph, links } = this.#view;
    const ids = this.subject;
    if (ids.size + links.size === 0) return;
    const what = ids.size > 0 ? this.#what : links.size === 1 ? `the connection from ${this.#between(this.link([...links][0]!)!)}` : `${links.size} connections`;
    this.#view = { ...this.#view, ...nothing };
    this.#change(edit.remove(edit.disconnect(graph, [...links]), ids), `delete ${what}`, `Deleted ${what}. Undo brings it back.`);
  }

  /** Puts parts where they were drawn to, and into the frame into which one was. */
  stand(at: ReadonlyMap<string, edit.Stand>, said = ""): void {
    let next = edit.stand(this.#graph, at);
    if (at.size === 1) next = this.#joined(next, [...at.keys()][0]!);
    this.#change(next, `move ${at.size === 1 ? this.name([...at.keys()][0]!) : `${at.size} parts`}`, said);
  }

  /** A part that was drawn into a frame is in it. */
  #joined(g: Graph, id: string): Graph {
    const part = g.nodes.find((p) => p.id === id)!;
    if (part.zone) return g;
    const { x, y, w, h } = boxOf(part);
    const into = (g.zones ?? []).find((z) => {
      const frame = around(g.nodes.filter((p) => p.zone === z.id).map(boxOf));
      return frame && x + w / 2 > frame.x && x + w / 2 < frame.x + frame.w && y + h / 2 > frame.y && y + h / 2 < frame.y + frame.h;
    });
    return into ? edit.frame(g, new Set([id]), into.id) : g;
  }

  nudge(dx: number, dy: number): void {
    const ids = this.subject;
    if (ids.size === 0) return;
    const next = edit.move(this.#graph, ids, dx, dy);
    const first = next.nodes.find((p) => ids.has(p.id))!;
    this.#change(next, `move ${this.#what}`, `${this.#what}: ${first.x} across, ${first.y} down.`);
  }

  /** Makes parts larger or smaller. */
  grow(dx: number, dy: number): void {
    const to = new Map<string, edit.Stand>();
    for (const p of this.#graph.nodes.filter((one) => this.subject.has(one.id))) {
      const { w, h } = sizeOf(p);
      to.set(p.id, { x: p.x, y: p.y, w: Math.max(size.w / 2, w + dx), h: Math.max(size.h - 10, h + dy) });
    }
    this.#change(edit.stand(this.#graph, to), `resize ${this.#what}`, `${this.#what} resized.`);
  }

  align(how: edit.Edge): void {
    this.#change(edit.align(this.#graph, this.subject, how), `align ${this.#what}`, "Aligned.");
  }

  /** Puts what is chosen into a frame: one that is there, or a new one. */
  frame(into: string | null): void {
    const ids = this.subject;
    if (ids.size === 0) return;
    const zone: Zone = { id: edit.freshId(this.#graph), label: "Zone", kind: "zone" };
    if (into === null) this.#view = { ...this.#view, parts: none, links: none, zone: zone.id };
    this.#change(edit.frame(this.#graph, ids, into ?? zone), `frame ${this.#what}`, into === null ? "Put into a new frame; its name is beneath the canvas." : "Put into the frame.");
  }

  unframe(): void {
    this.#change(edit.unframe(this.#graph, this.subject), `take ${this.#what} out of the frame`, "Taken out of the frame.");
  }

  renameZone(id: string, label: string, kind: ZoneKind): void {
    this.#change(edit.renameZone(this.#graph, id, label, kind), `name the frame ${label}`);
  }

  // Copies.

  /** The text of what is chosen, for the clipboard; null if nothing is. */
  copy(): string | null {
    if (this.subject.size === 0) return null;
    const graph = edit.extract(this.#graph, this.subject);
    this.#clip = { text: print(graph), graph };
    this.#pasted = 0;
    this.hooks.say(`Copied ${this.#what}.`);
    return this.#clip.text;
  }

  cut(): string | null {
    const text = this.copy();
    if (text !== null) this.remove();
    return text;
  }

  /** Adds what a text says: the copy it was taken from, a board in words, or what another program wrote. */
  paste(text: string): void {
    if (this.#clip?.text === text) return this.#place(this.#clip.graph, "paste");
    if (isForeign(text)) return this.hooks.read(text);
    const { graph, problems } = apply(empty, text);
    if (graph.nodes.length === 0 || problems.length > 0) return this.hooks.say(problems[0] ? `Not pasted. Line ${problems[0].line}: ${problems[0].message}` : "There is nothing on the clipboard for a board.");
    this.#place(graph, "paste");
  }

  duplicate(): void {
    if (this.subject.size === 0) return;
    this.#pasted = 0;
    this.#place(edit.extract(this.#graph, this.subject), "duplicate");
  }

  /** Adds a board beneath what is there; the first one is put in order. */
  put(graph: Graph, what: string): void {
    const first = this.#graph.nodes.length === 0;
    const [left, top] = [Math.min(...graph.nodes.map((p) => p.x)), Math.min(...graph.nodes.map((p) => p.y))];
    const has = this.#graph.nodes.map(boxOf);
    const below = has.length === 0 ? top : Math.max(...has.map((b) => b.y + b.h)) + size.gapY;
    this.#add(graph, has.length === 0 ? left : Math.min(...has.map((b) => b.x)), below, what);
    if (first) this.hooks.arrange();
  }

  #place(graph: Graph, what: string): void {
    const off = 2 * size.grid * ++this.#pasted;
    this.#add(graph, Math.min(...graph.nodes.map((p) => p.x)) + off, Math.min(...graph.nodes.map((p) => p.y)) + off, what);
  }

  #add(copy: Graph, x: number, y: number, what: string): void {
    if (edit.isFull(this.#graph, copy.nodes.length)) return this.hooks.say("There is no room for that: a board has up to 500 parts.");
    const { graph, ids } = edit.paste(this.#graph, copy, x, y);
    if (ids.length === 0) return;
    this.#view = { ...this.#view, ...nothing, parts: new Set(ids) };
    this.#change(graph, what, `Added ${ids.length === 1 ? "one part" : `${ids.length} parts`}.`);
    this.reveal(ids[0]!);
  }
}

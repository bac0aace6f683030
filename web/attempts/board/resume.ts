// A board made of what a text says: what was there before keeps its id, its place
// and its size, and what is new finds a place.
import { key, type Connection, type Graph, type Part, type Zone } from "./graph.ts";
import { settle } from "./place.ts";
import type { Drawn, Read } from "./parse.ts";

export function resume(before: Graph, read: Read, prefix: string): Graph {
  const old = recognise(before, read.parts);
  const ids = new Ids(before, read.parts, prefix);
  const nodes = read.parts.map((d, i): Part => {
    const was = old[i] === -1 ? undefined : before.nodes[old[i]!]!;
    const { zone: _, ...kept } = was ?? { id: d.handle || ids.next(), x: 0, y: 0, zone: "" };
    return { ...kept, label: d.label, kind: d.kind };
  });
  const zones = resumeZones(before, read, old, ids);
  const framed = nodes.map((n, i) => (read.parts[i]!.zone < 0 ? n : { ...n, zone: zones[read.parts[i]!.zone]!.id }));
  const pool = new EdgePool(before.edges);
  const edges = read.edges.map(({ from, to, label }) => {
    const edge: Connection = { from: framed[from]!.id, to: framed[to]!.id, ...(label !== "" && { label }) };
    const id = pool.take(edge);
    return id ? { id, ...edge } : edge;
  });
  const fresh = new Set(framed.flatMap((n, i) => (old[i] === -1 ? [n.id] : [])));
  return settle({ nodes: framed, edges, ...(zones.length > 0 && { zones }) }, fresh);
}

/** The frame of before that held the first of its parts, else the one of that name. */
function resumeZones(before: Graph, read: Read, old: readonly number[], ids: Ids): Zone[] {
  const used = new Set([""]);
  return read.zones.map((z, i) => {
    let held = "";
    read.parts.forEach((d, k) => {
      if (d.zone === i && old[k] !== -1 && used.has(held)) held = before.nodes[old[k]!]!.zone ?? "";
    });
    let named = "";
    for (const o of before.zones ?? []) if (o.label === z.label && used.has(named)) named = o.id;
    const id = [held, named].find((one) => !used.has(one)) ?? ids.next();
    used.add(id);
    return { id, ...z };
  });
}

/** For each part that was read its place in before, or -1. */
function recognise(before: Graph, parts: readonly Drawn[]): number[] {
  const old = parts.map(() => -1);
  const taken = new Set<number>();
  const byId = new Map(before.nodes.map((n, o) => [n.id, o]));
  const [names, notes] = [new Map<string, number[]>(), new Map<string, number[]>()];
  before.nodes.forEach((n, o) => {
    const list = n.kind === "note" ? notes : names;
    list.set(key(n.label), [...(list.get(key(n.label)) ?? []), o]);
  });
  const take = (i: number, from: readonly number[] = []): void => {
    for (const o of from) {
      if (old[i] !== -1 || taken.has(o)) continue;
      old[i] = o;
      taken.add(o);
    }
  };
  const each = (match: (d: Drawn, i: number) => void): void => parts.forEach((d, i) => d.handle === "" && match(d, i));
  parts.forEach((d, i) => d.handle !== "" && byId.has(d.handle) && take(i, [byId.get(d.handle)!]));
  each((d, i) => take(i, (d.kind === "note" ? notes : names).get(key(d.label))));
  each((d, i) => {
    take(i, notes.get(key(d.label)));
    take(i, names.get(key(d.label)));
  });
  // Between two that stayed neighbours, what is unknown now was renamed.
  each((d, i) => {
    if (old[i] !== -1 || !d.defined || (i > 0 && old[i - 1] === -1)) return;
    const o = i > 0 ? old[i - 1]! + 1 : 0;
    if (o < before.nodes.length) take(i, [o]);
  });
  return old;
}

/** Makes ids that a board does not have yet. */
class Ids {
  readonly #taken: Set<string>;
  readonly #prefix: string;
  #last = 0;

  constructor(before: Graph, parts: readonly Drawn[], prefix: string) {
    this.#prefix = prefix;
    this.#taken = new Set([...before.nodes.map((n) => n.id), ...(before.zones ?? []).map((z) => z.id), ...parts.map((d) => d.handle)]);
  }

  next(): string {
    for (;;) {
      const id = `${this.#prefix}${++this.#last}`;
      if (this.#taken.has(id)) continue;
      this.#taken.add(id);
      return id;
    }
  }
}

/** Gives connections their old ids again: first those that say the same, then those between the same parts. */
class EdgePool {
  readonly #same = new Map<string, string[]>();
  readonly #there = new Map<string, string[]>();
  readonly #used = new Set<string>();

  constructor(edges: readonly Connection[]) {
    for (const { id, from, to, label = "" } of edges) {
      if (!id) continue;
      push(this.#same, JSON.stringify([from, to, label]), id);
      push(this.#there, JSON.stringify([from, to]), id);
    }
  }

  take({ from, to, label = "" }: Connection): string | undefined {
    for (const ids of [this.#same.get(JSON.stringify([from, to, label])), this.#there.get(JSON.stringify([from, to]))]) {
      const id = ids?.find((one) => !this.#used.has(one));
      if (id === undefined) continue;
      this.#used.add(id);
      return id;
    }
    return undefined;
  }
}

const push = (map: Map<string, string[]>, name: string, id: string): void => void map.set(name, [...(map.get(name) ?? []), id]);

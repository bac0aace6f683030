// What one does to a board, each as a board that follows from another. A step that
// changes nothing gives the same board back.
import { limits, links, type Connection, type Graph, type Kind, type Link, type Part, type Zone, type ZoneKind } from "./graph.ts";
import { size, sizeOf } from "./place.ts";

/** Where a part stands, and how large it is where that was changed. */
export interface Stand {
  x: number;
  y: number;
  w?: number;
  h?: number;
}

/**
 * An id that no other page gives at the same time: two pages that each add a part
 * add two.
 */
export function freshId(g: Graph, chance: () => number = Math.random): string {
  const taken = new Set([...g.nodes, ...(g.zones ?? [])].map((one) => one.id));
  for (;;) {
    const id = `p${Math.trunc(chance() * 36 ** 6).toString(36).padStart(6, "0")}`;
    if (!taken.has(id)) return id;
  }
}

/** A label as the server takes it. */
export const shortened = (label: string): string => [...label.replaceAll("\0", "")].slice(0, limits.label).join("");

export const isFull = (g: Graph, more = 1): boolean => g.nodes.length + more > limits.parts;

export const add = (g: Graph, part: Part): Graph => ({ ...g, nodes: [...g.nodes, part] });

/** A spot for a new part near a point: there, or as close below it as nothing lies. */
export function free(g: Graph, x: number, y: number): { x: number; y: number } {
  const spot = { x: snap(x), y: snap(y) };
  const hits = (p: Part): boolean => {
    const { w, h } = sizeOf(p);
    return spot.x < p.x + w && p.x < spot.x + size.w && spot.y < p.y + h && p.y < spot.y + size.h;
  };
  for (let tries = 0; tries < limits.parts && g.nodes.some(hits); tries++) spot.y += size.h + size.grid;
  return spot;
}

export const snap = (n: number): number => Math.round(n / size.grid) * size.grid + 0;

const parts = (g: Graph, change: (p: Part) => Part): Graph => {
  const nodes = g.nodes.map(change);
  return nodes.every((p, i) => p === g.nodes[i]) ? g : { ...g, nodes };
};

export const rename = (g: Graph, id: string, label: string): Graph => parts(g, (p) => (p.id === id && p.label !== label ? { ...p, label: shortened(label) } : p));

export const turnInto = (g: Graph, ids: ReadonlySet<string>, kind: Kind): Graph => parts(g, (p) => (ids.has(p.id) && p.kind !== kind ? { ...p, kind } : p));

/** Puts parts where they were drawn to; a size that is the usual one is not kept. */
export function stand(g: Graph, at: ReadonlyMap<string, Stand>): Graph {
  return parts(g, (p) => {
    const to = at.get(p.id);
    if (!to) return p;
    const { w: oldW, h: oldH, ...rest } = p;
    const usual = sizeOf(rest);
    const [w, h] = [Math.round(to.w ?? sizeOf(p).w), Math.round(to.h ?? sizeOf(p).h)];
    const moved: Part = { ...rest, x: Math.round(to.x) + 0, y: Math.round(to.y) + 0, ...((w !== usual.w || h !== usual.h) && { w, h }) };
    return moved.x === p.x && moved.y === p.y && (moved.w ?? 0) === (oldW ?? 0) && (moved.h ?? 0) === (oldH ?? 0) ? p : moved;
  });
}

export const move = (g: Graph, ids: ReadonlySet<string>, dx: number, dy: number): Graph =>
  stand(g, new Map(g.nodes.filter((p) => ids.has(p.id)).map((p) => [p.id, { x: p.x + dx, y: p.y + dy, ...(p.w && { w: p.w }), ...(p.h && { h: p.h }) }])));

/** Takes parts out with their connections, and frames that are empty then. */
export function remove(g: Graph, ids: ReadonlySet<string>): Graph {
  const nodes = g.nodes.filter((p) => !ids.has(p.id));
  if (nodes.length === g.nodes.length) return g;
  return tidy({ ...g, nodes, edges: g.edges.filter((e) => !ids.has(e.from) && !ids.has(e.to)) });
}

/** A board without frames around nothing. */
function tidy({ zones = [], ...g }: Graph): Graph {
  const left = zones.filter((z) => g.nodes.some((p) => p.zone === z.id));
  return { ...g, ...(left.length > 0 && { zones: left }) };
}

/** Connects two parts; the same board if they are already, without words. */
export function connect(g: Graph, from: string, to: string): Graph {
  const is = g.edges.some((e) => e.from === from && e.to === to && !e.label);
  return is ? g : { ...g, edges: [...g.edges, { from, to }] };
}

/** What a connection that is shown goes by on the canvas. */
export function linkKeys(g: Graph): Map<string, Link> {
  const out = new Map<string, Link>();
  for (const link of links(g)) {
    const { from, to, label = "" } = link.edge;
    for (let n = 0; ; n++) {
      const key = JSON.stringify([from, to, label, n]);
      if (out.has(key)) continue;
      out.set(key, link);
      break;
    }
  }
  return out;
}

/** Puts other connections in the place of some that are shown. */
function replace(g: Graph, keys: readonly string[], by: (link: Link) => Connection[]): Graph {
  const all = linkKeys(g);
  const gone = new Map<Connection, Link>();
  for (const key of keys) {
    const link = all.get(key);
    if (!link) continue;
    gone.set(link.edge, link);
    if (link.back) gone.set(link.back, link);
  }
  if (gone.size === 0) return g;
  return { ...g, edges: g.edges.flatMap((e) => (!gone.has(e) ? [e] : gone.get(e)!.edge === e ? by(gone.get(e)!) : [])) };
}

export const disconnect = (g: Graph, keys: readonly string[]): Graph => replace(g, keys, () => []);

/** What two connections are that a drawn one with an arrow at both ends stands for. */
const bothWays = (e: Connection, back?: Connection): Connection[] => {
  const { id: _, from, to, ...rest } = back ?? e;
  return [e, back ?? { from: to, to: from, ...rest }];
};

export const describe = (g: Graph, key: string, words: string): Graph =>
  replace(g, [key], ({ edge, back }) => (back ? [edge, back] : [edge]).map(({ label: _, ...e }) => ({ ...e, ...(words && { label: shortened(words) }) })));

export type Direction = "there" | "back" | "both";

/** Turns a connection round, or gives it both directions. */
export const direct = (g: Graph, key: string, to: Direction): Graph =>
  replace(g, [key], ({ edge, back }) => {
    if (to === "both") return bothWays(edge, back);
    return to === "there" ? [edge] : [{ ...edge, from: edge.to, to: edge.from }];
  });

/** Puts parts into a frame of their own, or into one that is there. */
export function frame(g: Graph, ids: ReadonlySet<string>, zone: Zone | string): Graph {
  const id = typeof zone === "string" ? zone : zone.id;
  const zones = typeof zone === "string" ? g.zones : [...(g.zones ?? []), zone];
  const next = parts({ ...g, ...(zones && { zones }) }, (p) => (ids.has(p.id) && p.zone !== id ? { ...p, zone: id } : p));
  return tidy(next);
}

export const unframe = (g: Graph, ids: ReadonlySet<string>): Graph =>
  tidy(
    parts(g, (p) => {
      const { zone, ...rest } = p;
      return ids.has(p.id) && zone ? rest : p;
    }),
  );

export const renameZone = (g: Graph, id: string, label: string, kind: ZoneKind): Graph => ({
  ...g,
  ...(g.zones && { zones: g.zones.map((z) => (z.id === id ? { ...z, label: shortened(label), kind } : z)) }),
});

export type Edge = "left" | "centre" | "right" | "top" | "middle" | "bottom" | "row" | "column";

/** Brings parts into line, or spreads them evenly in a row or a column. */
export function align(g: Graph, ids: ReadonlySet<string>, how: Edge): Graph {
  const chosen = g.nodes.filter((p) => ids.has(p.id)).map((p) => ({ id: p.id, x: p.x, y: p.y, ...sizeOf(p) }));
  const [left, top] = [Math.min(...chosen.map((p) => p.x)), Math.min(...chosen.map((p) => p.y))];
  const [right, bottom] = [Math.max(...chosen.map((p) => p.x + p.w)), Math.max(...chosen.map((p) => p.y + p.h))];
  const to = new Map<string, Stand>();
  const put = (p: (typeof chosen)[number], x: number, y: number): void => void to.set(p.id, { x, y, w: p.w, h: p.h });
  if (how === "row" || how === "column") {
    const across = how === "row";
    const ordered = chosen.toSorted((a, b) => (across ? a.x - b.x : a.y - b.y));
    const long = ordered.reduce((sum, p) => sum + (across ? p.w : p.h), 0);
    const gap = ((across ? right - left : bottom - top) - long) / (ordered.length - 1);
    let at = across ? left : top;
    for (const p of ordered) {
      put(p, across ? at : p.x, across ? p.y : at);
      at += (across ? p.w : p.h) + gap;
    }
  }
  for (const p of chosen) {
    if (how === "left") put(p, left, p.y);
    if (how === "right") put(p, right - p.w, p.y);
    if (how === "centre") put(p, (left + right - p.w) / 2, p.y);
    if (how === "top") put(p, p.x, top);
    if (how === "bottom") put(p, p.x, bottom - p.h);
    if (how === "middle") put(p, p.x, (top + bottom - p.h) / 2);
  }
  return stand(g, to);
}

/** The chosen parts and what connects them, as a board of its own. */
export function extract(g: Graph, ids: ReadonlySet<string>): Graph {
  const nodes = g.nodes.filter((p) => ids.has(p.id));
  return tidy({ ...g, nodes, edges: g.edges.filter((e) => ids.has(e.from) && ids.has(e.to)) });
}

/** Adds a copy of another board, its upper left corner at a point, under new ids; which those are. */
export function paste(g: Graph, copy: Graph, x: number, y: number, id: (g: Graph) => string = freshId): { graph: Graph; ids: string[] } {
  const room = copy.nodes.slice(0, Math.max(0, limits.parts - g.nodes.length));
  const [left, top] = [Math.min(...room.map((p) => p.x)), Math.min(...room.map((p) => p.y))];
  const named = new Map<string, string>();
  let graph = g;
  for (const p of room) {
    named.set(p.id, id(graph));
    const { zone: _, ...rest } = p;
    graph = add(graph, { ...rest, id: named.get(p.id)!, x: p.x - left + x, y: p.y - top + y });
  }
  for (const z of copy.zones ?? []) {
    const within = new Set(room.filter((p) => p.zone === z.id).map((p) => named.get(p.id)!));
    graph = frame(graph, within, { ...z, id: id(graph) });
  }
  const edges = copy.edges.flatMap(({ from, to, label }) =>
    named.has(from) && named.has(to) ? [{ from: named.get(from)!, to: named.get(to)!, ...(label && { label }) }] : [],
  );
  return { graph: { ...graph, edges: [...graph.edges, ...edges] }, ids: [...named.values()] };
}

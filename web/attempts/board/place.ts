// Where parts lie: the size of each, and a free spot for a new one.
import type { Graph, Part } from "./graph.ts";

/** In board units. */
export const size = { w: 146, h: 50, gapX: 26, gapY: 66, grid: 20 };

/** As large as it was made, else as usual; a note is as large as its words. */
export function sizeOf(p: Part): { w: number; h: number } {
  let { w, h } = size as { w: number; h: number };
  const long = [...(p.label.trim() || p.id)].length;
  if (p.kind === "note" && long > 2 * letters(w)) {
    w = 240;
    h = 20 + 15 * Math.min(12, Math.ceil(long / (letters(146) - 2)));
  }
  return { w: p.w || w, h: p.h || h };
}

/** How many letters go into a line of a part. */
const letters = (w: number): number => Math.max(4, Math.trunc((w - 40) / 7.2));

/** Gives places to the parts that are new: each a free spot beneath what leads to it, above what it leads to, else beneath everything. */
export function settle(g: Graph, fresh: ReadonlySet<string>): Graph {
  const placed = new Map(g.nodes.filter((n) => !fresh.has(n.id)).map((n) => [n.id, n]));
  const nodes = g.nodes.map((n) => {
    if (!fresh.has(n.id)) return n;
    const put = { ...n, ...spot(g, n, [...placed.values()], placed) };
    placed.set(n.id, put);
    return put;
  });
  return { ...g, nodes };
}

const farthest = 12; // steps of the grid that are tried around a neighbour

function spot(g: Graph, part: Part, others: readonly Part[], at: ReadonlyMap<string, Part>): { x: number; y: number } {
  const mine = sizeOf(part);
  const left = others.length === 0 ? 0 : Math.min(...others.map((o) => o.x));
  const below = others.length === 0 ? 0 : Math.max(...others.map((o) => o.y + sizeOf(o).h + size.gapY));
  let [x, y] = [left, below];
  for (const e of g.edges) {
    const [from, to] = [at.get(e.from), at.get(e.to)];
    if (e.to === part.id && from) [x, y] = [from.x, from.y + sizeOf(from).h + size.gapY];
    else if (e.from === part.id && to) [x, y] = [to.x, to.y - mine.h - size.gapY];
    else continue;
    break;
  }
  [x, y] = [round(x), round(y)];
  const free = (p: { x: number; y: number }): boolean =>
    others.every((o) => {
      const theirs = sizeOf(o);
      return p.x >= o.x + theirs.w + size.gapX || o.x >= p.x + mine.w + size.gapX || p.y >= o.y + theirs.h + size.gapX || o.y >= p.y + mine.h + size.gapX;
    });
  const away = (p: { x: number; y: number }): number => Math.hypot(p.x - x, p.y - y) + (p.y < y ? size.grid : 0);
  for (let ring = 0; ring <= farthest; ring++) {
    const tries: { x: number; y: number }[] = [];
    for (let step = -ring; step <= ring; step++) {
      const [d, r] = [step * 2 * size.grid, ring * 2 * size.grid];
      tries.push({ x: x + r, y: y + d }, { x: x - r, y: y + d }, { x: x + d, y: y + r });
    }
    const found = tries.toSorted((a, b) => away(a) - away(b)).find(free);
    if (found) return found;
  }
  return { x: left, y: below };
}

const round = (n: number): number => Math.round(n / size.grid) * size.grid + 0;

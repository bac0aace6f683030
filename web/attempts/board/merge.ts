// Two boards that come from one and went different ways, made one again where that
// needs no judgement.
import { limits, type Connection, type Graph, type Part, type Zone } from "./graph.ts";
import { size, sizeOf } from "./place.ts";

/** Whether two boards are the same, whatever the order of their keys. */
export const same = (a: Graph, b: Graph): boolean => a === b || plain(a) === plain(b);

const plain = (g: Graph): string =>
  JSON.stringify([
    g.nodes.map((p) => [p.id, p.label, p.kind, p.x, p.y, p.w ?? 0, p.h ?? 0, p.zone ?? ""]),
    g.edges.map((e) => [e.id ?? "", e.from, e.to, e.label ?? ""]),
    (g.zones ?? []).map((z) => [z.id, z.label, z.kind]),
  ]);

/**
 * Puts what led from the ancestor to mine on top of theirs. It is null where both
 * changed what one thing says, or one took out what the other works on: then nobody
 * but whoever drew it knows what is meant. Where a part stands is no such thing: mine
 * counts, since it is the later one.
 */
export function mergeBoards(ancestor: Graph, mine: Graph, theirs: Graph): Graph | null {
  if (same(mine, theirs) || same(theirs, ancestor)) return mine;
  if (same(mine, ancestor)) return theirs;
  const nodes = mergeLists(ancestor.nodes, mine.nodes, theirs.nodes, (p) => p.id, mergeParts);
  const zones = mergeLists(ancestor.zones ?? [], mine.zones ?? [], theirs.zones ?? [], (z) => z.id, pick<Zone>);
  const edges = mergeLists(ancestor.edges, mine.edges, theirs.edges, names(), pick<Connection>);
  if (!nodes || !zones || !edges) return null;
  const parts = new Set(nodes.map((p) => p.id));
  const frames = new Set(zones.map((z) => z.id));
  if (edges.some((e) => !parts.has(e.from) || !parts.has(e.to)) || nodes.some((p) => p.zone && !frames.has(p.zone))) return null;
  return { nodes, edges, ...(zones.length > 0 && { zones }) };
}

/** What a connection goes by: its id, or what it connects and says. */
const names = () => (e: Connection): string => e.id ?? JSON.stringify([e.from, e.to, e.label ?? ""]);

/** The same thing as three sides have it: one of both changes, null if they differ. */
function pick<T>(ancestor: T | undefined, mine: T, theirs: T): T | null {
  const [a, m, t] = [ancestor, mine, theirs].map((one) => JSON.stringify(one && Object.entries(one).sort()));
  if (m === t || t === a) return mine;
  return m === a ? theirs : null;
}

function mergeParts(ancestor: Part | undefined, mine: Part, theirs: Part): Part | null {
  const says = ({ id, label, kind, zone = "" }: Part): object => ({ id, label, kind, zone });
  const said = pick(ancestor && says(ancestor), says(mine), says(theirs));
  if (!said) return null;
  const stands = ({ x, y, w = 0, h = 0 }: Part): object => ({ x, y, w, h });
  const moved = !ancestor || JSON.stringify(stands(mine)) !== JSON.stringify(stands(ancestor));
  const { zone, ...part } = { ...(moved ? theirs : mine), ...(moved ? mine : theirs), ...said } as Part;
  return zone ? { ...part, zone } : part;
}

function mergeLists<T>(ancestor: readonly T[], mine: readonly T[], theirs: readonly T[], name: (one: T) => string, merge: (a: T | undefined, m: T, t: T) => T | null): T[] | null {
  const [old, ours, others] = [ancestor, mine, theirs].map((list) => new Map(list.map((one) => [name(one), one]))) as [Map<string, T>, Map<string, T>, Map<string, T>];
  const unchanged = (one: T, was: T): boolean => pick(was, was, one) !== null && JSON.stringify(Object.entries(one as object).sort()) === JSON.stringify(Object.entries(was as object).sort());
  const out: T[] = [];
  for (const [id, one] of others) {
    const [here, was] = [ours.get(id), old.get(id)];
    if (here === undefined && was !== undefined) {
      if (!unchanged(one, was)) return null; // taken out here, changed there
      continue;
    }
    const merged = here === undefined ? one : merge(was, here, one);
    if (merged === null) return null;
    out.push(merged);
  }
  for (const [id, one] of ours) {
    if (others.has(id)) continue;
    const was = old.get(id);
    if (was === undefined) out.push(one);
    else if (!unchanged(one, was)) return null;
  }
  return out;
}

/** Two boards in one: what only the second has stands to the right of the first, under ids of its own. */
export function beside(first: Graph, second: Graph): Graph {
  const has = new Map(first.nodes.map((p) => [p.id, p]));
  const alike = (p: Part): boolean => has.get(p.id)?.label === p.label && has.get(p.id)?.kind === p.kind;
  const taken = new Set([...first.nodes, ...second.nodes, ...(first.zones ?? []), ...(second.zones ?? [])].map((one) => one.id));
  const fresh = (id: string): string => {
    for (let n = 2; ; n++) {
      const other = `${id.slice(0, limits.label - 8)}-${n}`;
      if (taken.has(other)) continue;
      taken.add(other);
      return other;
    }
  };
  const added = second.nodes.filter((p) => !alike(p));
  const name = new Map(second.nodes.map((p) => [p.id, alike(p) || !has.has(p.id) ? p.id : fresh(p.id)]));
  const frames = new Map((second.zones ?? []).map((z) => [z.id, (first.zones ?? []).some((o) => o.id === z.id) ? fresh(z.id) : z.id]));
  const right = Math.max(0, ...first.nodes.map((p) => p.x + sizeOf(p).w + 2 * size.gapX));
  const left = Math.min(...added.map((p) => p.x), Infinity);
  const moved = added.map((p) => ({ ...p, id: name.get(p.id)!, x: p.x - left + right, ...(p.zone && { zone: frames.get(p.zone)! }) }));
  const said = new Set(first.edges.map((e) => JSON.stringify([e.from, e.to, e.label ?? ""])));
  const edges = second.edges.flatMap(({ from, to, label }) => {
    const edge = { from: name.get(from)!, to: name.get(to)!, ...(label && { label }) };
    return said.has(JSON.stringify([edge.from, edge.to, label ?? ""])) ? [] : [edge];
  });
  const used = new Set(moved.flatMap((p) => ("zone" in p && p.zone ? [p.zone] : [])));
  const zones = [...(first.zones ?? []), ...(second.zones ?? []).map((z) => ({ ...z, id: frames.get(z.id)! })).filter((z) => used.has(z.id))];
  return { nodes: [...first.nodes, ...moved], edges: [...first.edges, ...edges], ...(zones.length > 0 && { zones }) };
}

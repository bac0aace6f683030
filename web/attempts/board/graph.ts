// The board as a graph, as an attempt keeps it. What stands here and in the files
// beside it is what levelup/internal/board does on the server; the cases in its
// testdata hold for both.

export const kinds = ["client", "service", "database", "cache", "queue", "worker", "storage", "balancer", "cdn", "external", "note"] as const;
export type Kind = (typeof kinds)[number];

export const zoneKinds = ["zone", "region"] as const;
export type ZoneKind = (typeof zoneKinds)[number];

/** The most that the server takes: parts, code points of a label or an id, bytes as JSON, lines of a text. */
export const limits = { parts: 500, label: 200, bytes: 256 * 1_024, lines: 20_000 };

export interface Part {
  readonly id: string;
  readonly label: string;
  readonly kind: Kind;
  readonly x: number; // of its upper left corner
  readonly y: number;
  readonly w?: number; // where it is not the usual size
  readonly h?: number;
  readonly zone?: string; // the id of the frame around it
}

export interface Connection {
  readonly id?: string;
  readonly from: string;
  readonly to: string;
  readonly label?: string;
}

export interface Zone {
  readonly id: string;
  readonly label: string;
  readonly kind: ZoneKind;
}

export interface Graph {
  readonly nodes: readonly Part[];
  readonly edges: readonly Connection[];
  readonly zones?: readonly Zone[];
}

export const empty: Graph = { nodes: [], edges: [] };

/** What two labels have in common that are one name. */
export const key = (label: string): string => fields(label).toLowerCase();

/** A text with single spaces between its words. */
export const fields = (s: string): string => s.split(space).filter(Boolean).join(" ");

// What the server takes for space.
const space = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** A connection as it is shown: two that run both ways and say the same are one. */
export interface Link {
  readonly edge: Connection;
  back?: Connection; // the one that runs the other way
}

export function links(g: Graph): Link[] {
  const open = new Map<string, Link>();
  const out: Link[] = [];
  const name = (from: string, to: string, label = ""): string => JSON.stringify([from, to, label]);
  for (const edge of g.edges) {
    const back = open.get(name(edge.to, edge.from, edge.label));
    if (back && edge.from !== edge.to) {
      back.back = edge;
      open.delete(name(edge.to, edge.from, edge.label));
      continue;
    }
    const link: Link = { edge };
    const here = name(edge.from, edge.to, edge.label);
    if (edge.from !== edge.to && !open.has(here)) open.set(here, link);
    out.push(link);
  }
  return out;
}

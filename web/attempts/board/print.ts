// The board's text form, written.
import { fields, key, links, type Graph, type Part } from "./graph.ts";

/** The text of a board: parts, remarks, frames and connections, a line each. */
export function print(g: Graph): string {
  const n = new Namer(g);
  const lines = g.nodes.map((p) => (n.isRemark(p) ? `# ${p.label}` : `[${p.kind}]${pad(n.defined(p))}`));
  for (const z of g.zones ?? []) {
    const within = g.nodes.filter((p) => p.zone === z.id).map((p) => n.name(p.id));
    if (within.length > 0) lines.push(`[${z.kind}]${pad(quoted(z.label, ["<-", ":"]))}: ${within.join(", ")}`);
  }
  for (const { edge, back } of links(g)) {
    const label = edge.label ? `: ${quoted(edge.label, ["->"])}` : "";
    lines.push(`${n.name(edge.from)} ${back ? "<->" : "->"} ${n.name(edge.to)}${label}`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

const pad = (s: string): string => (s === "" ? "" : ` ${s}`);

/** What each part is called where a line speaks of it: by its label, and by its id where several have that label. */
class Namer {
  readonly #parts: Map<string, Part>;
  readonly #owner = new Map<string, string | null>(); // by key, null where several have it
  readonly #called = new Set<string>(); // parts of which other lines speak

  constructor(g: Graph) {
    this.#parts = new Map(g.nodes.map((p) => [p.id, p]));
    for (const e of g.edges) this.#called.add(e.from).add(e.to);
    for (const p of g.nodes) if (p.zone) this.#called.add(p.id);
    for (const p of g.nodes) {
      if (!this.isRemark(p)) this.#owner.set(key(p.label), this.#owner.has(key(p.label)) ? null : p.id);
    }
  }

  /** Whether a part is a note that stands by itself behind a "#". */
  isRemark({ id, kind, label }: Part): boolean {
    return kind === "note" && !this.#called.has(id) && label !== "" && !label.startsWith("#") && quoted(`x${label}`, []) === `x${label}` && !/^\s|\s$/u.test(label);
  }

  #byId({ id, label }: Part): boolean {
    return key(label) === "" || this.#owner.get(key(label)) !== id;
  }

  defined(p: Part): string {
    const label = p.label === "" ? "" : quoted(p.label, ["->", "<-"]);
    return this.#byId(p) ? `${label} ${handle(p.id)}`.trim() : label;
  }

  name(id: string): string {
    const p = this.#parts.get(id)!;
    return this.#byId(p) ? handle(id) : quoted(p.label, nameStops);
  }
}

const nameStops = ["->", "<-", ":", ","];
const handle = (id: string): string => `@${quoted(id, [...nameStops, " "])}`;

/** A text as it is where it would be read back so, else in quotation marks. */
function quoted(s: string, stops: readonly string[]): string {
  const plain = s !== "" && s === fields(s) && !/^[#[@<]|"| @|<$|\0/.test(s) && !stops.some((stop) => s.includes(stop));
  return plain ? s : `"${s.replace(/[\\"\n\r\t]/g, (c) => escapes[c]!)}"`;
}

const escapes: Record<string, string> = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };

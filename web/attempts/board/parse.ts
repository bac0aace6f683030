// The board's text form, read.
import { empty, fields, key, kinds, limits, zoneKinds, type Graph, type Kind, type ZoneKind } from "./graph.ts";
import { resume } from "./resume.ts";
import { codePoints } from "../room/text.ts";

/** What is wrong with a line, from 1. */
export interface Problem {
  line: number;
  message: string;
}

/** A part as the text has it. */
export interface Drawn {
  label: string;
  kind: Kind;
  handle: string;
  defined: boolean; // by a line of its own
  zone: number; // place in zones, or -1
}

export interface Read {
  parts: Drawn[];
  edges: { from: number; to: number; label: string }[];
  zones: { label: string; kind: ZoneKind }[];
  problems: Problem[];
}

/**
 * Reads the text form as the next state of a board: what was there keeps its id, its
 * place and its size. What is new has an id that begins as said, so that pages which
 * do not know of each other give different ones.
 */
export function apply(before: Graph, text: string, prefix = "p"): { graph: Graph; problems: Problem[] } {
  const read = new Parser().read(text);
  return { graph: resume(before, read, prefix), problems: read.problems };
}

export const parse = (text: string): { graph: Graph; problems: Problem[] } => apply(empty, text);

/** A line that cannot be read, and why. */
class Wrong extends Error {}

interface Token {
  label: string;
  handle: string;
  quoted: boolean;
}

class Parser {
  readonly #out: Read = { parts: [], edges: [], zones: [], problems: [] };
  readonly #names = new Map<string, number>();
  readonly #handles = new Map<string, number>();
  readonly #frames: { line: number; kind: ZoneKind; label: string; names: string }[] = []; // read last, when all parts are known
  #line = 0;

  read(text: string): Read {
    const lines = text.replaceAll("\r\n", "\n").split("\n");
    for (const [i, line] of lines.entries()) {
      this.#line = i + 1;
      if (i === limits.lines && lines.length > limits.lines + 1) {
        this.#tell(`A board has up to ${limits.lines} lines; those from here on are not read.`);
        break;
      }
      this.#try(() => this.#read(trim(line)));
    }
    for (const frame of this.#frames) {
      this.#line = frame.line;
      this.#try(() => this.#frame(frame));
    }
    return this.#out;
  }

  #try(read: () => void): void {
    try {
      read();
    } catch (err) {
      if (!(err instanceof Wrong)) throw err;
      this.#tell(err.message);
    }
  }

  #tell(message: string): void {
    this.#out.problems.push({ line: this.#line, message });
  }

  #read(line: string): void {
    if (line === "") return;
    if (line.startsWith("#")) this.#remark(trim(line.replace(/^#+/, "")));
    else if (line.startsWith("[")) this.#definition(line);
    else this.#connections(line);
  }

  #remark(label: string): void {
    if (label === "") return;
    this.#room();
    short(label, "A remark");
    this.#out.parts.push({ label, kind: "note", handle: "", defined: true, zone: -1 });
  }

  #room(): void {
    if (this.#out.parts.length === limits.parts) throw new Wrong(`A board has up to ${limits.parts} parts.`);
  }

  #definition(line: string): void {
    const end = line.indexOf("]");
    if (end < 0) throw new Wrong("The bracket around the kind is never closed; write [queue] Jobs.");
    const kind = trim(line.slice(1, end)).toLowerCase();
    const rest = line.slice(end + 1);
    if ((zoneKinds as readonly string[]).includes(kind)) {
      const [label, names] = cut(rest, ":");
      if (names === null) throw new Wrong(`Say what stands in the ${kind}: [${kind}] Europe: API, Store.`);
      this.#frames.push({ line: this.#line, kind: kind as ZoneKind, label, names });
    } else if ((kinds as readonly string[]).includes(kind)) {
      this.#define(kind as Kind, rest);
    } else {
      throw new Wrong(`There is no kind “${kind}”; the kinds are ${kinds.join(", ")}.`);
    }
  }

  #define(kind: Kind, rest: string): void {
    if (cut(rest, "->")[1] !== null) {
      throw new Wrong(
        `A line is a part or a connection: write [${kind}] Name first, and the arrow on a line of its own. A name with an arrow in it goes into quotation marks.`,
      );
    }
    const t = token(rest);
    if (t.label === "" && t.handle === "") throw new Wrong("A part needs a name.");
    const known = this.#lookup(t);
    const part = known === undefined ? undefined : this.#out.parts[known]!;
    if (part?.defined && t.handle !== "") throw new Wrong(`The sign @${t.handle} belongs to “${part.label}” already; give this one another.`);
    if (part?.defined) {
      throw new Wrong(`There is a part “${part.label}” already. A second one of that name needs a sign of its own: [${kind}] ${part.label} @2.`);
    }
    const made = part ?? this.#out.parts[this.#add(t, kind)]!;
    made.kind = kind;
    made.defined = true;
    if (t.label !== "") made.label = t.label;
  }

  /** Finds a part by its sign, else by its name. */
  #lookup(t: Token): number | undefined {
    return t.handle !== "" ? this.#handles.get(t.handle) : this.#names.get(key(t.label));
  }

  #add(t: Token, kind: Kind): number {
    this.#room();
    const i = this.#out.parts.push({ label: t.label, kind, handle: t.handle, defined: false, zone: -1 }) - 1;
    if (t.handle !== "") this.#handles.set(t.handle, i);
    else if (key(t.label) !== "") this.#names.set(key(t.label), i);
    return i;
  }

  /** Finds or makes the part of which a line speaks. */
  #mention(s: string): number {
    const t = token(s);
    if (t.label === "" && t.handle === "") throw new Wrong("A part needs a name.");
    const known = this.#lookup(t);
    if (known === undefined && t.label === "") throw new Wrong(`There is no part with the sign @${t.handle}; define it above: [service] Name @${t.handle}.`);
    return known ?? this.#add(t, "service");
  }

  /** Reads A -> B <-> C: label. A line without an arrow is a part. */
  #connections(line: string): void {
    let names = line;
    let label = "";
    const last = lastArrow(line);
    if (last >= 0) {
      const [tail, words] = cut(line.slice(last), ":");
      if (words !== null) [names, label] = [line.slice(0, last) + tail, trim(words)];
    }
    if (label.startsWith('"')) {
      const words = unquote(label);
      if (!words || trim(words.rest) !== "") throw new Wrong("The quotation mark around the label is never closed.");
      label = words.text;
    } else {
      label = fields(label);
    }
    short(label, "A label");
    let before = -1;
    let both = false;
    for (let rest: string | null = names; rest !== null; ) {
      const [head, after] = cut(rest, "->");
      const open = head.replace(/[ \t]+$/, "");
      const next = after !== null && open.endsWith("<");
      const place = this.#mention(next ? open.slice(0, -1) : head);
      if (before >= 0) {
        this.#out.edges.push({ from: before, to: place, label });
        if (both) this.#out.edges.push({ from: place, to: before, label });
      }
      [before, both, rest] = [place, next, after];
    }
  }

  #frame({ kind, label, names }: { kind: ZoneKind; label: string; names: string }): void {
    const t = token(label);
    if (t.label === "" && !t.quoted) throw new Wrong(`A ${kind} needs a name: [${kind}] Europe: API, Store.`);
    const within: number[] = [];
    for (let rest: string | null = names; rest !== null; ) {
      const [name, after] = cut(rest, ",");
      rest = after;
      if (trim(name) === "") continue;
      const i = this.#mention(name);
      const part = this.#out.parts[i]!;
      if (part.zone >= 0) this.#tell(`“${part.label}” stands in “${this.#out.zones[part.zone]!.label}” already; a part is in one frame.`);
      else within.push(i);
    }
    if (within.length === 0) throw new Wrong(`Say what stands in the ${kind}: [${kind}] ${t.label}: API, Store.`);
    const zone = this.#out.zones.push({ label: t.label, kind }) - 1;
    for (const i of within) this.#out.parts[i]!.zone = zone;
  }
}

const trim = (s: string): string => s.replace(/^[\s\u0085]+|[\s\u0085]+$/gu, "");

function short(s: string, what: string): void {
  if (codePoints(s) > limits.label) throw new Wrong(`${what} has up to ${limits.label} characters; this one has ${codePoints(s)}.`);
}

/** Reads a name: words, words in quotation marks, and perhaps a sign. */
function token(of: string): Token {
  let s = trim(of);
  const t: Token = { label: "", handle: "", quoted: false };
  const at = ` ${s}`.indexOf(" @");
  if (s.startsWith('"')) {
    const words = unquote(s);
    if (!words) throw new Wrong("The quotation mark is never closed.");
    t.label = words.text;
    t.quoted = true;
    s = trim(words.rest);
    if (s !== "" && !s.startsWith("@")) throw new Wrong(`Behind the quotation mark stands “${s}”; put the whole name between the marks.`);
  } else if (at >= 0) {
    t.label = fields(s.slice(0, at));
    s = s.slice(at);
  } else {
    t.label = fields(s);
    s = "";
  }
  if (!t.quoted && t.label.includes("<-")) throw new Wrong("Arrows point to the right: write B -> A. A name with an arrow in it goes into quotation marks.");
  s = trim(s);
  if (s !== "") {
    s = s.replace(/^@/, "");
    if (s.startsWith('"')) {
      const words = unquote(s);
      if (!words || trim(words.rest) !== "") throw new Wrong("The quotation mark behind @ is never closed.");
      s = words.text;
    }
    if (s === "" || s.includes("\0")) throw new Wrong("Behind @ stands the sign of a part, such as @2.");
    t.handle = s;
  }
  short(t.label, "A name");
  short(t.handle, "A sign");
  return t;
}

/** Cuts at the first separator outside of quotation marks that open a name; null behind it if there is none. */
function cut(s: string, separator: string): [string, string | null] {
  for (let i = 0; i < s.length; ) {
    if (s[i] === '"' && /(^|->|[:,@\]])[ \t]*$/.test(s.slice(0, i))) {
      const words = unquote(s.slice(i));
      if (!words) return [s, null];
      i = s.length - words.rest.length;
    } else if (s.startsWith(separator, i)) {
      return [s.slice(0, i), s.slice(i + separator.length)];
    } else {
      i++;
    }
  }
  return [s, null];
}

/** Where the last arrow stands outside of names, or -1. */
function lastArrow(s: string): number {
  for (let last = -1, from = 0; ; from = last + 2) {
    const [before, after] = cut(s.slice(from), "->");
    if (after === null) return last;
    last = from + before.length;
  }
}

/** The words in quotation marks with which s begins, null if they are never closed. */
function unquote(s: string): { text: string; rest: string } | null {
  let text = "";
  for (let i = 1; i < s.length; i++) {
    const c = s[i]!;
    if (c === '"') return { text, rest: s.slice(i + 1) };
    if (c === "\\" && i + 1 < s.length) {
      const next = s[++i]!;
      text += { n: "\n", r: "\r", t: "\t" }[next] ?? next;
    } else {
      text += c;
    }
  }
  return null;
}

// Where lines run and how parts look, as levelup/internal/board draws them: what one
// draws is what the report shows.
import type { Graph, Kind, Link, Part } from "../board/graph.ts";
import { sizeOf } from "../board/place.ts";

export interface Point {
  x: number;
  y: number;
}

export interface Box extends Point {
  w: number;
  h: number;
}

export const boxOf = (p: Part): Box => ({ x: p.x, y: p.y, ...sizeOf(p) });

/** The outline of a part whose upper left corner is at 0, 0. */
export function outline(kind: Kind, w: number, h: number): string {
  switch (kind) {
    case "database":
    case "storage":
      return `M0 6c0 -7 ${w} -7 ${w} 0v${h - 12}c0 7 ${-w} 7 ${-w} 0zc0 7 ${w} 7 ${w} 0`;
    case "queue":
      return `M0 0h${w}v${h}h${-w}zM${w - 8} 0v${h}M${w - 15} 0v${h}`;
    case "balancer":
      return `M0 ${h / 2}l8 ${-h / 2}h${w - 16}l8 ${h / 2}l-8 ${h / 2}h${16 - w}z`;
    case "note":
      return `M0 0h${w - 12}l12 12v${h - 12}h${-w}zM${w - 12} 0v12h12`;
    case "client":
    case "external":
    case "cdn":
      return `M10 0h${w - 20}a10 10 0 0 1 10 10v${h - 20}a10 10 0 0 1 -10 10h${20 - w}a10 10 0 0 1 -10 -10v${20 - h}a10 10 0 0 1 10 -10z`;
    default:
      return `M0 0h${w}v${h}h${-w}z`;
  }
}

export interface Way {
  path: string;
  tail: string; // the arrow's head where it begins, for both ways
  head: string;
  at(t: number): Point; // on it, from 0 at its tail to 1 at its head
}

/** How far aside the middle of a connection is led, in the order in which it is tried, where parts lie on its straight way. */
const bends = [0, 50, -50, 90, -90, 140, -140, 200, -200, 280, -280];

/** Between a connection and a part that it passes. */
const clearance = 5;

/** Parts by connections: a thicket of more is drawn straight. */
export const mostTried = 60_000;

/** How a connection runs between two parts: moved aside where several do, its middle led aside by a bend. */
export function way(a: Box, b: Box, side: number, bend = 0): Way {
  const [from, to] = [middle(a), middle(b)];
  const u = toward(from, to);
  if (bend === 0) {
    const aside = (p: Point): Point => ({ x: p.x - u.y * side, y: p.y + u.x * side });
    const [tail, head] = [border(aside(from), a, u.x, u.y, side), border(aside(to), b, -u.x, -u.y, side)];
    return {
      path: `M${num(tail.x)} ${num(tail.y)}L${num(head.x)} ${num(head.y)}`,
      tail: arrow(tail, -u.x, -u.y),
      head: arrow(head, u.x, u.y),
      at: (t) => ({ x: tail.x + (head.x - tail.x) * t, y: tail.y + (head.y - tail.y) * t }),
    };
  }
  const via = { x: (from.x + to.x) / 2 - u.y * 2 * bend, y: (from.y + to.y) / 2 + u.x * 2 * bend };
  const [leave, meet] = [toward(from, via), toward(via, to)];
  const [tail, head] = [border(from, a, leave.x, leave.y, 0), border(to, b, -meet.x, -meet.y, 0)];
  return {
    path: `M${num(tail.x)} ${num(tail.y)}Q${num(via.x)} ${num(via.y)} ${num(head.x)} ${num(head.y)}`,
    tail: arrow(tail, -leave.x, -leave.y),
    head: arrow(head, meet.x, meet.y),
    at: (t) => {
      const r = 1 - t;
      return { x: r * r * tail.x + 2 * r * t * via.x + t * t * head.x, y: r * r * tail.y + 2 * r * t * via.y + t * t * head.y };
    },
  };
}

/** How far aside the middle of a connection between two parts is led so that it runs through no other; 0 if it need not or cannot. */
export function bendOf(a: Box, b: Box, side: number, others: readonly Box[]): number {
  const steps = Math.trunc(Math.min(128, Math.max(8, Math.hypot(middle(b).x - middle(a).x, middle(b).y - middle(a).y) / 12)));
  return (
    bends.find((bend) => {
      const { at } = way(a, b, side, bend);
      for (let i = 0; i < steps; i++) {
        const { x, y } = at((i + 0.5) / steps);
        if (others.some((o) => x > o.x - clearance && x < o.x + o.w + clearance && y > o.y - clearance && y < o.y + o.h + clearance)) return false;
      }
      return true;
    }) ?? 0
  );
}

/** The direction of length 1 from one point to another. */
function toward(a: Point, b: Point): Point {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const long = Math.hypot(dx, dy);
  return long > 0 ? { x: dx / long, y: dy / long } : { x: 0, y: 1 };
}

/** A connection from a part to itself. */
export function loop({ x, y, w, h }: Box): Way {
  const [right, top] = [x + w, y + h / 2 - 9];
  return {
    path: `M${num(right)} ${num(top)}c32 -10 32 28 0 18`,
    tail: "",
    head: arrow({ x: right, y: top + 18 }, -1, 0),
    at: () => ({ x: right + 30, y: top + 9 }),
  };
}

/** How far each connection is moved aside: 0, -14, 14, -28, … of those between the same two. */
export function sides(g: Graph, links: readonly Link[]): number[] {
  const place = new Map(g.nodes.map((p, i) => [p.id, i]));
  const many = new Map<string, number>();
  return links.map(({ edge }) => {
    const [from, to] = [place.get(edge.from)!, place.get(edge.to)!];
    const pair = `${Math.min(from, to)} ${Math.max(from, to)}`;
    const nth = many.get(pair) ?? 0;
    many.set(pair, nth + 1);
    return Math.trunc((nth + 1) / 2) * 14 * (1 - 2 * (nth % 2)) * (to < from ? -1 : 1);
  });
}

/** Where on a connection its words hide no part, if there is such a place. */
export function wordsAt(drawn: Way, words: string, boxes: readonly Box[]): number {
  const lines = Math.ceil((words.length * 6.2) / 170);
  const [w, h] = [Math.min(180, words.length * 6.2 + 8), 15 * lines];
  const clear = (t: number): boolean => {
    const { x, y } = drawn.at(t);
    return boxes.every((b) => x + w / 2 < b.x || x - w / 2 > b.x + b.w || y + h / 2 < b.y || y - h / 2 > b.y + b.h);
  };
  return [0.5, 0.36, 0.64, 0.24, 0.76].find(clear) ?? 0.5;
}

const middle = ({ x, y, w, h }: Box): Point => ({ x: x + w / 2, y: y + h / 2 });

/** Where a ray from near the middle of a part leaves it. */
function border(m: Point, { w, h }: Box, ux: number, uy: number, side: number): Point {
  const off = { x: -uy * side, y: ux * side };
  let t = Infinity;
  if (ux !== 0) t = Math.min(t, Math.max(0, ((ux < 0 ? -w : w) / 2 - off.x) / ux));
  if (uy !== 0) t = Math.min(t, Math.max(0, ((uy < 0 ? -h : h) / 2 - off.y) / uy));
  return t === Infinity ? m : { x: m.x + ux * t, y: m.y + uy * t };
}

function arrow({ x, y }: Point, ux: number, uy: number): string {
  const [long, half] = [9, 4.5];
  return `M${num(x)} ${num(y)}L${num(x - ux * long - uy * half)} ${num(y - uy * long + ux * half)}L${num(x - ux * long + uy * half)} ${num(y - uy * long - ux * half)}z`;
}

const num = (n: number): string => String(Math.round(n * 10) / 10);

const pad = 18;
const head = 24; // for its name

/** How far a frame reaches around its parts; null around none. */
export function around(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  const [x, y] = [Math.min(...boxes.map((b) => b.x)), Math.min(...boxes.map((b) => b.y))];
  const [right, bottom] = [Math.max(...boxes.map((b) => b.x + b.w)), Math.max(...boxes.map((b) => b.y + b.h))];
  return { x: x - pad, y: y - pad - head, w: right - x + 2 * pad, h: bottom - y + 2 * pad + head };
}

// The board as React Flow wants it: nodes and edges of the parts, the frames around
// them and the connections between them.
import { Position, type Edge, type Node, type NodeHandle } from "@xyflow/react";
import { links, type Graph, type Part, type Zone } from "../board/graph.ts";
import { linkKeys } from "../board/edit.ts";
import { sizeOf } from "../board/place.ts";
import { around, bendOf, boxOf, mostTried, sides, way, wordsAt } from "./geometry.ts";
import type { View } from "./desk.ts";

export type PartNode = Node<{ part: Part; naming: boolean; alone: boolean }, "part">;
export type FrameNode = Node<{ zone: Zone }, "frame">;
export type BoardNode = PartNode | FrameNode;
export type WayEdge = Edge<{ side: number; bend: number; both: boolean; words: number }, "way">;

/** The sides of a part on which it has a dot, and how large that is. */
export const dots = [Position.Top, Position.Right, Position.Bottom, Position.Left] as const;
const dot = 14;

/** What the node of a frame goes by, which must not be that of a part. */
export const frameId = (zone: string): string => `frame ${zone}`;

/** The nodes of a board. One that is as it was stays the same object, so that it need not be drawn again. */
export function nodesOf({ graph, parts, zone, naming, locked }: View, old: readonly BoardNode[]): BoardNode[] {
  const before = new Map(old.map((n) => [n.id, n]));
  const words = told(graph);
  const nodes = graph.nodes.map((part): PartNode => {
    const ariaLabel = words.get(part.id)!;
    const selected = parts.has(part.id);
    const was = before.get(part.id) as PartNode | undefined;
    const fresh: PartNode["data"] = { part, naming: naming === part.id, alone: selected && parts.size === 1 && !locked };
    const { w, h } = sizeOf(part);
    const same = was && was.data.part === part && was.data.naming === fresh.naming && was.data.alone === fresh.alone && was.selected === selected && was.position.x === part.x && was.position.y === part.y && was.width === w && was.height === h && was.ariaLabel === ariaLabel;
    if (same) return was;
    return {
      measured: { width: w, height: h }, // known, so that connections need not wait until it has been measured
      handles: handlesOf(w, h),
      id: part.id,
      type: "part",
      position: { x: part.x, y: part.y },
      width: w,
      height: h,
      selected,
      data: fresh,
      ariaLabel,
      domAttributes: { "aria-roledescription": "part", "aria-describedby": "board-keys-short" },
    };
  });
  return framed(graph, zone, nodes, old);
}

/** The nodes with the frames around them as they stand at this moment. */
export function framed(graph: Graph, zone: string | null, nodes: readonly BoardNode[], old: readonly BoardNode[] = nodes): BoardNode[] {
  const parts = nodes.filter((n): n is PartNode => n.type === "part");
  const before = new Map(old.map((n) => [n.id, n]));
  const frames = (graph.zones ?? []).flatMap((z): FrameNode[] => {
    const box = around(parts.filter((n) => n.data.part.zone === z.id).map((n) => ({ ...n.position, w: n.width!, h: n.height! })));
    if (!box) return [];
    const was = before.get(frameId(z.id)) as FrameNode | undefined;
    if (was && was.data.zone === z && was.position.x === box.x && was.position.y === box.y && was.width === box.w && was.height === box.h && was.selected === (zone === z.id)) return [was];
    return [
      {
        measured: { width: box.w, height: box.h },
        id: frameId(z.id),
        type: "frame",
        position: { x: box.x, y: box.y },
        width: box.w,
        height: box.h,
        zIndex: -1,
        selected: zone === z.id,
        data: { zone: z },
        ariaLabel: `${z.label}, ${z.kind} with ${parts.filter((n) => n.data.part.zone === z.id).length} parts`,
        domAttributes: { "aria-roledescription": "frame", "aria-describedby": "board-keys-short" },
      },
    ];
  });
  return [...frames, ...parts];
}

/** Where a part has the dots from which connections are drawn. */
function handlesOf(w: number, h: number): NodeHandle[] {
  const at = { [Position.Top]: [w / 2, 0], [Position.Right]: [w, h / 2], [Position.Bottom]: [w / 2, h], [Position.Left]: [0, h / 2] } as const;
  return dots.map((position) => {
    const [x, y] = at[position];
    return { id: position, type: "source", position, x: x - dot / 2, y: y - dot / 2, width: dot, height: dot };
  });
}

/** What each part is, stands in and is connected with, in words. */
function told(g: Graph): Map<string, string> {
  const name = new Map(g.nodes.map((p) => [p.id, p.label.trim() || p.kind]));
  const zones = new Map((g.zones ?? []).map((z) => [z.id, z.label]));
  const ways = new Map<string, string[]>(g.nodes.map((p) => [p.id, []]));
  for (const { edge, back } of links(g)) {
    ways.get(edge.from)?.push(`${back ? "to and from" : "to"} ${name.get(edge.to)}`);
    if (edge.to !== edge.from) ways.get(edge.to)?.push(`${back ? "to and from" : "from"} ${name.get(edge.from)}`);
  }
  return new Map(
    g.nodes.map((p) => {
      const said = ways.get(p.id)!;
      const more = said.length > 6 ? ` and ${said.length - 6} more` : "";
      const connected = said.length === 0 ? "not connected" : `connected ${said.slice(0, 6).join(", ")}${more}`;
      return [p.id, `${p.label.trim() || "no name"}, ${p.kind}${p.zone ? `, in ${zones.get(p.zone)}` : ""}, ${connected}`];
    }),
  );
}

export function edgesOf({ graph, links: chosen, locked }: View, old: readonly WayEdge[]): WayEdge[] {
  const all = [...linkKeys(graph)];
  const aside = sides(graph, all.map(([, link]) => link));
  const before = new Map(old.map((e) => [e.id, e]));
  const name = new Map(graph.nodes.map((p) => [p.id, p.label.trim() || p.kind]));
  const boxes = new Map(graph.nodes.map((p) => [p.id, boxOf(p)]));
  const crowded = graph.nodes.length * all.length > mostTried;
  return all.map(([id, { edge, back }], i) => {
    const selected = chosen.has(id);
    const was = before.get(id);
    const both = back !== undefined;
    const ariaLabel = `${name.get(edge.from)} ${both ? "to and from" : "to"} ${name.get(edge.to)}${edge.label ? `: ${edge.label}` : ""}`;
    const [from, to] = [boxes.get(edge.from)!, boxes.get(edge.to)!];
    const side = aside[i]!;
    const bend = crowded || edge.from === edge.to ? 0 : bendOf(from, to, side, [...boxes.values()].filter((o) => o !== from && o !== to));
    const words = edge.label && edge.from !== edge.to ? wordsAt(way(from, to, side, bend), edge.label, [...boxes.values()]) : 0.5;
    if (was && was.selected === selected && was.data!.words === words && was.data!.bend === bend && was.data!.side === side && was.data!.both === both && was.selectable === !locked && was.ariaLabel === ariaLabel) return was;
    return {
      id,
      type: "way",
      source: edge.from,
      target: edge.to,
      selected,
      selectable: !locked,
      focusable: false, // the strip beneath names the connections of the part that is chosen
      data: { side, bend, both, words },
      ariaLabel,
      ...(edge.label && { label: edge.label }),
    };
  });
}

// A connection as it is seen on the canvas: from the edge of one part to that of the
// other, past what lies in its way, as on the report.
import { EdgeLabelRenderer, useInternalNode, type ConnectionLineComponentProps, type EdgeProps, type InternalNode } from "@xyflow/react";
import { memo } from "react";
import type { BoardNode, WayEdge } from "./flow.ts";
import { loop, way, type Box } from "./geometry.ts";

const box = (node: InternalNode<BoardNode>): Box => ({ ...node.internals.positionAbsolute, w: node.width ?? node.measured.width ?? 0, h: node.height ?? node.measured.height ?? 0 });

export const WayView = memo(function WayView({ source, target, label, data, selected }: EdgeProps<WayEdge>) {
  const [from, to] = [useInternalNode<BoardNode>(source), useInternalNode<BoardNode>(target)];
  if (!from || !to || !data) return null;
  const drawn = source === target ? loop(box(from)) : way(box(from), box(to), data.side, data.bend);
  const { x, y } = drawn.at(data.words);
  return (
    <>
      <path className="line" d={drawn.path} />
      <path className="reach react-flow__edge-interaction" d={drawn.path} />
      <path className="head" d={drawn.head} />
      {data.both && <path className="head" d={drawn.tail} />}
      {label && (
        <EdgeLabelRenderer>
          <span className={selected ? "words chosen" : "words"} dir="auto" style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}>
            {label}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

/** The connection that is being drawn. */
export function Reach({ fromX, fromY, toX, toY }: ConnectionLineComponentProps) {
  return <path className="line drawing-line" d={`M${fromX} ${fromY}L${toX} ${toY}`} />;
}

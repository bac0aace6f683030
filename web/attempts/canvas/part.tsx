// A part, and a frame around some, as they are seen on the canvas.
import { Handle, NodeResizer, Position, useConnection, type NodeProps } from "@xyflow/react";
import { memo, useContext, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import icons from "../../../internal/board/icons.json";
import { limits } from "../board/graph.ts";
import { DeskContext } from "./context.ts";
import { dots, type FrameNode, type PartNode } from "./flow.ts";
import { outline } from "./geometry.ts";

export const PartView = memo(function PartView({ id, data: { part, naming, alone }, width = 0, height = 0 }: NodeProps<PartNode>) {
  const connecting = useConnection((c) => c.inProgress && c.fromNode.id !== id);
  const desk = useContext(DeskContext);
  return (
    <div className={`part ${part.kind}`} onDoubleClick={() => desk.write(id)}>
      <NodeResizer isVisible={alone} minWidth={80} minHeight={40} handleClassName="grab" />
      <svg className="shape" width={width} height={height} aria-hidden="true">
        <path d={outline(part.kind, width, height)} />
      </svg>
      <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d={icons[part.kind]} />
      </svg>
      {naming ? <Name id={id} label={part.label} /> : <span dir="auto">{part.label}</span>}
      {dots.map((side) => (
        <Handle key={side} type="source" id={side} position={side} className="dot" aria-hidden="true" />
      ))}
      {connecting && <Handle type="target" position={Position.Top} id="whole" className="whole" aria-hidden="true" />}
    </div>
  );
});

/** The name while it is written: Enter and leaving keep it, Escape does not. */
function Name({ id, label }: { id: string; label: string }) {
  const desk = useContext(DeskContext);
  const [early] = useState(() => desk.early());
  const [text, setText] = useState(early || label);
  const field = useRef<HTMLInputElement>(null);
  const over = useRef(false);
  useLayoutEffect(() => {
    field.current?.focus({ preventScroll: true });
    if (!early) field.current?.select();
  }, [early]);
  const end = (keep: boolean): void => {
    if (over.current) return;
    over.current = true;
    if (keep) desk.rename(id, text);
    desk.write(null);
  };
  const pressed = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    end(event.key === "Enter");
    desk.reveal(id);
  };
  return (
    <input ref={field} className="name nodrag nopan" aria-label="Name" maxLength={limits.label} value={text} onInput={(event) => setText(event.currentTarget.value)} onKeyDown={pressed} onBlur={() => end(true)} autoComplete="off" dir="auto" />
  );
}

export const FrameView = memo(function FrameView({ data: { zone } }: NodeProps<FrameNode>) {
  return (
    <div className={`frame ${zone.kind}`}>
      <span dir="auto">{zone.label}</span>
    </div>
  );
});

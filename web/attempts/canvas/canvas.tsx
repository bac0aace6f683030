// The canvas: the board drawn with React Flow. It is fetched when the board is first
// opened (../room/boardpanel.ts), and everything that is done on it goes through a Desk.
import { applyNodeChanges, ConnectionMode, Background, BackgroundVariant, ReactFlow, ReactFlowProvider, useReactFlow, type Connection, type EdgeChange, type NodeChange } from "@xyflow/react";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore, type MouseEvent } from "react";
import { createRoot } from "react-dom/client";
import type { Graph } from "../board/graph.ts";
import type { Stand } from "../board/edit.ts";
import { size, sizeOf } from "../board/place.ts";
import { DeskContext } from "./context.ts";
import { Desk, type Hooks, type View } from "./desk.ts";
import { edgesOf, framed, nodesOf, type BoardNode, type WayEdge } from "./flow.ts";
import { listenToKeys } from "./keys.ts";
import { FrameView, PartView } from "./part.tsx";
import { Sheets } from "./sheets.tsx";
import { Strip } from "./strip.tsx";
import { Toolbar } from "./toolbar.tsx";
import { Reach, WayView } from "./way.tsx";

export type { Hooks } from "./desk.ts";

export interface Canvas {
  show(shown: { graph: Graph; locked: boolean; undo: string | null; redo: string | null }): void;
  fit(): void;
  focus(): void;
  close(): void;
}

const nodeTypes = { part: PartView, frame: FrameView };
const edgeTypes = { way: WayView };

/** Draws a board into a place of the page. */
export function open(place: HTMLElement, hooks: Hooks): Canvas {
  const desk = new Desk(hooks);
  const root = createRoot(place);
  let fit = (): void => {};
  root.render(
    <DeskContext.Provider value={desk}>
      <ReactFlowProvider>
        <Board desk={desk} place={place} fitted={(does) => (fit = does)} />
      </ReactFlowProvider>
    </DeskContext.Provider>,
  );
  const stopKeys = listenToKeys(place, desk, () => fit());
  return {
    show: (shown) => desk.show(shown),
    fit: () => fit(),
    focus: () => (place.querySelector<HTMLElement>(".react-flow__node.selected, .react-flow__node") ?? place.querySelector<HTMLElement>(".bar button"))?.focus(),
    close: () => {
      stopKeys();
      root.unmount();
    },
  };
}

function Board({ desk, place, fitted }: { desk: Desk; place: HTMLElement; fitted(fit: () => void): void }) {
  const view = useSyncExternalStore(desk.listen, desk.view);
  const flow = useReactFlow<BoardNode, WayEdge>();
  const [nodes, setNodes] = useState<BoardNode[]>([]);
  const now = useRef(nodes);
  const edges = useRef<WayEdge[]>([]);
  edges.current = useMemo(() => edgesOf(view, edges.current), [view]);
  const draw = useCallback((next: BoardNode[]): void => setNodes((now.current = next)), []);
  useLayoutEffect(() => draw(nodesOf(view, now.current)), [view, draw]);
  useFocusKept(place, nodes);

  const fitting = useRef(true); // nobody has moved the view since all was brought into sight
  const fit = useCallback(() => {
    fitting.current = true;
    void flow.fitView({ padding: 0.1, maxZoom: 1 });
  }, [flow]);
  useEffect(() => {
    const stage = place.querySelector(".stage")!;
    const seen = new ResizeObserver(() => fitting.current && desk.view().graph.nodes.length > 0 && fit());
    seen.observe(stage);
    return () => seen.disconnect();
  }, [desk, fit, place]);
  const handled = (): void => void (fitting.current = false);
  useEffect(() => {
    fitted(fit);
    desk.middle = () => {
      const { left, top, width, height } = place.querySelector(".react-flow")!.getBoundingClientRect();
      return flow.screenToFlowPosition({ x: left + width / 2, y: top + height / 2 });
    };
    desk.reveal = (id) => {
      const part = desk.part(id);
      if (!part) return;
      const { w, h } = sizeOf(part);
      const centre = (): void => void flow.setCenter(part.x + w / 2, part.y + h / 2, { zoom: Math.max(flow.getZoom(), 0.5) });
      requestAnimationFrame(() => reveal(place, id, centre));
    };
  }, [desk, fit, fitted, flow, place]);

  const moved = useCallback(
    (changes: NodeChange<BoardNode>[]) => {
      const { graph, zone, parts } = desk.view();
      const wanted = changes.filter((c) => c.type !== "select" && c.type !== "remove");
      const choices = changes.filter((c) => c.type === "select");
      if (choices.length > 0) desk.choose(chosen(desk.view(), choices));
      if (wanted.length === 0) return;
      const dragged = dragOfFrame(wanted, now.current);
      const next = framed(graph, zone, applyNodeChanges(dragged, now.current) as BoardNode[]);
      draw(next);
      const over = wanted.filter((c) => (c.type === "position" && c.dragging === false) || (c.type === "dimensions" && c.resizing === false));
      if (over.length > 0) desk.stand(stands(next, graph), parts.size > 1 ? "Moved." : "");
    },
    [desk, draw],
  );

  const linked = useCallback(
    (changes: EdgeChange<WayEdge>[]) => {
      const choices = changes.filter((c) => c.type === "select");
      if (choices.length === 0) return;
      const links = new Set(desk.view().links);
      for (const { id, selected } of choices) selected ? links.add(id) : links.delete(id);
      desk.choose({ parts: desk.view().parts, links, zone: desk.view().zone });
    },
    [desk],
  );

  const connected = useCallback(({ source, target }: Connection) => source !== target && desk.connect(source, target), [desk]);

  const pointed = (event: MouseEvent): void => {
    if (!(event.target as Element).classList.contains("react-flow__pane")) return;
    const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    desk.open("add", { x: x - size.w / 2, y: y - size.h / 2 });
  };

  return (
    <>
      <Toolbar view={view} fit={fit} moved={handled} />
      <div className="stage" tabIndex={-1} onDoubleClick={pointed} onPointerDown={handled} onWheel={handled} onKeyDown={handled}>
        <ReactFlow
          nodes={nodes}
          edges={edges.current}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={moved}
          onEdgesChange={linked}
          onConnect={connected}
          connectionLineComponent={Reach}
          connectionMode={ConnectionMode.Loose}
          connectionRadius={24}
          nodesDraggable={!view.locked}
          nodesConnectable={!view.locked}
          edgesFocusable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          panActivationKeyCode={null}
          snapToGrid
          snapGrid={[size.grid, size.grid]}
          minZoom={0.1}
          maxZoom={2.5}
          zoomOnDoubleClick={false}
          elevateNodesOnSelect={false}
          onlyRenderVisibleElements={view.graph.nodes.length > 150}
          preventScrolling
          proOptions={{ hideAttribution: true }}
          aria-label="Canvas of the board"
        >
          <Background variant={BackgroundVariant.Dots} gap={size.grid} size={1} />
        </ReactFlow>
        <Sheets view={view} back={() => place.querySelector<HTMLElement>(".react-flow__node.selected")?.focus({ preventScroll: true })} />
      </div>
      <Strip view={view} />
    </>
  );
}

/** Keeps the focus on the canvas when what had it is gone: the keys go on, and undo is one of them. */
function useFocusKept(place: HTMLElement, nodes: readonly BoardNode[]): void {
  const here = useRef(false);
  useEffect(() => {
    const look = (event: FocusEvent): void => void (here.current = event.target !== null && place.contains(event.target as Node));
    document.addEventListener("focusin", look);
    return () => document.removeEventListener("focusin", look);
  }, [place]);
  useEffect(() => {
    const lost = document.activeElement === document.body || document.activeElement === null;
    if (here.current && lost) place.querySelector<HTMLElement>(".stage")!.focus({ preventScroll: true });
  }, [place, nodes]);
}

/** What is chosen after React Flow says what was clicked. A frame is chosen alone. */
function chosen(view: View, changes: readonly { id: string; selected: boolean }[]): { parts: Set<string>; links: ReadonlySet<string>; zone: string | null } {
  const parts = new Set(view.parts);
  let zone = view.zone;
  for (const { id, selected } of changes) {
    const of = /^frame (.*)$/s.exec(id)?.[1];
    if (of !== undefined) zone = selected ? of : zone === of ? null : zone;
    else if (selected) parts.add(id);
    else parts.delete(id);
  }
  return parts.size > 0 ? { parts, links: view.links, zone: null } : { parts, links: view.links, zone };
}

/** What is drawn with a frame are the parts in it: it lies around them by itself. */
function dragOfFrame(changes: NodeChange<BoardNode>[], nodes: readonly BoardNode[]): NodeChange<BoardNode>[] {
  return changes.flatMap((change): NodeChange<BoardNode>[] => {
    const frame = change.type === "position" ? nodes.find((n) => n.id === change.id) : undefined;
    if (change.type !== "position" || frame?.type !== "frame") return [change];
    const [dx, dy] = change.position ? [change.position.x - frame.position.x, change.position.y - frame.position.y] : [0, 0];
    return nodes
      .filter((n) => n.type === "part" && n.data.part.zone === frame.data.zone.id)
      .map((n) => ({ id: n.id, type: "position", position: { x: n.position.x + dx, y: n.position.y + dy }, ...(change.dragging !== undefined && { dragging: change.dragging }) }));
  });
}

/** Where the parts stand that do not stand where the board has them. */
function stands(nodes: readonly BoardNode[], graph: Graph): Map<string, Stand> {
  const parts = new Map(graph.nodes.map((p) => [p.id, p]));
  const out = new Map<string, Stand>();
  for (const n of nodes) {
    const part = parts.get(n.id);
    if (n.type !== "part" || !part) continue;
    const usual = sizeOf(part);
    const [w, h] = [n.width ?? usual.w, n.height ?? usual.h];
    if (n.position.x !== part.x || n.position.y !== part.y || w !== usual.w || h !== usual.h) out.set(n.id, { ...n.position, w, h });
  }
  return out;
}

/** Brings the focus to a part, and it into sight if it is not: what is out of sight may not even be drawn. */
function reveal(place: HTMLElement, id: string, centre: () => void): void {
  const element = (): HTMLElement | null => place.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
  const focus = (): void => {
    if (!place.querySelector(".over")) element()?.focus({ preventScroll: true }); // unless one has gone on to something else
  };
  const [seen, own] = [place.querySelector(".react-flow")!.getBoundingClientRect(), element()?.getBoundingClientRect()];
  if (!own || own.left < seen.left || own.right > seen.right || own.top < seen.top || own.bottom > seen.bottom) {
    centre();
    setTimeout(focus, 50);
  }
  focus();
}

// The row of buttons above the canvas.
import { useReactFlow } from "@xyflow/react";
import { useContext } from "react";
import { DeskContext } from "./context.ts";
import type { View } from "./desk.ts";

const icons = {
  undo: "M6 3L2 7l4 4M2 7h8a4 4 0 0 1 0 8H7",
  redo: "M10 3l4 4-4 4M14 7H6a4 4 0 0 0 0 8h3",
  nearer: "M8 3v10M3 8h10",
  farther: "M3 8h10",
  fit: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
};

export function Toolbar({ view, fit, moved }: { view: View; fit(): void; moved(): void }) {
  const desk = useContext(DeskContext);
  const { zoomIn, zoomOut } = useReactFlow();
  const zoom = (by: () => Promise<boolean>): void => {
    moved();
    void by();
  };
  const { locked, undo, redo } = view;
  const sign = (icon: keyof typeof icons, name: string, does: () => void, possible = true) => (
    <button type="button" className={icon} aria-label={name} title={name} disabled={!possible} onClick={does}>
      <svg className="icon" viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
        <path d={icons[icon]} />
      </svg>
    </button>
  );
  return (
    <div className="bar" role="group" aria-label="Canvas">
      <button type="button" disabled={locked} aria-haspopup="listbox" onClick={() => desk.open("add")}>
        Add
      </button>
      <button type="button" disabled={locked || view.parts.size !== 1 || view.graph.nodes.length < 2} aria-haspopup="listbox" onClick={() => desk.open("connect")}>
        Connect
      </button>
      {sign("undo", undo === null ? "Undo" : `Undo: ${undo}`, () => desk.hooks.undo(), !locked && undo !== null)}
      {sign("redo", redo === null ? "Redo" : `Redo: ${redo}`, () => desk.hooks.redo(), !locked && redo !== null)}
      <span className="gap" />
      {sign("farther", "Farther", () => zoom(zoomOut))}
      {sign("nearer", "Nearer", () => zoom(zoomIn))}
      {sign("fit", "All in sight", fit)}
      <button type="button" aria-haspopup="menu" aria-expanded={view.sheet === "more"} onClick={() => desk.open(view.sheet === "more" ? null : "more")}>
        More
      </button>
    </div>
  );
}

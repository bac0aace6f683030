// The list of what else can be done.
import { useContext, useEffect, useRef, type KeyboardEvent } from "react";
import { parse } from "../board/parse.ts";
import type { Edge } from "../board/edit.ts";
import { DeskContext } from "./context.ts";
import type { View } from "./desk.ts";
import { templates } from "./templates.ts";

const lines: readonly [Edge, string][] = [
  ["left", "Left"],
  ["centre", "Centre"],
  ["right", "Right"],
  ["top", "Top"],
  ["middle", "Middle"],
  ["bottom", "Bottom"],
  ["row", "In a row"],
  ["column", "In a column"],
];

export function More({ view, close }: { view: View; close(): void }) {
  const desk = useContext(DeskContext);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.querySelector("button")?.focus(), []);
  const { hooks } = desk;
  const chosen = desk.subject.size;
  const empty = view.graph.nodes.length === 0;
  const item = (name: string, does: () => void, possible = true) => (
    <button
      key={name}
      type="button"
      role="menuitem"
      disabled={!possible}
      onClick={() => {
        close();
        does();
      }}
    >
      {name}
    </button>
  );
  const pressed = (event: KeyboardEvent): void => {
    const all = [...list.current!.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
    const here = all.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") close();
    else if (to !== undefined) all.at(to % all.length)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={list} className="over menu" role="menu" aria-label="More" onKeyDown={pressed} onBlur={(event) => event.relatedTarget && !event.currentTarget.contains(event.relatedTarget) && close()}>
      <div role="group" aria-label="The board">
        {item("Find a part", () => desk.open("find"), !empty)}
        {item("Choose all", () => desk.chooseAll(), !empty)}
        {item("Arrange anew", () => hooks.arrange(), !empty && !view.locked)}
        {item("Keys", () => desk.open("keys"))}
      </div>
      {!view.locked && (
        <>
          {chosen > 0 && (
            <div role="group" aria-label="What is chosen">
              {item("Duplicate", () => desk.duplicate())}
              {item("Put into a frame", () => desk.frame(null))}
            </div>
          )}
          {chosen > 1 && (
            <div role="group" aria-labelledby="board-align" className="two">
              <b id="board-align">Align, or spread evenly</b>
              {lines.map(([how, name]) => item(name, () => desk.align(how)))}
            </div>
          )}
          <div role="group" aria-labelledby="board-begin">
            <b id="board-begin">Begin with</b>
            {templates.map(({ name, text }) => item(name, () => desk.put(parse(text).graph, `add ${name}`)))}
          </div>
          <div role="group" aria-labelledby="board-bring">
            <b id="board-bring">Bring in</b>
            {item("A file of Excalidraw or Mermaid…", () => hooks.open())}
          </div>
        </>
      )}
      <div role="group" aria-labelledby="board-save">
        <b id="board-save">Save as</b>
        {item("SVG picture", () => hooks.save("svg"), !empty)}
        {item("PNG picture", () => hooks.save("png"), !empty)}
        {item("Mermaid text", () => hooks.save("mmd"), !empty)}
      </div>
    </div>
  );
}

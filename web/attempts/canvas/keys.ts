// The keys of the canvas. They count while the focus is in it and not in a field, so
// single letters get in nobody's way.
import { size } from "../board/place.ts";
import type { Desk } from "./desk.ts";

const ways: Readonly<Record<string, [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Begins to listen; the function ends it. */
export function listenToKeys(place: HTMLElement, desk: Desk, fit: () => void): () => void {
  const over = new AbortController();
  const on = <E extends Event>(name: string, does: (event: E) => void): void => place.addEventListener(name, does as EventListener, { signal: over.signal });
  const elsewhere = (event: Event): boolean => (event.target as Element).closest("input, select, textarea, .over") !== null;
  on<KeyboardEvent>("keydown", (event) => {
    if (elsewhere(event) || event.isComposing) return;
    if (desk.opening && [...event.key].length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      desk.type(event.key);
      return;
    }
    const command = read(event, desk, fit, place);
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    command();
  });
  on<ClipboardEvent>("copy", (event) => elsewhere(event) || give(event, desk.copy()));
  on<ClipboardEvent>("cut", (event) => elsewhere(event) || give(event, desk.view().locked ? desk.copy() : desk.cut()));
  on<ClipboardEvent>("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain");
    if (elsewhere(event) || !text || desk.view().locked) return;
    event.preventDefault();
    desk.paste(text);
  });
  return () => over.abort();
}

function give(event: ClipboardEvent, text: string | null): void {
  if (text === null) return;
  event.clipboardData?.setData("text/plain", text);
  event.preventDefault();
}

function read(event: KeyboardEvent, desk: Desk, fit: () => void, place: HTMLElement): (() => void) | null {
  const { key, shiftKey, altKey } = event;
  const ctrl = event.ctrlKey || event.metaKey;
  const low = key.toLowerCase();
  if (ctrl && !altKey) {
    if (low === "z") return () => (shiftKey ? desk.hooks.redo() : desk.hooks.undo());
    if (low === "y") return () => desk.hooks.redo();
    if (low === "a") return () => desk.chooseAll();
    if (low === "d") return () => desk.duplicate();
    if (low === "f" && !shiftKey) return () => desk.open("find");
    return null;
  }
  const node = (event.target as Element).closest<HTMLElement>(".react-flow__node");
  const id = node?.dataset["id"];
  const button = (event.target as Element).closest("button");
  const way = ways[key];
  if (way && !button) {
    const by = altKey ? size.grid : shiftKey ? 4 * size.grid : size.grid;
    return () => {
      take(desk, id);
      if (altKey) desk.grow(way[0] * by, way[1] * by);
      else desk.nudge(way[0] * by, way[1] * by);
    };
  }
  if (altKey) return null;
  switch (key) {
    case "Enter":
    case "F2":
      if (id === undefined || id.startsWith("frame ")) return null;
      return () => desk.write(id);
    case " ":
      return node && id !== undefined ? () => (id.startsWith("frame ") ? take(desk, id) : desk.toggle(id)) : null;
    case "Delete":
    case "Backspace":
      return button ? null : () => {
        const next = node?.nextElementSibling ?? node?.previousElementSibling;
        const nextId = next instanceof HTMLElement ? next.dataset["id"] : undefined;
        take(desk, id);
        desk.remove();
        if (nextId !== undefined) requestAnimationFrame(() => place.querySelector<HTMLElement>(`[data-id="${CSS.escape(nextId)}"]`)?.focus());
        else place.querySelector<HTMLElement>(".bar button")?.focus();
      };
    case "Escape":
      if (desk.view().sheet) return () => desk.close();
      return desk.view().parts.size + desk.view().links.size > 0 || desk.view().zone !== null ? () => desk.choose({}) : null;
    case "+":
    case "=":
      return () => place.querySelector<HTMLElement>('[aria-label="Nearer"]')?.click();
    case "-":
      return () => place.querySelector<HTMLElement>('[aria-label="Farther"]')?.click();
    case "0":
      return fit;
    case "/":
      return () => desk.open("find");
    case "?":
      return () => desk.open("keys");
  }
  if (shiftKey) return null;
  if (low === "a") return () => desk.open("add");
  if (low === "c")
    return () => {
      take(desk, id);
      desk.open("connect");
    };
  if (low === "g")
    return () => {
      take(desk, id);
      desk.frame(null);
    };
  return null;
}

/** What the focus is on is what a key is about, unless more is chosen with it. */
function take(desk: Desk, id: string | undefined): void {
  if (id === undefined) return;
  const frame = /^frame (.*)$/s.exec(id)?.[1];
  const { parts, zone } = desk.view();
  if (frame !== undefined) {
    if (zone !== frame) desk.choose({ zone: frame });
  } else if (!parts.has(id)) {
    desk.choose({ parts: [id] });
  }
}

// The shortcuts. None is a single letter while one writes, and none is taken
// from a keyboard that needs it for a character: on a Mac, Alt with a digit
// writes one ("#", "[" or "€", as the country will have it), so there it is Control.
import type { Tool } from "./tools.ts";

export interface Commands {
  goOn(): void;
  step(number: number): void;
  tool(tool: Tool): void;
  dictate(): void;
  save(): void;
  focus(): void;
  help(): void;
}

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "isComposing" | "target" | "getModifierState">;

/** The numbers that follow those of the steps. */
const tools: Readonly<Record<string, Tool>> = { 6: "Prompt", 7: "Calculator", 8: "Talk", 0: "Board" };

export function listenToKeys(commands: Commands): void {
  const mac = /Mac|iP(hone|ad)/.test(navigator.platform);
  document.addEventListener("keydown", (event) => {
    const command = read(event, mac);
    if (!command) return;
    event.preventDefault();
    if (!event.repeat) command(commands);
  });
}

/** What a key is to do, null if it is none of ours. */
export function read(event: Pressed, mac: boolean): ((commands: Commands) => void) | null {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (event.isComposing || event.getModifierState("AltGraph")) return null;
  const ctrl = ctrlKey || metaKey;
  const digit = /^Digit([0-9])$/.exec(code)?.[1];
  if (digit && !metaKey && !shiftKey && ctrlKey === mac && altKey !== mac) {
    if (digit === "9") return (c) => c.dictate();
    const tool = tools[digit];
    return tool ? (c) => c.tool(tool) : (c) => c.step(Number(digit));
  }
  if (ctrl && !altKey && !shiftKey && key === ".") return (c) => c.goOn();
  if (ctrl && !altKey && !shiftKey && key.toLowerCase() === "s") return (c) => c.save();
  if (ctrl && !altKey && key === "/") return (c) => c.help();
  if (ctrl && !altKey && shiftKey && key.toLowerCase() === "f") return (c) => c.focus();
  if (key === "?" && !ctrl && !altKey && !isField(event.target)) return (c) => c.help();
  return null;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}

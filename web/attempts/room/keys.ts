// The shortcuts. None is a single letter while one writes, and none is taken
// from a keyboard that needs it for a character.

export interface Commands {
  goOn(): void;
  step(number: number): void;
  save(): void;
  focus(): void;
  help(): void;
}

export function listenToKeys(commands: Commands): void {
  document.addEventListener("keydown", (event) => {
    const command = read(event);
    if (!command) return;
    event.preventDefault();
    if (!event.repeat) command(commands);
  });
}

function read(event: KeyboardEvent): ((commands: Commands) => void) | null {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (event.isComposing || event.getModifierState("AltGraph")) return null;
  const ctrl = ctrlKey || metaKey;
  if (ctrl && !altKey && !shiftKey && key === ".") return (c) => c.goOn();
  if (ctrl && !altKey && !shiftKey && key.toLowerCase() === "s") return (c) => c.save();
  if (ctrl && !altKey && key === "/") return (c) => c.help();
  if (ctrl && !altKey && shiftKey && key.toLowerCase() === "f") return (c) => c.focus();
  const digit = /^Digit([1-5])$/.exec(code)?.[1];
  if (altKey && !ctrl && !shiftKey && digit) return (c) => c.step(Number(digit));
  if (key === "?" && !ctrl && !altKey && !isField(event.target)) return (c) => c.help();
  return null;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}

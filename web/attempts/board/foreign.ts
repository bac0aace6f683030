// What other programs write, which the server reads.

/** Whether a text is a flowchart of Mermaid, or a file of another program. */
export function isForeign(text: string): boolean {
  if (/^\s*\{\s*"/.test(text)) return true;
  const first = text.split("\n").find((line) => !/^\s*(%%.*|```.*)?$/.test(line)) ?? "";
  return /^\s*(graph|flowchart)([ \t]+(TB|TD|BT|LR|RL))?[ \t]*(;|$)/.test(first) && /--|==|-\.|[[({]/.test(text);
}

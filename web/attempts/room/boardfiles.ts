// Boards that come from other programs and go to them. The server reads and draws;
// what is asked here of it is stored nowhere.
import type { Graph } from "../board/graph.ts";

/** What the server makes of a text or a board, or why nothing. */
export type Brought = { scene: Graph; leftOut: readonly string[] } | string;

/** The largest file that is sent. */
const largest = 4 << 20;

export class BoardFiles {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Reads what another program wrote; our own board is laid out anew. */
  async read(text: string): Promise<Brought> {
    const body = new Blob([text], { type: "text/plain" });
    if (body.size > largest) return "The file is larger than 4 MiB.";
    try {
      const response = await fetch(`${this.#path}/board`, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(15_000) });
      const reply = (await response.json()) as { scene?: Graph; left_out?: string[]; message?: string; problems?: { line: number; message: string }[] };
      if (reply.scene) return { scene: reply.scene, leftOut: reply.left_out ?? [] };
      const first = reply.problems?.[0];
      return first ? `Line ${first.line}: ${first.message}` : (reply.message ?? "The server could not read it.");
    } catch {
      return "The server cannot be reached, and this needs it. Try again in a moment.";
    }
  }

  /** The remarks in the margin of a step's board as it is saved, as the server writes them; null if it does not answer. */
  async remarks(step: string): Promise<string | null> {
    try {
      const response = await fetch(`${this.#path}/board?step=${encodeURIComponent(step)}`, { headers: { "HX-Request": "true" }, cache: "no-store", signal: AbortSignal.timeout(10_000) });
      return response.ok && new URL(response.url).pathname === `${this.#path}/board` ? await response.text() : null;
    } catch {
      return null;
    }
  }

  /** Hands a saved board out as a file; why not, or null. */
  async save(step: string, as: "svg" | "png" | "mmd"): Promise<string | null> {
    const url = `${this.#path}/board/${encodeURIComponent(step)}.${as === "png" ? "svg" : as}`;
    try {
      const response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(15_000) });
      if (!response.ok) return "The server could not draw it. Try again in a moment.";
      const name = /filename="?([^";]+)/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? `board.${as}`;
      const file = await response.blob();
      if (as !== "png") hand(file, name);
      else hand(await pixels(file), name.replace(/\.svg$/, ".png"));
      return null;
    } catch {
      return "The server cannot be reached, and this needs it. Try again in a moment.";
    }
  }

  /** Lets the learner choose a file; null if none, or if it is no text. */
  choose(): Promise<string | null> {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = ".excalidraw,.json,.mmd,.mermaid,.txt,.md,text/plain,application/json";
    return new Promise((resolve) => {
      input.addEventListener("change", () => {
        const file = input.files?.[0];
        resolve(file ? file.text().catch(() => null) : null);
      });
      input.addEventListener("cancel", () => resolve(null));
      input.click();
    });
  }
}

/** The most that a picture measures on a side, in pixels: what every browser can draw. */
const side = 8_000;

async function pixels(svg: Blob): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(2, side / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.ceil(image.naturalWidth * scale), Math.ceil(image.naturalHeight * scale)];
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}

function hand(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

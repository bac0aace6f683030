// What the page adds to the sheet: it is kept in the browser, can be cleared,
// brought back, sent on and printed. In the room the attempt keeps it instead.
import { addressOf } from "./address.ts";
import { Keep } from "./keep.ts";
import type { Sheet } from "./sheet.ts";

export class Desk {
  readonly #sheet: Sheet;
  readonly #keep: Keep;
  readonly #back: HTMLElement;
  #displaced: string | null = null; // the kept sheet, while one that came by a link is shown

  constructor(sheet: Sheet, keep: Keep) {
    this.#sheet = sheet;
    this.#keep = keep;
    this.#back = sheet.root.querySelector<HTMLElement>("[data-back]")!;
    this.#begin();
    sheet.root.addEventListener("sheet:edited", () => this.#edited());
    this.#on("data-clear", () => this.#clear());
    this.#on("data-back", () => this.#bringBack());
    this.#on("data-share", () => void this.#share());
    this.#on("data-markdown", () => void this.#markdown());
    this.#on("data-print", () => print());
  }

  /** What the browser has put back, or the address holds, goes before what was kept. */
  #begin(): void {
    const { area, root } = this.#sheet;
    const kept = this.#keep.sheet;
    if (area.value === area.defaultValue && kept !== null && kept !== area.value) {
      if (root.hasAttribute("data-given")) this.#displaced = kept;
      else this.#sheet.show(kept.split("\n"));
    }
    this.#back.hidden = !this.#displaced?.trim() && (area.value.trim() !== "" || this.#keep.earlier.length === 0);
  }

  #edited(): void {
    if (location.search !== "") history.replaceState(history.state, "", location.pathname);
    if (this.#displaced !== null) this.#keep.putAside(this.#displaced);
    this.#displaced = null;
    this.#keep.sheet = this.#sheet.text;
  }

  #clear(): void {
    const text = this.#sheet.text;
    if (text === "") return;
    this.#replace("");
    this.#keep.putAside(text);
    this.#back.hidden = this.#keep.earlier.length === 0;
    this.#sheet.say("Cleared, and kept for when you want it back.");
  }

  /** Each time the one before; the one in sight goes to the end of the row. */
  #bringBack(): void {
    if (this.#displaced !== null) this.#keep.putAside(this.#displaced);
    this.#displaced = null;
    const earlier = this.#keep.exchange(this.#sheet.text);
    if (earlier !== null) this.#replace(earlier);
    this.#back.hidden = this.#keep.earlier.length === 0;
  }

  #replace(text: string): void {
    this.#sheet.write(0, this.#sheet.text.length, text);
  }

  async #share(): Promise<void> {
    const address = addressOf(this.#sheet.text);
    if (address === null) {
      this.#sheet.say("This sheet is too long for a link. Copy it as Markdown instead.");
      return;
    }
    const whole = new URL(address, location.href).href;
    if (await copy(Promise.resolve(whole))) {
      this.#sheet.say("The link to this sheet is copied.");
      return;
    }
    history.replaceState(history.state, "", address);
    this.#sheet.say("The address of this page is now the link to this sheet.");
  }

  async #markdown(): Promise<void> {
    if (this.#sheet.text.trim() === "") {
      this.#sheet.say("There is nothing to copy yet.");
      return;
    }
    const done = await copy(asMarkdown(this.#sheet.text));
    this.#sheet.say(done ? "Copied as Markdown." : "It could not be copied just now.");
  }

  #on(hook: string, act: () => void): void {
    this.#sheet.root.querySelector(`[${hook}]`)?.addEventListener("click", (event) => {
      const { ctrlKey, metaKey, shiftKey } = event as MouseEvent;
      if (ctrlKey || metaKey || shiftKey) return;
      event.preventDefault();
      act();
    });
  }
}

/** The sheet as the server writes it for other programs. */
async function asMarkdown(worksheet: string): Promise<string> {
  const response = await fetch("/calculator", { method: "POST", headers: { Accept: "text/markdown" }, body: new URLSearchParams({ worksheet }) });
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}

/** Copies what is still on its way, since a browser that asks for a click does not wait. */
async function copy(text: Promise<string>): Promise<boolean> {
  try {
    const plain = "text/plain";
    if (typeof ClipboardItem === "undefined") await navigator.clipboard.writeText(await text);
    else await navigator.clipboard.write([new ClipboardItem({ [plain]: text.then((t) => new Blob([t], { type: plain })) })]);
    return true;
  } catch {
    return false;
  }
}

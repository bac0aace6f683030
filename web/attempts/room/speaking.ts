// Dictation and reading aloud on the page: what is chosen, where the sound goes,
// the sign that it listens, and when it ends.
import type { Choice, Shelf } from "./choice.ts";
import { dictated } from "./dictated.ts";
import { Dictation, type Recognisers } from "./dictation.ts";
import type { Host } from "./speech.ts";
import { Voice } from "./voice.ts";

/** An element that the page must have. */
function find<T extends Element>(root: ParentNode, selector: string): T {
  return root.querySelector<T>(selector)!;
}

/** Where the sound goes: it stays, or the maker of the browser gets it. */
const places = {
  device: "This browser makes out the words on this device: the sound does not leave it. Level Up gets the words alone.",
  maker:
    "In this browser the sound goes to a service of the browser’s maker (of Google from Chrome, of Microsoft from Edge, of Apple from Safari), which makes out the words under the maker’s terms. Level Up gets the words alone, and neither hears nor keeps the sound.",
};

export class Speaking {
  readonly #host: Host;
  readonly #shelf: Shelf;
  readonly #recognisers: Recognisers | null;
  readonly #sheet = find<HTMLElement>(document, "#room-speech");
  readonly #buttons = document.querySelectorAll<HTMLButtonElement>("[data-dictate]");
  readonly #read = find<HTMLButtonElement>(document, "[data-read]");
  readonly #strip: HTMLElement;
  readonly #lang = spoken();
  readonly #dictation: Dictation | null = null;
  readonly #voice: Voice | null = null;
  readonly #placed: Promise<void>;
  #local = false; // the device can recognise by itself
  #area: HTMLTextAreaElement | null = null; // into which is dictated
  #held: string[] = []; // to be read once nothing is dictated
  #statement = false; // it is what is being read
  #writing = false;

  constructor(host: Host, shelf: Shelf, recognisers: Recognisers | null) {
    this.#host = host;
    this.#shelf = shelf;
    this.#recognisers = recognisers;
    this.#strip = (find<HTMLTemplateElement>(document, "[data-heard-template]").content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    if (recognisers) {
      const make = () => Object.assign(new recognisers(), { lang: this.#lang }, this.#local ? { processLocally: true } : {});
      this.#dictation = new Dictation(make, {
        heard: (words) => this.#write(words),
        hearing: (words) => (find(this.#strip, "[data-heard-words]").textContent = words),
        listening: (is) => this.#listening(is),
        failed: (why) => host.say(why),
      });
    }
    if ("speechSynthesis" in window) {
      this.#voice = new Voice(speechSynthesis, (text) => new SpeechSynthesisUtterance(text), this.#lang, (is) => this.#reading(is));
      this.#voice.rate = this.#choice.rate;
    }
    this.#listen();
    this.#placed = this.#place();
  }

  /** Begins to dictate into what has the focus, or stops. Where it is not chosen, the choice opens. */
  async toggle(area = focused()): Promise<void> {
    if (this.#dictation?.on) return this.#dictation.stop();
    await this.#placed;
    if (!this.#allowed) return this.#sheet.showPopover();
    if (area.readOnly || area.disabled) return;
    this.#voice?.stop();
    this.#area = area;
    area.focus();
    this.#dictation?.start();
  }

  /** Reads the statement, or stops. */
  statement(): void {
    if (!this.#voice) return;
    if (this.#statement) return this.#voice.stop();
    const voice = this.#voice.voice;
    if (!voice) return this.#host.say(`This browser has no voice for this page’s language (${this.#lang}).`);
    if (!voice.localService && !this.#choice.aloud) return this.#sheet.showPopover(); // the words would be sent, so it is chosen first
    this.#dictation?.cut();
    this.#voice.stop();
    this.#statement = true;
    this.#voice.read(readable(find(document, "[data-place=Prompt] .prose")));
  }

  /** The interviewer has said something. */
  said(texts: readonly string[]): void {
    if (!this.#choice.aloud || document.hidden) return;
    if (this.#dictation?.on) this.#held.push(...texts); // or the microphone hears it
    else for (const text of texts) this.#voice?.read(text);
  }

  cut(): void {
    this.#held = [];
    this.#dictation?.cut();
    this.#voice?.stop();
  }

  end(): void {
    this.cut();
    for (const button of [...this.#buttons, this.#read]) button.hidden = true;
  }

  get #choice(): Choice {
    return this.#shelf.choice;
  }

  /** Whether it was chosen for where the sound goes now. */
  get #allowed(): boolean {
    return this.#choice.dictation === (this.#local ? "device" : "maker");
  }

  #listen(): void {
    for (const button of this.#buttons) {
      button.addEventListener("click", () => void this.toggle(button.dataset["dictate"] === "message" ? message() : written()));
    }
    find(this.#strip, "button").addEventListener("click", () => {
      this.#dictation?.stop();
      this.#area?.focus();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        this.#held = [];
        this.#dictation?.stop();
        this.#voice?.stop();
      } else if (event.key === "Enter" && !event.shiftKey && event.target === message()) this.#dictation?.cut(); // it is sent, with the words that were shown
    }, true);
    document.addEventListener("submit", () => this.#dictation?.cut(), true);
    document.addEventListener("input", (event) => {
      if (!this.#writing && event.target instanceof HTMLTextAreaElement) this.#voice?.stop();
    });
    document.addEventListener("focusin", (event) => {
      const to = event.target as Element;
      if (!this.#writing && to !== this.#area && !to.closest("[data-dictate], [data-heard]")) this.#dictation?.cut();
    });

    const dictation = find<HTMLInputElement>(this.#sheet, "[data-choose=dictation]");
    const aloud = find<HTMLInputElement>(this.#sheet, "[data-choose=aloud]");
    const rate = find<HTMLSelectElement>(this.#sheet, "[data-choose=rate]");
    dictation.addEventListener("change", () => this.#chose({ dictation: dictation.checked && (this.#local ? "device" : "maker") }));
    aloud.addEventListener("change", () => this.#chose({ aloud: aloud.checked }));
    rate.addEventListener("change", () => this.#chose({ rate: Number(rate.value) }));
    find(this.#sheet, "[data-try]").addEventListener("click", () => {
      this.#voice?.stop();
      this.#voice?.read("How many people will use it, and how often?");
    });
    find<HTMLButtonElement>(this.#sheet, "[data-fetch]").addEventListener("click", (event) => void this.#fetch(event.currentTarget as HTMLButtonElement));
    this.#sheet.addEventListener("toggle", () => this.#paint());
  }

  #chose(change: Partial<Choice>): void {
    this.#shelf.choose(change);
    if (this.#voice) this.#voice.rate = this.#choice.rate;
    if (!this.#choice.dictation) this.#dictation?.cut();
    if (!this.#choice.aloud) this.#voice?.stop();
    this.#paint();
  }

  /** Asks whether the device can recognise by itself; if so, it has to. */
  async #place(): Promise<void> {
    const options = { langs: [this.#lang], processLocally: true };
    const able = await (this.#recognisers?.available?.(options) ?? Promise.resolve("")).catch(() => "");
    this.#local = able === "available";
    find<HTMLElement>(this.#sheet, "[data-fetching]").hidden = able !== "downloadable" && able !== "downloading";
    this.#paint();
  }

  async #fetch(button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    const note = find(this.#sheet, "[data-fetch-note]");
    note.textContent = "The browser is fetching the language…";
    const done = await (this.#recognisers?.install?.({ langs: [this.#lang], processLocally: true }) ?? Promise.resolve(false)).catch(() => false);
    note.textContent = done ? "" : "The browser could not fetch it.";
    button.disabled = false;
    await this.#place();
    if (this.#local && this.#choice.dictation) this.#chose({ dictation: "device" }); // less is sent than was chosen
  }

  #paint(): void {
    find(this.#sheet, "[data-where]").textContent = places[this.#local ? "device" : "maker"];
    find<HTMLInputElement>(this.#sheet, "[data-choose=dictation]").checked = this.#allowed;
    find<HTMLInputElement>(this.#sheet, "[data-choose=aloud]").checked = this.#choice.aloud;
    find<HTMLSelectElement>(this.#sheet, "[data-choose=rate]").value = String(this.#choice.rate);
    const voice = this.#voice?.voice;
    find(this.#sheet, "[data-voice]").textContent = !voice
      ? `This browser has no voice for this page’s language (${this.#lang}).`
      : voice.localService
        ? `The voice is ${voice.name}, of this device: the words do not leave it.`
        : `This browser has no voice of its own on this device for this language. With ${voice.name}, the words to be read go to a service of the browser’s maker.`;
    for (const button of this.#buttons) button.hidden = !this.#allowed;
  }

  #listening(is: boolean): void {
    for (const button of this.#buttons) {
      const here = is && (button.dataset["dictate"] === "message") === (this.#area === message());
      button.setAttribute("aria-pressed", String(here));
    }
    if (!is) {
      if (this.#strip.isConnected) this.#host.aloud("Listening has stopped.");
      if (this.#strip.contains(document.activeElement)) this.#area?.focus(); // the button with the focus goes
      this.#strip.remove();
      for (const text of this.#held.splice(0)) this.#voice?.read(text);
    } else if (!this.#strip.isConnected) {
      this.#area!.after(this.#strip);
      this.#host.aloud("Listening. Escape stops it.");
    }
  }

  /** The button says what it does next; pressed beside that would say the opposite. */
  #reading(is: boolean): void {
    if (!is) this.#statement = false;
    find(this.#read, "[data-read-text]").textContent = this.#statement ? "Stop reading" : "Read aloud";
  }

  /** Writes what was heard at the cursor, as if by hand: it is saved like what is typed, and can be undone. */
  #write(words: string): void {
    const area = this.#area;
    if (!area || area.readOnly) return;
    const text = dictated(words, area.value.slice(0, area.selectionStart), area.value.slice(area.selectionEnd));
    if (text === "") return;
    const { activeElement } = document;
    this.#writing = true;
    area.focus({ preventScroll: true });
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    if (activeElement instanceof HTMLElement && activeElement !== area && activeElement !== document.body) activeElement.focus({ preventScroll: true });
    this.#writing = false;
  }
}

const written = (): HTMLTextAreaElement => find(document, "[data-text]:not([hidden])");
const message = (): HTMLTextAreaElement => find(document, "[data-message]");

/** Where dictated words go: the message's box if one is in the conversation, else the answer. */
function focused(): HTMLTextAreaElement {
  return document.activeElement?.closest("[data-place=Talk], [data-tool=Talk], [data-pane=Talk]") ? message() : written();
}

/** The page's language as this person speaks it, English if it says none. */
function spoken(): string {
  const page = document.documentElement.lang || "en";
  return navigator.languages.find((tag) => tag.startsWith(`${page}-`)) ?? (page === "en" ? "en-US" : page);
}

/** A passage as it is read: a break after each block. */
function readable(prose: Element): string {
  const blocks = [...prose.querySelectorAll("p, li, h2, h3, h4")].filter((block) => !block.querySelector("p"));
  return blocks.map((block) => block.textContent.trim()).join("\n");
}

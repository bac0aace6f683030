// Speech, as far as the room always has it: what this browser can do appears, and
// the rest (speaking.ts) is fetched once somebody wants it.
import { Shelf } from "./choice.ts";
import type { Recognisers } from "./dictation.ts";
import type { Speaking } from "./speaking.ts";
import type { Turn } from "./talk.ts";

/** What the room does for it. */
export interface Host {
  say(text: string): void; // in sight and aloud
  aloud(text: string): void; // to those who do not see the page
}

/** The browser's recogniser, none where it would not be allowed anyway. */
function recognisers(): Recognisers | null {
  const known = window as { SpeechRecognition?: Recognisers; webkitSpeechRecognition?: Recognisers };
  return isSecureContext ? (known.SpeechRecognition ?? known.webkitSpeechRecognition ?? null) : null;
}

export class Speech {
  readonly #host: Host;
  readonly #shelf: Shelf;
  readonly #recognisers = recognisers();
  readonly #sheet = document.querySelector<HTMLElement>("#room-speech");
  #speaking: Promise<Speaking> | null = null;
  #now: Speaking | null = null;
  #turns: number; // of the conversation, that are old
  #over = false;

  constructor(host: Host, person: string, turns: readonly Turn[]) {
    this.#host = host;
    this.#shelf = new Shelf(() => localStorage, person);
    this.#turns = turns.length;
    const mouth = "speechSynthesis" in window ? speechSynthesis : null;
    const look = (): void => {
      if ((mouth?.getVoices().length ?? 0) > 0) appear("read");
    };
    if (this.#recognisers) appear("dictate");
    look();
    mouth?.addEventListener?.("voiceschanged", look);
    this.#sheet?.addEventListener("beforetoggle", () => void this.#load());
    document.querySelector("[data-read]")?.addEventListener("click", () => void this.#with((speaking) => speaking.statement()));
    const { dictation, aloud } = this.#shelf.choice;
    if (dictation || aloud) void this.#load();
  }

  /** Dictates into what has the focus, or stops. */
  key(): void {
    if (this.#recognisers && !this.#over) void this.#with((speaking) => speaking.toggle());
  }

  /** What has been said, whole: what is new of the interviewer may be read. */
  turns(turns: readonly Turn[]): void {
    const fresh = turns.slice(this.#turns).filter((turn) => turn.from === "interviewer");
    this.#turns = turns.length;
    if (fresh.length > 0 && !this.#over) this.#now?.said(fresh.map((turn) => turn.text));
  }

  /** Neither listens nor reads any more, for now. */
  cut(): void {
    this.#now?.cut();
  }

  /** The attempt is over. */
  end(): void {
    this.#over = true;
    this.#now?.end();
  }

  async #with(act: (speaking: Speaking) => void): Promise<void> {
    const speaking = await this.#load();
    if (speaking && !this.#over) act(speaking);
  }

  async #load(): Promise<Speaking | null> {
    try {
      this.#speaking ??= import("./speaking.ts").then(({ Speaking }) => new Speaking(this.#host, this.#shelf, this.#recognisers));
      return (this.#now = await this.#speaking);
    } catch {
      this.#speaking = null; // the next wish fetches it again
      this.#host.say("What dictates and reads could not be fetched. Everything else works as before; try it again in a moment.");
      return null;
    }
  }
}

/** Shows what makes sense where the browser can do this. */
function appear(what: "dictate" | "read"): void {
  for (const element of document.querySelectorAll<HTMLElement>(`[data-speech~="${what}"]`)) element.hidden = false;
}

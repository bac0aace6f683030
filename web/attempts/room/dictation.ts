// Dictation by the browser's own recogniser: it listens until it is told to stop,
// hands over words once they are final, and shows them before. No page, no
// network of ours: what the browser does with the sound is its maker's matter,
// and said where dictation is chosen.

/** The part of the browser's recogniser that is used here. */
export interface Recogniser {
  continuous: boolean;
  interimResults: boolean;
  lang: string;
  processLocally?: boolean;
  onresult: ((event: { resultIndex: number; results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }> }) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
  abort(): void;
}

/** What the recogniser's constructor can tell where the device can recognise by itself. */
export interface Recognisers {
  new (): Recogniser;
  available?(options: { langs: string[]; processLocally: boolean }): Promise<string>;
  install?(options: { langs: string[]; processLocally: boolean }): Promise<boolean>;
}

export interface Ears {
  heard(words: string): void; // final, to be written
  hearing(words: string): void; // not final yet
  listening(is: boolean): void;
  failed(why: string): void;
}

/** Why nothing can be heard, by the recogniser's word for it. */
const reasons: Readonly<Record<string, string>> = {
  "not-allowed": "The microphone is not allowed for this site: allow it in the browser's settings of the site, beside the address.",
  "service-not-allowed": "This browser does not allow dictation here.",
  "audio-capture": "No microphone was found.",
  network: "Dictation needs the network in this browser, and it was not reached. Typing works as before.",
  "no-speech": "Nothing was heard, so listening has stopped.",
  "language-not-supported": "This browser cannot recognise the language of this page.",
};

export class Dictation {
  readonly #make: () => Recogniser;
  readonly #ears: Ears;
  #at: Recogniser | null = null;
  #interim = "";
  #some = false; // words came since it began to listen
  #stopping = false;

  constructor(make: () => Recogniser, ears: Ears) {
    this.#make = make;
    this.#ears = ears;
  }

  get on(): boolean {
    return this.#at !== null;
  }

  start(): void {
    if (this.#at) return;
    this.#stopping = false;
    this.#begin();
  }

  /** Listens no more; the words that are being made out still come. */
  stop(): void {
    if (!this.#at || this.#stopping) return;
    this.#stopping = true;
    this.#at.stop();
  }

  /** Ends at once. What was shown and is not final is written as it is, since it was said. */
  cut(): void {
    const at = this.#at;
    if (!at) return;
    this.#over();
    at.abort();
  }

  #begin(): void {
    const at = this.#make();
    at.continuous = at.interimResults = true;
    at.onresult = (event) => this.#at === at && this.#result(event);
    at.onerror = (event) => this.#at === at && this.#error(event.error);
    at.onend = () => this.#at === at && this.#ended();
    this.#at = at;
    this.#some = false;
    try {
      at.start();
    } catch {
      this.#over();
      this.#ears.failed(reasons["service-not-allowed"]!);
      return;
    }
    this.#ears.listening(true);
  }

  #result(event: Parameters<NonNullable<Recogniser["onresult"]>>[0]): void {
    this.#interim = "";
    this.#some = true;
    for (let i = event.resultIndex; i < event.results.length; i++) {
      const result = event.results[i]!;
      const words = result[0]?.transcript ?? "";
      if (result.isFinal) this.#ears.heard(words);
      else this.#interim += words;
    }
    this.#ears.hearing(this.#interim);
  }

  #error(error: string): void {
    if (error === "aborted" || (error === "no-speech" && this.#stopping)) return; // the end follows
    const at = this.#at!;
    this.#over();
    at.abort();
    this.#ears.failed(reasons[error] ?? "The browser has stopped listening.");
  }

  /** A recogniser ends by itself after a while; where it has heard words, another goes on. */
  #ended(): void {
    if (this.#stopping || !this.#some) return this.#over();
    this.#flush();
    this.#begin();
  }

  #over(): void {
    this.#at = null;
    this.#flush();
    this.#ears.listening(false);
  }

  #flush(): void {
    if (this.#interim) this.#ears.heard(this.#interim);
    this.#interim = "";
    this.#ears.hearing("");
  }
}

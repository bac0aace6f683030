// Reading aloud by the browser's own voices, sentence by sentence: some browsers
// break off a long text. A voice of the device comes before one to which the words
// would be sent.

/** What is used of the browser's speech. */
export interface Mouth {
  getVoices(): SpeechSynthesisVoice[];
  speak(utterance: SpeechSynthesisUtterance): void;
  cancel(): void;
}

/** The voice for a language: of the device if there is one, and the browser's own choice among those. */
export function pick(voices: readonly SpeechSynthesisVoice[], lang: string): SpeechSynthesisVoice | null {
  const base = (tag: string): string => tag.toLowerCase().split(/[-_]/)[0]!;
  const speaks = voices.filter((voice) => base(voice.lang) === base(lang));
  const best = (among: readonly SpeechSynthesisVoice[]) =>
    among.find((voice) => voice.lang.replace("_", "-").toLowerCase() === lang.toLowerCase()) ?? among.find((voice) => voice.default) ?? among[0];
  return best(speaks.filter((voice) => voice.localService)) ?? best(speaks) ?? null;
}

/** Splits a text into what is spoken in one breath. */
export function sentences(text: string): string[] {
  return text.split(/(?<=[.?!:])\s+|\n+/u).map((sentence) => sentence.trim()).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

export class Voice {
  readonly #mouth: Mouth;
  readonly #make: (text: string) => SpeechSynthesisUtterance;
  readonly #lang: string;
  readonly #watch: (reading: boolean) => void;
  #left: string[] = [];
  #now: SpeechSynthesisUtterance | null = null;
  rate = 1;

  constructor(mouth: Mouth, make: (text: string) => SpeechSynthesisUtterance, lang: string, watch: (reading: boolean) => void) {
    this.#mouth = mouth;
    this.#make = make;
    this.#lang = lang;
    this.#watch = watch;
  }

  /** The voice that reads; a browser may learn its voices late. */
  get voice(): SpeechSynthesisVoice | null {
    return pick(this.#mouth.getVoices(), this.#lang);
  }

  get on(): boolean {
    return this.#now !== null;
  }

  /** Reads a text after those that are being read. */
  read(text: string): void {
    this.#left.push(...sentences(text));
    if (this.#now || this.#left.length === 0) return;
    this.#watch(true);
    this.#next();
  }

  stop(): void {
    if (!this.#now) return;
    this.#left = [];
    this.#now = null;
    this.#mouth.cancel();
    this.#watch(false);
  }

  #next(): void {
    const text = this.#left.shift();
    const { voice } = this;
    if (text === undefined || !voice) {
      this.#left = [];
      this.#now = null;
      this.#watch(false);
      return;
    }
    const utterance = this.#make(text);
    [utterance.voice, utterance.lang, utterance.rate] = [voice, voice.lang, this.rate];
    utterance.onend = utterance.onerror = () => this.#now === utterance && this.#next();
    this.#now = utterance;
    this.#mouth.speak(utterance);
  }
}

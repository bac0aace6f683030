// What a person has chosen about speech. It stands in this browser alone, under
// the person's key, and goes with everything else of the site at the sign-out,
// which clears the storage. Nothing of it is told to the server.

export interface Choice {
  dictation: "device" | "maker" | false; // words may be dictated, when the sound goes there and no further
  aloud: boolean; // the interviewer's turns are read aloud as they come
  rate: number; // of reading, 1 as the voice has it
}

const rates: readonly number[] = [0.8, 1, 1.2, 1.5, 1.8];

const none: Choice = { dictation: false, aloud: false, rate: 1 };

type Store = Pick<Storage, "getItem" | "setItem">;

export class Shelf {
  readonly #store: () => Store;
  readonly #key: string;
  #choice: Choice;

  constructor(store: () => Store, person: string) {
    this.#store = store;
    this.#key = `levelup room speech ${person}`;
    this.#choice = this.#read();
  }

  /** What is chosen now: nothing until somebody has. */
  get choice(): Choice {
    return this.#choice;
  }

  /** Keeps a change, for as long as the page lives where the browser keeps nothing. */
  choose(change: Partial<Choice>): void {
    this.#choice = { ...this.#choice, ...change };
    try {
      this.#store().setItem(this.#key, JSON.stringify(this.#choice));
    } catch {
      // storage is forbidden
    }
  }

  #read(): Choice {
    try {
      const read = JSON.parse(this.#store().getItem(this.#key) ?? "{}") as Partial<Choice> | null;
      return {
        dictation: read?.dictation === "device" || read?.dictation === "maker" ? read.dictation : false,
        aloud: read?.aloud === true,
        rate: rates.find((rate) => rate === read?.rate) ?? none.rate,
      };
    } catch {
      return none; // storage is forbidden, or holds something else
    }
  }
}

// Words that the server does not have yet, kept on this device: one record for
// each open page, under its person and attempt. When a page has closed, another
// one of the same person takes its record over.
import type { Unsaved } from "./answers.ts";

interface Draft {
  person: string;
  attempt: string;
  page: string;
  at: number;
  unsaved: Unsaved;
}

type Key = [person: string, attempt: string, page: string];

const table = "drafts";

export class Drafts {
  readonly #person: string;
  readonly #attempt: string;
  #db: Promise<IDBDatabase> | null = null;
  #restsUntil = 0; // after a refusal; who waits for a device that never answers keeps nothing in time

  constructor(person: string, attempt: string) {
    this.#person = person;
    this.#attempt = attempt;
  }

  /** Keeps a page's unsaved words, or nothing if there are none; false if the device refuses. */
  async keep(page: string, unsaved: Unsaved | null): Promise<boolean> {
    const draft: Draft = { person: this.#person, attempt: this.#attempt, page, at: Date.now(), unsaved: unsaved! };
    return this.#write((store) => (unsaved ? store.put(draft) : store.delete(this.#key(page))));
  }

  /** Forgets everything of this attempt. */
  async wipe(): Promise<void> {
    await this.#write((store) => store.delete(this.#range()));
  }

  /** The records of all pages of this person and attempt. */
  async list(): Promise<Draft[]> {
    return (await this.#ask((store) => store.getAll(this.#range()) as IDBRequest<Draft[]>)) ?? [];
  }

  /** One page's record, if it is still there. */
  async find(page: string): Promise<Draft | undefined> {
    return (await this.#ask((store) => store.get(this.#key(page)) as IDBRequest<Draft | undefined>)) ?? undefined;
  }

  #key(page: string): Key {
    return [this.#person, this.#attempt, page];
  }

  #range(): IDBKeyRange {
    return IDBKeyRange.bound([this.#person, this.#attempt], [this.#person, this.#attempt, []]);
  }

  async #write(f: (store: IDBObjectStore) => IDBRequest): Promise<boolean> {
    const written = await this.#try((db) => {
      const tx = db.transaction(table, "readwrite");
      return new Promise<true>((resolve, reject) => {
        tx.oncomplete = () => resolve(true);
        tx.onabort = tx.onerror = () => reject(tx.error);
        f(tx.objectStore(table));
        tx.commit(); // so that it is under way even if the page goes now
      });
    });
    return written === true;
  }

  #ask<T>(f: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
    return this.#try((db) => {
      const request = f(db.transaction(table).objectStore(table));
      return new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    });
  }

  /** Works on the database; null if it refuses. It may have been deleted under us, so it is opened anew once. */
  async #try<T>(work: (db: IDBDatabase) => Promise<T>): Promise<T | null> {
    if (performance.now() < this.#restsUntil) return null;
    for (let tries = 0; tries < 2; tries++) {
      try {
        return await soon(work(await this.#open()));
      } catch {
        this.#db = null;
      }
    }
    this.#restsUntil = performance.now() + 10_000;
    return null;
  }

  #open(): Promise<IDBDatabase> {
    this.#db ??= soon(
      new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open("levelup", 1);
        request.onupgradeneeded = () => request.result.createObjectStore(table, { keyPath: ["person", "attempt", "page"] });
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const db = request.result;
          db.onversionchange = () => db.close();
          db.onclose = () => (this.#db = null);
          resolve(db);
        };
      }),
    );
    return this.#db;
  }
}

/** A browser that blocks storage may also never answer. */
function soon<T>(promise: Promise<T>): Promise<T> {
  return Promise.race([promise, new Promise<never>((_, reject) => setTimeout(reject, 1_000, new Error("no answer")))]);
}

// The requests of the room.
import type { ServerClock } from "./clock.ts";
import { readReply, type Reply } from "./reply.ts";
import type { Hindered, Wire } from "./sender.ts";
import { findData, snapshot, type RoomData, type Snapshot } from "./snapshot.ts";

/** After so many milliseconds an answer is not waited for any more. */
const timeout = 10_000;

/** What a browser sends of a page that is already gone, with something to spare. */
const keepalive = 60_000;

export class Http implements Wire {
  readonly #path: string;
  readonly #clock: ServerClock;

  constructor(attempt: string, clock: ServerClock) {
    this.#path = `/attempts/${encodeURIComponent(attempt)}`;
    this.#clock = clock;
  }

  get path(): string {
    return this.#path;
  }

  async post(batch: Parameters<Wire["post"]>[0], leaving = false): Promise<Reply> {
    const body = new Blob([JSON.stringify({ client: batch.client, events: batch.events })], { type: "application/json" });
    const offline: Reply = { kind: "later", why: "offline", after: 0 };
    if (leaving && body.size > keepalive) return offline;
    const from = performance.now();
    try {
      const response = await fetch(`${this.#path}/events`, {
        method: "POST",
        body,
        keepalive: leaving,
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(timeout),
      });
      const reply = readReply(response.status, await response.json().catch(() => null), response.headers.get("Retry-After"));
      if (reply.kind === "stored") this.#clock.sample(Date.parse(reply.now), from, performance.now());
      return reply;
    } catch {
      return offline;
    }
  }

  async reread(): Promise<Snapshot | Hindered | { kind: "ended" }> {
    const page = await this.#page(this.#path);
    return "kind" in page ? page : snapshot(page);
  }

  /** Posts a form, and reads the page to which it leads. */
  async submit(action: "advance" | "submit" | "discard", fields: Record<string, string>): Promise<RoomData | Hindered | { kind: "ended" }> {
    return this.#page(`${this.#path}/${action}`, { method: "POST", body: new URLSearchParams(fields) });
  }

  async #page(url: string, init: RequestInit = {}): Promise<RoomData | Hindered | { kind: "ended" }> {
    const from = performance.now();
    try {
      const response = await fetch(url, { ...init, cache: "no-store", signal: AbortSignal.timeout(timeout) });
      const html = await response.text();
      if (response.status === 410) return { kind: "ended" };
      if (response.status === 404) return { kind: "signed-out" }; // or somebody else is signed in; a batch will tell
      if (!response.ok) return { kind: "later", why: "busy", after: Number(response.headers.get("Retry-After") ?? 0) * 1_000 };
      if (new URL(response.url).pathname !== this.#path) return { kind: "signed-out" };
      const data = findData(html);
      if (!data) return { kind: "ended" };
      this.#clock.sample(Date.parse(data.now), from, performance.now());
      return data;
    } catch {
      return { kind: "later", why: "offline", after: 0 };
    }
  }
}

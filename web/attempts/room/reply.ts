// What the server says to a batch, read once and named.
import type { Step, Version } from "./answers.ts";
import type { BoardVersion } from "./boards.ts";

/** Why words have to wait on this device. */
export type Hindrance = "offline" | "busy" | "full";

export type Reply =
  | { kind: "stored"; answers: Record<Step, number>; scenes: Record<Step, number>; now: string; deadline: string | null }
  | { kind: "gap"; expected: number }
  | { kind: "conflict"; answers: Record<Step, Version>; scenes: Record<Step, BoardVersion> }
  | { kind: "not-open" }
  | { kind: "ended" }
  | { kind: "signed-out" }
  | { kind: "stranger" } // somebody else is signed in here, or the attempt is gone
  | { kind: "refused"; message: string } // nothing but another text, or the operator, can mend it
  | { kind: "later"; why: Hindrance; after: number }; // milliseconds that the server asks for

interface Body {
  error?: unknown;
  message?: unknown;
  expected?: unknown;
  answers?: unknown;
  scenes?: unknown;
  now?: unknown;
  deadline?: unknown;
}

/** Reads an answer. One that is not the server's own (a proxy's page) counts as no answer. */
export function readReply(status: number, body: unknown, retryAfter: string | null): Reply {
  const offline: Reply = { kind: "later", why: "offline", after: 0 };
  if (typeof body !== "object" || body === null) return status === 429 || status >= 500 ? { ...offline, after: pause(retryAfter) } : offline;
  const { error, message, expected, answers, scenes, now, deadline } = body as Body;
  const words = typeof message === "string" ? message : "The server refused the change.";
  if (status === 200 && typeof now === "string") {
    return { kind: "stored", answers: (answers ?? {}) as Record<Step, number>, scenes: (scenes ?? {}) as Record<Step, number>, now, deadline: typeof deadline === "string" ? deadline : null };
  }
  if (typeof error !== "string") return offline;
  switch (status) {
    case 401:
      return { kind: "signed-out" };
    case 404:
      return { kind: "stranger" };
    case 409:
      if (error === "gap" && typeof expected === "number") return { kind: "gap", expected };
      if (error === "conflict" && (answers || scenes)) return { kind: "conflict", answers: (answers ?? {}) as Record<Step, Version>, scenes: (scenes ?? {}) as Record<Step, BoardVersion> };
      return { kind: "not-open" };
    case 410:
      return { kind: "ended" };
    case 507:
      return { kind: "later", why: "full", after: pause(retryAfter) };
  }
  if (status === 429 || status >= 500) return { kind: "later", why: "busy", after: pause(retryAfter) };
  return { kind: "refused", message: words };
}

/** Retry-After in milliseconds: seconds, since ours never sends a date. */
function pause(retryAfter: string | null): number {
  const seconds = Number(retryAfter ?? 0);
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds), 60) * 1_000 : 0;
}

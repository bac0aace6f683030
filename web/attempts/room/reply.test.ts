import assert from "node:assert/strict";
import test from "node:test";
import { readReply, type Reply } from "./reply.ts";

test("every answer of the contract has a name", () => {
  const moved = { clarify: { base: 3, text: "…" } };
  const drawn = { map: { base: 1, scene: { nodes: [], edges: [] } } };
  const cases: [status: number, body: unknown, retryAfter: string | null, want: Reply][] = [
    [200, { acknowledged: 5, answers: { clarify: 1 }, scenes: {}, now: "n", deadline: "d" }, null, { kind: "stored", answers: { clarify: 1 }, scenes: {}, now: "n", deadline: "d" }],
    [200, { acknowledged: 0, answers: {}, scenes: {}, now: "n", deadline: null }, null, { kind: "stored", answers: {}, scenes: {}, now: "n", deadline: null }],
    [400, { error: "malformed", message: "Event 2.", event: 2 }, null, { kind: "refused", message: "Event 2." }],
    [401, { error: "unauthenticated", message: "Sign in." }, null, { kind: "signed-out" }],
    [403, { error: "forbidden", message: "Foreign." }, null, { kind: "refused", message: "Foreign." }],
    [404, { error: "not-found", message: "No such attempt." }, null, { kind: "stranger" }],
    [409, { error: "gap", expected: 4 }, null, { kind: "gap", expected: 4 }],
    [409, { error: "conflict", answers: moved }, null, { kind: "conflict", answers: moved, scenes: {} }],
    [409, { error: "conflict", scenes: drawn }, null, { kind: "conflict", answers: {}, scenes: drawn }],
    [409, { error: "step-not-open", message: "Later." }, null, { kind: "not-open" }],
    [410, { error: "ended" }, null, { kind: "ended" }],
    [413, { error: "too-large", message: "Too large." }, null, { kind: "refused", message: "Too large." }],
    [429, { error: "too-fast" }, "3", { kind: "later", why: "busy", after: 3_000 }],
    [500, { error: "internal" }, null, { kind: "later", why: "busy", after: 0 }],
    [503, { error: "busy" }, "2", { kind: "later", why: "busy", after: 2_000 }],
    [507, { error: "full" }, null, { kind: "later", why: "full", after: 0 }],
  ];
  for (const [status, body, retryAfter, want] of cases) assert.deepEqual(readReply(status, body, retryAfter), want, `readReply(${status}, ${JSON.stringify(body)})`);
});

test("what is not the server's own is no answer", () => {
  const none: Reply = { kind: "later", why: "offline", after: 0 };
  for (const status of [200, 204, 302, 401, 403, 404, 410, 502]) assert.deepEqual(readReply(status, null, null), none, `a proxy's ${status}`);
  assert.deepEqual(readReply(200, { portal: "Please log in" }, null), none);
  assert.deepEqual(readReply(404, { detail: "no route" }, null), none);
  assert.deepEqual(readReply(503, null, "7"), { ...none, after: 7_000 });
});

test("a server cannot send the page to sleep", () => {
  for (const [header, want] of [["86400", 60_000], ["-5", 0], ["Wed, 21 Oct 2026 07:28:00 GMT", 0]] as const) {
    assert.deepEqual(readReply(503, { error: "busy" }, header), { kind: "later", why: "busy", after: want }, header);
  }
});

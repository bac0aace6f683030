import assert from "node:assert/strict";
import test from "node:test";
import { kinds } from "../board/graph.ts";
import { parse } from "../board/parse.ts";
import { choices, guess } from "./catalogue.ts";
import { templates } from "./templates.ts";

test("what is typed offers the part that is meant first", () => {
  const first = (typed: string): string => {
    const { kind, label } = choices(typed)[0]!;
    return `[${kind}] ${label}`;
  };
  for (const [typed, want] of [
    ["", "[client] Client"],
    ["queue Jobs", "[queue] Jobs"],
    ["[queue] Jobs", "[queue] Jobs"],
    ["QUEUE  the jobs", "[queue] the jobs"],
    ["queue", "[queue] Queue"],
    ["kafka", "[queue] Kafka"],
    ["postgresql", "[database] PostgreSQL"],
    ["Links", "[service] Links"],
    ["Links database", "[database] Links database"],
    ["payment provider", "[external] Payment provider"],
    ["מסד נתונים", "[service] מסד נתונים"],
  ] as const) {
    assert.equal(first(typed), want, typed);
  }
});

test("a name is offered as every kind, and nothing twice", () => {
  const all = choices("Links");
  assert.deepEqual(new Set(all.filter((one) => one.label === "Links").map((one) => one.kind)), new Set(kinds));
  for (const typed of ["", "re", "cache", "Redis", "queue x"]) {
    const keys = choices(typed).map(({ kind, label }) => `${kind} ${label}`);
    assert.equal(new Set(keys).size, keys.length, typed);
  }
  assert.ok(choices("repl").some((one) => one.label === "Read replica"));
  assert.equal(guess("Outbox of orders"), "queue");
});

test("the boards to begin with are whole", () => {
  for (const { name, text } of templates) {
    const { graph, problems } = parse(text);
    assert.deepEqual(problems, [], name);
    const connected = new Set(graph.edges.flatMap((e) => [e.from, e.to]));
    for (const p of graph.nodes) assert.ok(connected.has(p.id), `${name}: ${p.label}`);
  }
});

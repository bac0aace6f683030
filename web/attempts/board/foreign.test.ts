import assert from "node:assert/strict";
import test from "node:test";
import { isForeign } from "./foreign.ts";

test("what other programs write is told from the board's own text", () => {
  for (const text of ["flowchart LR\n a --> b", "graph TD;\na[API]", "%% a remark\n\nflowchart\n a ==> b", "```mermaid\ngraph LR\n a -.-> b\n```", ' {"type": "excalidraw"}', '{\n  "nodes": []}']) {
    assert.ok(isForeign(text), text);
  }
  for (const text of ["", "graph", "graph\n[queue] Jobs", "flowchart\ngraph -> flowchart", "[service] graph", "graph of friends -> API", "# flowchart LR\nA -> B", "{curly} -> B"]) {
    assert.ok(!isForeign(text) || /[[({]/.test(text.split("\n").slice(1).join("\n")), text);
  }
  assert.ok(!isForeign("graph\nJobs -> Worker"));
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { watch } from "./ruler.ts";

test("watch writes seconds as the server does", () => {
  const cases: [number, string][] = [[0, "0:00"], [0.9, "0:00"], [61, "1:01"], [3599, "59:59"], [3725, "1:02:05"], [-3, "0:00"]];
  for (const [seconds, want] of cases) assert.equal(watch(seconds), want);
});

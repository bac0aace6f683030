import assert from "node:assert/strict";
import test from "node:test";
import { same } from "../board/merge.ts";
import type { Step, Unsaved } from "./answers.ts";
import { FakePage, offline, steps } from "./fakepage.ts";
import type { Line } from "./lines.ts";
import type { Reply } from "./reply.ts";
import { FakeServer, FakeTimer, pick, seeded } from "./testing.ts";

test("nothing is lost by pages that close, a network that fails and others that write", async () => {
  for (let seed = 1; seed <= 150; seed++) await storm(seed);
});

/**
 * Pages come and go, type words that exist once, write, change and take out lines
 * of their own, draw, and speak through a network that loses, doubles and delays. In
 * the end each word and each part is on the server, and each line once, as it was last.
 */
async function storm(seed: number): Promise<void> {
  const chance = seeded(seed);
  const server = new FakeServer(steps);
  const timer = new FakeTimer(seed);
  const device = new Map<string, Unsaved>();
  const pages: FakePage[] = [];
  const typed: string[] = [];
  const lines = new Map<string, string | null>(); // by name, what each says; null if it was taken out
  const parts = new Set<string>(); // labels that are drawn
  let calm = false;

  const net = async (deliver: () => Reply): Promise<Reply> => {
    const fate = calm ? 1 : chance();
    if (fate < 0.15) return offline; // lost on the way there
    if (!calm && chance() < 0.4) await new Promise<void>((resolve) => timer.after(chance() * 3_000, resolve));
    const reply = deliver();
    if (fate < 0.25) timer.after(chance() * 2_000, deliver); // comes twice
    return fate < 0.4 ? offline : reply; // lost on the way back
  };
  const open = (): void => {
    const page = new FakePage(`p${seed}-${pages.length}`, server, timer, device);
    page.net = net;
    const living = new Set(pages.filter((other) => !other.closed).map((other) => other.client));
    for (const [client, left] of [...device]) if (!living.has(client)) page.sender.inherit(client, structuredClone(left));
    pages.push(page);
  };
  const calculate = (page: FakePage): void => {
    const inputs = page.view.map((line) => line.input);
    const own = inputs.flatMap((input, i) => (input.startsWith(`${page.client}#`) ? [i] : []));
    const alone = pages.filter((other) => !other.closed).length === 1; // to move a line is to write it anew
    const what = own.length > 0 ? chance() * (alone ? 1 : 0.9) : 0;
    const at = what < 0.5 ? Math.floor(chance() * (inputs.length + 1)) : pick(chance, own);
    const name = what < 0.5 ? `${page.client}#${lines.size}` : inputs[at]!.split(" ")[0]!;
    const input = `${name} ${pick(chance, ["😀", "é", "+"])}${Math.floor(chance() * 1_000)}`;
    if (what < 0.4) inputs.splice(at, 0, input);
    else if (what < 0.5) inputs.splice(at, 0, "", input);
    else if (what < 0.8) inputs[at] = input;
    else if (what < 0.9) inputs.splice(at, 1);
    else inputs.splice(Math.floor(chance() * inputs.length), 0, ...inputs.splice(at, 1));
    if (what < 0.8) lines.set(name, input);
    else if (what < 0.9) lines.set(name, null);
    page.calculate(inputs, pick(chance, steps));
    if (chance() < 0.5) page.sender.rested();
  };
  const draw = (page: FakePage, step: Step): void => {
    const { nodes, edges } = page.answers.boards.at(step).scene;
    const own = nodes.filter((part) => part.id.startsWith(`${page.client}#`));
    const what = own.length > 0 ? chance() : 0;
    const part = what < 0.4 ? undefined : pick(chance, own);
    const label = `part${seed}.${parts.size}.${Math.floor(chance() * 1e9)}`;
    if (!part) {
      const id = `${page.client}#${label}`;
      const to = nodes.length > 0 ? [{ id: `e${label}`, from: id, to: pick(chance, nodes).id }] : [];
      page.draw(step, { nodes: [...nodes, { id, label, kind: "service", x: 0, y: 0 }], edges: [...edges, ...to] });
    } else if (what < 0.6) {
      page.draw(step, { nodes: nodes.map((one) => (one === part ? { ...one, label } : one)), edges });
      parts.delete(part.label);
    } else if (what < 0.85) {
      page.draw(step, { nodes: nodes.map((one) => (one === part ? { ...one, x: one.x + 20 } : one)), edges });
    } else {
      page.draw(step, { nodes: nodes.filter((one) => one !== part), edges: edges.filter((e) => e.from !== part.id && e.to !== part.id) });
      parts.delete(part.label);
    }
    if (what < 0.6) parts.add(label);
  };
  open();

  for (let i = 0; i < 80; i++) {
    const page = pick(chance, pages.filter((p) => !p.closed));
    const step = pick(chance, steps);
    const action = chance();
    if (action < 0.15) {
      draw(page, step);
    } else if (action < 0.3) {
      calculate(page);
    } else if (action < 0.35) {
      page.held = !page.held;
      page.showSheet();
    } else if (action < 0.75) {
      const text = page.answers.at(step).text.split(" ");
      const word = `${pick(chance, ["😀", "é", "ש", "w"])}${typed.length + 100}`;
      typed.push(word);
      text.splice(Math.floor(chance() * (text.length + 1)), 0, word);
      page.type(step, text.join(" "));
    } else if (action < 0.82) {
      await timer.pass(200); // long enough for the device to have it
      page.sender.leave();
      page.close();
      open();
    } else if (action < 0.88 && pages.filter((p) => !p.closed).length < 3) {
      open();
    } else if (action < 0.95) {
      page.choose();
    } else {
      page.sender.leave();
      page.sender.back();
    }
    await timer.pass(chance() * 1_500);
  }

  calm = true;
  for (const page of pages) {
    page.held = false;
    page.showSheet();
  }
  for (let round = 0; round < 8; round++) {
    for (const page of pages.filter((p) => !p.closed)) {
      page.sender.outdated();
      await timer.pass(12_000);
      page.choose();
      await timer.pass(6_000);
    }
  }
  const all = steps.map((step) => server.texts.get(step)!.text).join(" ").split(/\s+/);
  const lost = typed.filter((word) => !all.includes(word));
  assert.deepEqual(lost, [], `seed ${seed}: words are lost`);
  const labels = new Set(steps.flatMap((step) => server.boards.get(step)!.scene.nodes.map((part) => part.label)));
  assert.deepEqual([...parts].filter((label) => !labels.has(label)), [], `seed ${seed}: parts are lost`);
  const inputs = server.sheet.lines.map((line) => line.input).filter((input) => input !== "");
  const want = [...lines.values()].filter((input) => input !== null);
  assert.deepEqual(inputs.toSorted(), want.toSorted(), `seed ${seed}: other lines than were written`);
  assert.deepEqual([...device.keys()], [], `seed ${seed}: words are left on the device`);
  for (const page of pages.filter((p) => !p.closed)) {
    for (const step of steps) assert.equal(page.answers.at(step).text, server.texts.get(step)!.text, `seed ${seed}: ${page.client} shows another ${step}`);
    for (const step of steps) assert.ok(same(page.answers.boards.at(step).scene, server.boards.get(step)!.scene), `seed ${seed}: ${page.client} shows another board of ${step}`);
    assert.deepEqual(withoutEnd(page.view), withoutEnd(server.sheet.lines), `seed ${seed}: ${page.client} shows another sheet`);
  }
}

/** A sheet without the empty lines at its end. */
const withoutEnd = (lines: readonly Line[]): readonly Line[] => lines.slice(0, lines.findLastIndex((line) => line.input !== "") + 1);

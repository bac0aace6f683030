// Prints the Lighthouse scores of the pages, a row each, and exits 1 if one is
// below the bar. ../lighthouse.sh calls it when everything is there.
//
// A page is looked at with Lighthouse's mobile preset: a slow phone on a slow
// network, both worked out from a trace. What that trace says of scripts and
// layout still varies with what else the machine does. Therefore a page below the
// bar is looked at three times, the medians count, and the note tells all three:
// three that differ much say more of the machine than of the page.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Launcher } from "chrome-launcher";
import lighthouse from "lighthouse";

const bar = 95;
const categories = ["performance", "accessibility", "best-practices", "seo"];

// The longest waits, in milliseconds.
const forStart = 30_000;
const forAnswer = 10_000;
const forPage = 120_000;
const forStop = 10_000; // the server gives requests in flight four seconds

/** What is to be ended or removed, the last first. */
const endings = [];

async function main() {
  const folder = await mkdtemp(join(tmpdir(), "levelup-lighthouse-"));
  endings.push(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  const site = await serve(folder);
  const port = await browse(folder);
  const cookie = await signIn(site);
  const room = await begin(site, cookie);
  const pages = [
    { name: "/" },
    { name: "/learn" },
    { name: "/learn/database" },
    { name: "/prompts" },
    { name: "/prompts/url-shortener" },
    { name: "/calculator" },
    { name: "/search", optional: true },
    { name: "/sample" },
    { name: "dashboard", path: "/", cookie },
    { name: "room", path: room, cookie },
  ];

  const low = [];
  row("page", categories);
  for (const { name, path = name, cookie, optional } of pages) {
    if (optional && (await fetch(site + path, { signal: AbortSignal.timeout(forAnswer) })).status === 404) continue;
    const runs = [await look(port, site + path, cookie)];
    while (runs.length < 3 && (runs.length > 1 || !good(runs))) runs.push(await look(port, site + path, cookie));
    if (!good(runs)) low.push(name);
    row(name, medians(runs), notes(runs));
  }
  if (low.length > 0) {
    console.log(`below ${bar}: ${low.join(", ")}`);
    process.exitCode = 1;
  }
}

/** Serves the site, with a database of its own, and returns its address. */
async function serve(folder) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("LEVELUP_")));
  env.LEVELUP_DATABASE_URL = `sqlite:${folder}/levelup.db`;
  const server = spawn("bin/levelup", ["serve", "--addr", "127.0.0.1:0"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const gone = once(server, "exit");
  endings.push(async () => {
    server.kill("SIGTERM");
    await within(forStop, "the stop", gone).catch(() => server.kill("SIGKILL"));
  });
  let log = "";
  server.stderr.on("data", (some) => (log += some));
  const ready = once(createInterface(server.stdout), "line");
  const [said] = await within(forStart, "the start", Promise.race([ready, gone]));
  const port = /^Level Up is on http:.*:(\d+)$/.exec(said)?.[1];
  if (!port) throw new Error(`the program did not start\n${log}`);
  return `http://127.0.0.1:${port}`;
}

/** Starts Chromium and returns the port on which it is told what to do. */
async function browse(folder) {
  const browser = new Launcher({
    chromePath: process.env.CHROME_PATH,
    chromeFlags: ["--headless=new", "--no-sandbox"], // it sees our own pages only, and root has no other way
    userDataDir: folder,
    envVars: { ...process.env, HOME: folder, TMPDIR: folder }, // it leaves files there
    handleSIGINT: false, // see the end of this file
  });
  endings.push(() => browser.kill());
  await browser.launch();
  return browser.port;
}

/** Signs somebody in and returns the cookie of the session. */
async function signIn(site) {
  const headers = await post(site, "/signin/local", { email: "ada@example.org", name: "Ada" });
  return headers.getSetCookie()[0].split(";")[0];
}

/** Begins an interview and returns the path of its room. */
async function begin(site, cookie) {
  const headers = await post(site, "/attempts", { prompt: "url-shortener", mode: "interview" }, cookie);
  return headers.get("Location");
}

async function post(site, path, form, cookie = "") {
  const answer = await fetch(site + path, {
    method: "POST",
    body: new URLSearchParams(form),
    headers: { Cookie: cookie, Origin: site }, // without an origin nothing is changed
    redirect: "manual",
    signal: AbortSignal.timeout(forAnswer),
  });
  const to = answer.headers.get("Location") ?? "";
  if (answer.status !== 303 || to.startsWith("/signin")) throw new Error(`POST ${path}: ${answer.status} ${to}`);
  return answer.headers;
}

/** Looks at a page once. */
async function look(port, url, cookie) {
  const extraHeaders = cookie ? { Cookie: cookie } : {};
  for (let tries = 1; ; tries++) {
    const { lhr } = await within(forPage, url, lighthouse(url, { port, logLevel: "silent", onlyCategories: categories, extraHeaders }));
    if (lhr.runtimeError) {
      if (tries === 3) throw new Error(`${url}: ${lhr.runtimeError.message}`);
      continue; // a browser that has just started can lose the beginning of a trace
    }
    if (lhr.finalDisplayedUrl !== url) throw new Error(`${url} led to ${lhr.finalDisplayedUrl}`);
    return lhr;
  }
}

const score = (run, category) => Math.round(run.categories[category].score * 100);
const median = (runs, category) => runs.toSorted((a, b) => score(a, category) - score(b, category))[runs.length >> 1];
const medians = (runs) => categories.map((category) => score(median(runs, category), category));
const good = (runs) => medians(runs).every((s) => s >= bar);

/** What cost points, by the names under which Lighthouse's pages explain it. */
function notes(runs) {
  const out = [];
  for (const category of categories) {
    const all = runs.map((run) => score(run, category));
    if (all.some((s) => s < bar)) out.push(`${category} ${all.join(", ")}`);
    const { audits, categories: judged } = median(runs, category);
    for (const { id, weight } of judged[category].auditRefs) {
      const { score, displayValue = "" } = audits[id];
      if (weight > 0 && score !== null && score < 0.9) out.push(`${id} ${displayValue}`.trim());
    }
  }
  return out.join("; ");
}

function row(name, cells, note = "") {
  console.log((name.padEnd(24) + cells.map((cell) => String(cell).padStart(16)).join("") + "  " + note).trimEnd());
}

/** Waits, but not for ever. */
function within(time, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${time / 1000} s`)), time);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

let ended;
function endAll() {
  ended ??= (async () => {
    for (const end of endings.reverse()) await end();
  })();
  return ended;
}

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]]) {
  process.once(signal, () => endAll().finally(() => process.exit(code)));
}
try {
  await main();
} finally {
  await endAll();
}

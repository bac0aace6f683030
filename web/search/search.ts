// The search by keyboard: arrows go from the box through what was found, Escape comes
// back, and what was found is said to who does not see it.

const box = document.querySelector<HTMLInputElement>("#q");
const said = document.querySelector<HTMLElement>("[data-said]");

function hits(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-hit]")];
}

/** Where an arrow leads from hit `at` of `count`, from the box at -1; null leaves it to the browser. */
export function step(key: string, at: number, count: number): number | null {
  if (key === "ArrowDown") return at + 1 < count ? at + 1 : null;
  if (key === "ArrowUp") return at < 0 ? null : at - 1;
  if (key === "Escape") return at < 0 ? null : -1;
  return null;
}

document.addEventListener("keydown", (e) => {
  if (e.altKey || e.ctrlKey || e.metaKey || e.shiftKey || e.isComposing) return;
  const list = hits();
  const at = list.indexOf(document.activeElement as HTMLElement);
  if (at < 0 && document.activeElement !== box) return;
  const next = step(e.key, at, list.length);
  if (next === null) return;
  e.preventDefault();
  (next < 0 ? box : list[next])?.focus();
});

document.addEventListener("htmx:after:swap", () => {
  const tally = document.querySelector("[data-tally]")?.textContent ?? "";
  if (said) said.textContent = tally;
  document.title = box?.value ? `${box.value} – Search · Level Up` : "Search · Level Up";
});

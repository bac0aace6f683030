// Moves a clock ruler that the server has drawn (ruler.templ, RulerClock). It
// writes the same attributes as the server does, and no style.

/** Where an attempt stands, in seconds. */
export interface Standing {
  now: number;
  current: string;
  spent: Readonly<Record<string, number>>;
}

const percent = (part: number, whole: number): string => `${Math.min(100, Math.max(0, (part / whole) * 100))}%`;

/** Writes seconds as people read a watch: 4:20, 1:02:05. */
export function watch(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const two = (n: number): string => String(n).padStart(2, "0");
  const minutes = s >= 3600 ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}` : `${Math.floor(s / 60)}`;
  return `${minutes}:${two(s % 60)}`;
}

const brief = (seconds: number): string => (seconds % 60 === 0 ? String(seconds / 60) : watch(seconds));

function timeOf(spent: number, budget: number, current: boolean): string {
  if (budget === 0) return watch(spent);
  return spent === 0 && !current ? brief(budget) : `${watch(spent)} of ${brief(budget)}`;
}

/** Draws a standing into the ruler, which is the element with data-ruler. */
export function paintRuler(ruler: Element, standing: Standing): void {
  const whole = Number(ruler.getAttribute("data-ruler"));
  if (!(whole > 0)) return;
  let went = 0;
  let state = "past";
  for (const step of ruler.querySelectorAll("[data-ruler-step]")) {
    const slug = step.getAttribute("data-ruler-step") ?? "";
    const budget = Number(step.getAttribute("data-budget"));
    const spent = standing.spent[slug] ?? 0;
    const inside = budget > 0 ? Math.min(spent, budget) : spent;
    const current = slug === standing.current;
    if (current) state = "current";
    lay(step.querySelector(".spent"), went, inside, whole);
    lay(step.querySelector(".over"), went + inside, spent - inside, whole);
    step.setAttribute("class", state);
    const time = timeOf(spent, budget, current);
    write(step.querySelector("[data-ruler-time]"), time);
    if (current) {
      state = "ahead";
      const here = ruler.querySelector("[data-ruler-here]");
      here?.setAttribute("class", `here ink-${slug}`);
      write(here?.querySelector("b") ?? null, step.getAttribute("data-name") ?? slug);
      write(here?.querySelector("span") ?? null, `${time} min`);
    }
    went += spent;
  }
  ruler.querySelector("[data-ruler-now]")?.setAttribute("x", percent(standing.now, whole));
}

function lay(part: Element | null, from: number, length: number, whole: number): void {
  part?.setAttribute("x", percent(from, whole));
  part?.setAttribute("width", percent(Math.min(length, Math.max(0, whole - from)), whole));
}

function write(element: Element | null, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

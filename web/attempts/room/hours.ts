// The clock of the page: it shows the server's time each second, says what is
// due, and notices when the time is up or the device has slept.
import { ServerClock, Sleep } from "./clock.ts";
import { grace, type Course, type Standing } from "./course.ts";

export interface Watch {
  show(standing: Standing): void;
  warn(text: string): void;
  woke(): void; // the time has become doubtful
  up(): void; // the deadline and the grace after it have passed
}

export class Hours {
  readonly clock = new ServerClock();
  readonly #sleep = new Sleep(performance.now(), Date.now());
  readonly #course: Course;
  readonly #watch: Watch;
  #opening = true;
  #stopped = false;
  #next = 0;

  constructor(course: Course, watch: Watch) {
    this.#course = course;
    this.#watch = watch;
  }

  /** Begins with the time that the page itself came with. */
  start(now: string): void {
    const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    this.clock.sample(Date.parse(now), page?.requestStart || performance.now() - 10_000, page?.responseEnd || performance.now());
  }

  now(): number {
    return this.clock.at(performance.now());
  }

  tick(): void {
    clearTimeout(this.#next);
    if (this.#stopped) return;
    if (this.#sleep.woke(performance.now(), Date.now()) && document.visibilityState === "visible") this.#watch.woke();
    const standing = this.#course.standing(this.now());
    if (!standing) return;
    this.#watch.show(standing);
    const [warning] = this.#course.warnings(standing, this.#opening);
    if (warning) this.#watch.warn(warning);
    this.#opening = false;
    if (standing.left <= -grace) this.#watch.up();
    else this.#next = setTimeout(() => this.tick(), (((standing.left % 1_000) + 1_000) % 1_000) + 20);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#next);
  }
}

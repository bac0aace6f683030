// What happens to a page: it is put away and looked at again, its network comes back,
// it is printed, a keyboard lies over it.

export interface Life {
  hidden(): void;
  seen(): void;
  gone(): void; // perhaps for good
  back(): void; // from where the browser had kept it
  online(): void;
  print(): void;
}

export function follow(life: Life): void {
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? life.hidden() : life.seen()));
  addEventListener("pagehide", () => life.gone());
  addEventListener("pageshow", (event) => event.persisted && life.back());
  document.addEventListener("resume", () => life.back());
  addEventListener("online", () => life.online());
  addEventListener("beforeprint", () => life.print());
  // The keyboard of a phone lies over the page; what counts is what is seen.
  visualViewport?.addEventListener("resize", () => document.body.style.setProperty("--seen", `${visualViewport!.height * visualViewport!.scale}px`));
}

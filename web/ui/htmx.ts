// htmx under our content security policy. Its other options stand in the page's
// htmx-config, since it reads them before any of our scripts can run.
import htmx from "htmx.org";

/** Stands in for the constructors by which htmx would turn attributes into code. */
function Refused(): never {
  throw new Error("Attributes are not evaluated here; write a module instead.");
}

interface Internals {
  initSecurity(policy: null, sync: unknown, async: unknown): void;
}

export function startHtmx(): void {
  htmx.registerExtension("no-eval", {
    init: (internals: Internals) => internals.initSecurity(null, Refused, Refused),
  });
}

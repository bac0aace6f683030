// The server writes moments in UTC, as <time datetime data-form>. The reader's
// own zone is known only here.

const forms: Record<string, Intl.DateTimeFormatOptions> = {
  date: { day: "numeric", month: "long", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  moment: { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
};

/** Rewrites every moment under root in the reader's own zone. */
export function localTimes(root: ParentNode = document): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>("time[datetime][data-form]")) {
    const at = new Date(element.dateTime);
    const form = forms[element.dataset["form"] ?? ""];
    if (!form || Number.isNaN(at.getTime())) continue;
    element.textContent = new Intl.DateTimeFormat("en-GB", form).format(at).replace(" at ", ", ");
  }
}

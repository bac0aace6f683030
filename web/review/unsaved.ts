// The page has several forms, and saving one loads it anew. What is typed into another
// meanwhile stays on this device, under who typed it, until its own form is saved.

interface Kept {
  at: number;
  sent: boolean; // handed in; whether it arrived, the next page tells
  fields: Record<string, string>;
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const keptFor = 30 * 24 * 3600 * 1000;
const prefix = "levelup-review ";

const fieldsOf = (form: HTMLFormElement): Field[] =>
  ([...form.elements] as Field[]).filter((field) => field.name && field.matches("input, textarea, select"));

const isMark = (field: Field): field is HTMLInputElement => field instanceof HTMLInputElement && field.type === "radio";

function touched(field: Field): boolean {
  if (isMark(field)) return field.checked !== field.defaultChecked;
  if (field instanceof HTMLSelectElement) return [...field.options].some((option) => option.selected !== option.defaultSelected) && field.value !== "";
  return field.type !== "hidden" && field.value !== field.defaultValue;
}

/** Whether a form holds what the server has not: it was typed here, or came back because it could not be saved. */
export const unsaved = (form: HTMLFormElement): boolean => "unsaved" in form.dataset || fieldsOf(form).some(touched);

export class Unsaved {
  readonly #page: string;
  #all: Record<string, Kept>;

  constructor(person: string, attempt: string) {
    this.#page = prefix + person + " " + attempt;
    tidy();
    this.#all = read(this.#page);
    // Who comes back to the page that was there before did not see the answer to it.
    const again = performance.getEntriesByType("navigation").some((entry) => (entry as PerformanceNavigationTiming).type !== "navigate");
    for (const [name, kept] of Object.entries(this.#all)) {
      if (kept.sent && !again) delete this.#all[name];
      else kept.sent = false;
    }
  }

  /** Puts back what was typed and follows the form from now on; restored tells of it. */
  watch(name: string, form: HTMLFormElement, restored: (fields: Record<string, string>) => void = () => {}): void {
    const kept = this.#all[name];
    if (kept && !("unsaved" in form.dataset)) {
      for (const field of fieldsOf(form)) {
        const value = kept.fields[field.name];
        if (value === undefined || (field instanceof HTMLInputElement && field.type === "hidden")) continue;
        if (isMark(field)) field.checked = field.value === value;
        else field.value = value;
      }
      restored(kept.fields);
    }
    const keep = (): void => this.#keep(name, form, false);
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("submit", () => this.#keep(name, form, true));
    keep();
  }

  #keep(name: string, form: HTMLFormElement, sent: boolean): void {
    if (unsaved(form)) this.#all[name] = { at: Date.now(), sent, fields: Object.fromEntries(fields(form)) };
    else delete this.#all[name];
    try {
      if (Object.keys(this.#all).length > 0) localStorage.setItem(this.#page, JSON.stringify(this.#all));
      else localStorage.removeItem(this.#page);
    } catch {
      // A browser that keeps nothing still sends what is on the page.
    }
  }
}

function* fields(form: HTMLFormElement): Iterable<[string, string]> {
  for (const field of fieldsOf(form)) if (!isMark(field) || field.checked) yield [field.name, field.value];
}

function read(page: string): Record<string, Kept> {
  try {
    return JSON.parse(localStorage.getItem(page) ?? "{}") as Record<string, Kept>;
  } catch {
    return {};
  }
}

/** Throws away what was left lying for long. */
function tidy(): void {
  try {
    for (const page of Object.keys(localStorage).filter((name) => name.startsWith(prefix))) {
      if (Object.values(read(page)).every((kept) => Date.now() - kept.at > keptFor)) localStorage.removeItem(page);
    }
  } catch {
    // nothing is kept, so nothing lies there
  }
}

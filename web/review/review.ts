// A review by the keyboard. Everything works without this: the keys press the same
// buttons and fill in the same fields.

const one = <T extends HTMLElement>(selector: string, from: ParentNode = document): T | null => from.querySelector<T>(selector);
const comment = one<HTMLFormElement>("form[data-comment]");
const scores = one<HTMLFormElement>("form[data-scores]");
const parts = [...document.querySelectorAll<HTMLElement>(".part")];
for (const part of parts) part.tabIndex = -1;

const current = (): number => parts.findIndex((part) => part.contains(document.activeElement));

function move(by: number): void {
  const at = current();
  const next = parts[at < 0 ? (by > 0 ? 0 : parts.length - 1) : Math.max(0, Math.min(parts.length - 1, at + by))];
  next?.focus();
}

interface Place {
  step: string;
  name: string;
  from: number;
  to: number;
  text: string;
}

const length = (text: string): number => [...text].length; // in code points, as the server counts

/** The paragraph with its place in the step's text. */
function placeOf(text: HTMLElement): Place {
  const { step = "", name = "", from = "0", to = "0" } = text.dataset;
  return { step, name, from: Number(from), to: Number(to), text: text.textContent ?? "" };
}

/** What is selected, if it lies within paragraphs of one step. */
function selected(): Place | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const holder = (node: Node): HTMLElement | null =>
    (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>("[data-step][data-from]") ?? null;
  const first = holder(range.startContainer);
  const last = holder(range.endContainer);
  if (!first || !last || first.dataset.step !== last.dataset.step) return null;
  const before = (text: HTMLElement, node: Node, offset: number): number => {
    const upTo = document.createRange();
    upTo.setStart(text, 0);
    upTo.setEnd(node, offset);
    return length(upTo.toString());
  };
  const place = placeOf(first);
  const begin = Number(first.dataset.from);
  place.to = Number(last.dataset.from) + before(last, range.endContainer, range.endOffset);
  place.from = begin + before(first, range.startContainer, range.startOffset);
  place.text = selection.toString();
  return place.from < place.to ? place : null;
}

/** Begins a comment on a place. */
function write(place: Place): void {
  if (!comment) return;
  const set = (name: string, value: string): void => {
    const field = comment.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  };
  set("id", "");
  set("point", "");
  set("step", place.step);
  set("from", String(place.from));
  set("to", String(place.to));
  const about = one("[data-about]", comment);
  if (about) about.textContent = `A passage in ${place.name}`;
  const quote = one("[data-quote]", comment);
  if (quote) {
    quote.hidden = false;
    quote.textContent = place.text;
  }
  const fresh = one("[data-fresh]", comment);
  if (fresh) fresh.hidden = false;
  one<HTMLTextAreaElement>("textarea", comment)?.focus();
}

function commentHere(): void {
  const at = current();
  const text = parts[at]?.querySelector<HTMLElement>("[data-from]");
  const place = selected() ?? (text ? placeOf(text) : null);
  if (place) write(place);
  else one<HTMLTextAreaElement>("textarea", comment ?? document)?.focus();
}

/** Scores the criterion in which the focus is and goes to the next. */
function score(digit: string, field: Element): void {
  const row = field.closest("fieldset");
  const choice = row && one<HTMLInputElement>(`input[type="radio"][value="${digit === "0" ? "" : digit}"]`, row);
  if (!row || !choice) return;
  choice.checked = true;
  const rows = [...document.querySelectorAll("fieldset.score")];
  const next = rows[rows.indexOf(row) + 1];
  if (next) firstOf(next).focus();
  else one<HTMLButtonElement>("button", scores ?? document)?.focus();
}

const firstOf = (row: Element): HTMLElement =>
  one<HTMLInputElement>("input:checked", row) ?? one<HTMLInputElement>("input", row) ?? document.body;

const typing = (target: Element): boolean => target.matches("textarea, select, input:not([type=radio])");

document.addEventListener("keydown", (event) => {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = target.closest<HTMLFormElement>("form[data-comment], form[data-scores]");
    if (form) {
      event.preventDefault();
      form.requestSubmit();
    }
    return;
  }
  if (event.altKey && !event.ctrlKey && comment?.contains(target) && /^Digit[123]$/.test(event.code)) {
    const kinds = comment.querySelectorAll<HTMLInputElement>('input[name="kind"]');
    const kind = kinds[Number(event.code.slice(-1)) - 1];
    if (kind) kind.checked = true;
    event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && typing(target)) {
    (target as HTMLElement).blur();
    return;
  }
  if (typing(target)) return;
  switch (event.key) {
    case "j":
      move(1);
      break;
    case "k":
      move(-1);
      break;
    case "c":
      commentHere();
      break;
    case "s": {
      const row = one("fieldset.score");
      if (row) firstOf(row).focus();
      break;
    }
    case "a":
    case "p":
      one<HTMLButtonElement>(`[data-key="${event.key}"]`)?.focus();
      if (event.key === "a") one<HTMLButtonElement>('[data-key="a"]')?.click();
      break;
    case "?": {
      const keys = one<HTMLDetailsElement>("[data-keys]");
      if (keys) keys.open = !keys.open;
      keys?.scrollIntoView({ block: "nearest" });
      break;
    }
    default:
      if (/^[0-4]$/.test(event.key) && scores?.contains(target)) {
        score(event.key, target);
        break;
      }
      return;
  }
  event.preventDefault();
});

const keys = one<HTMLDetailsElement>("[data-keys]");
if (keys) keys.hidden = false;

export {}; // a module: its names are its own

// A phrase is put where the comment is being written.
for (const phrase of document.querySelectorAll<HTMLElement>("[data-phrase]")) {
  const words = phrase.textContent ?? "";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet small";
  button.textContent = "Use it";
  button.addEventListener("click", () => {
    const text = comment && one<HTMLTextAreaElement>("textarea", comment);
    if (!text) return;
    text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
    text.focus();
  });
  phrase.append(" ", button);
}

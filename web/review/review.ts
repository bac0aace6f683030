// A review by the keyboard, and nothing typed that is lost. Everything works without
// this: the keys press the same buttons and fill in the same fields.
import { offer, paragraph, type Place, selected, stretch } from "./passage.ts";
import { Unsaved, unsaved } from "./unsaved.ts";

const one = <T extends HTMLElement>(selector: string, from: ParentNode = document): T | null => from.querySelector<T>(selector);
const comment = one<HTMLFormElement>("form[data-comment]");
const scores = one<HTMLFormElement>("form[data-scores]");
const parts = [...document.querySelectorAll<HTMLElement>(".part")];
const words = parts.map((part) => one("[data-from]", part)).filter((text) => text !== null);
for (const part of parts) part.tabIndex = -1;

const current = (): number => parts.findIndex((part) => part.contains(document.activeElement));

function move(by: number): void {
  const at = current();
  const next = parts[at < 0 ? (by > 0 ? 0 : parts.length - 1) : Math.max(0, Math.min(parts.length - 1, at + by))];
  next?.focus();
}

/** Has the comment be about something else; what is written of it stays. */
function aim(fields: Record<string, string>, about: string, quoted: string): void {
  if (!comment) return;
  for (const name of ["id", "point", "step", "from", "to"]) {
    const field = comment.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = fields[name] ?? "";
  }
  const target = one("[data-about]", comment);
  if (target) target.textContent = about;
  const quote = one("[data-quote]", comment);
  if (quote) {
    quote.hidden = quoted === "";
    quote.textContent = quoted;
  }
  const fresh = one("[data-fresh]", comment);
  if (fresh) fresh.hidden = false;
  comment.dispatchEvent(new Event("change"));
}

/** Has it be about what it was about before the page was loaded anew. */
function aimAgain(fields: Record<string, string>): void {
  const { step = "", from = "", to = "", point = "" } = fields;
  const place = from ? stretch(words, step, Number(from), Number(to)) : null;
  const name = one(`#step-${CSS.escape(step)}-title span`)?.textContent ?? "";
  const text = point && one(`[data-point="${CSS.escape(point)}"]`)?.textContent?.trim();
  if (place) aim(fields, `A passage in ${place.name}`, place.text);
  else if (text) aim(fields, `The point: ${text}`, "");
  else if (name && !from) aim(fields, `All of ${name}`, "");
}

/** Begins a comment on a place. */
function write(place: Place): void {
  aim({ step: place.step, from: String(place.from), to: String(place.to) }, `A passage in ${place.name}`, place.text);
  one<HTMLTextAreaElement>("textarea", comment ?? document)?.focus();
}

function commentHere(): void {
  const at = parts[current()];
  const text = at && one("[data-from]", at);
  const place = selected(words) ?? (text ? paragraph(text) : null);
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

if (comment) offer(words, write);

// A link that begins a comment on a paragraph need not load the page anew.
for (const part of parts) {
  one("a.about", part)?.addEventListener("click", (event) => {
    const text = one("[data-from]", part);
    if (!comment || !text || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    write(paragraph(text));
  });
}

// What is typed and not saved stays. A comment that is changed is another one than the
// one that is begun; a link that begins one on something keeps its words.
const desk = one("[data-person]");
const kept = new Unsaved(desk?.dataset.person ?? "", location.pathname);
if (comment) {
  const id = comment.elements.namedItem("id");
  const changed = id instanceof HTMLInputElement ? id.value : "";
  const aimed = /[?&](at|point)=/.test(location.search);
  kept.watch(changed ? `comment ${changed}` : "comment", comment, (fields) => {
    if (!changed && !aimed) aimAgain(fields);
  });
}
for (const name of ["scores", "note"]) {
  const form = one<HTMLFormElement>(`form[data-${name}]`);
  if (!form) continue;
  kept.watch(name, form, () => {
    const fold = form.closest("details");
    if (fold) fold.open = true;
  });
}

// Publishing takes what is saved: it says so once where something is not.
const publish = one<HTMLFormElement>("form[data-publish]");
publish?.addEventListener("submit", (event) => {
  const warning = one("[data-unsaved-warning]", publish);
  const open = [comment, scores].filter((form) => form && unsaved(form));
  if (!warning || !warning.hidden || open.length === 0) return;
  event.preventDefault();
  warning.hidden = false;
  const what = open.map((form) => (form === comment ? "your comment" : "your scores")).join(" and ");
  warning.textContent = `Not saved yet: ${what}. Save first; or press Publish again to leave that out.`;
});

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

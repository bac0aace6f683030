// Which stretch of the learner's words a comment is about. The server counts a step's
// text in code points, so this does too.

export interface Place {
  step: string;
  name: string;
  from: number;
  to: number;
  text: string;
}

const length = (text: string): number => [...text].length;

/** A whole paragraph. */
export function paragraph(words: HTMLElement): Place {
  const { step = "", name = "", from = "0", to = "0" } = words.dataset;
  return { step, name, from: Number(from), to: Number(to), text: words.textContent ?? "" };
}

/** A stretch of a step's text as it stands on the page, by its numbers. */
export function stretch(paragraphs: HTMLElement[], step: string, from: number, to: number): Place | null {
  const parts = paragraphs
    .map(paragraph)
    .filter((part) => part.step === step && part.from < to && from < part.to)
    .map((part) => ({ ...part, text: [...part.text].slice(Math.max(0, from - part.from), to - part.from).join("") }));
  const first = parts[0];
  return first ? { ...first, from, to, text: parts.map((part) => part.text).join("\n\n") } : null;
}

/** What is selected of the first step that the selection touches, if it is any of it. */
export function selected(paragraphs: HTMLElement[]): Place | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const touched = paragraphs.filter((words) => range.intersectsNode(words));
  const first = touched[0];
  if (!first) return null;
  const last = touched.filter((words) => words.dataset.step === first.dataset.step).at(-1) ?? first;
  const inside = (words: HTMLElement, node: Node, offset: number, otherwise: number): number => {
    if (!words.contains(node)) return otherwise; // it begins above the paragraph, or ends below
    const upTo = document.createRange();
    upTo.setStart(words, 0);
    upTo.setEnd(node, offset);
    return length(upTo.toString());
  };
  const whole = paragraph(first);
  const from = whole.from + inside(first, range.startContainer, range.startOffset, 0);
  const to = Number(last.dataset.from) + inside(last, range.endContainer, range.endOffset, length(last.textContent ?? ""));
  return from < to ? { ...whole, from, to, text: selection.toString().trim() } : null;
}

/** A button beside what is selected, for who has no keys; it appears once the selection rests. */
export function offer(paragraphs: HTMLElement[], take: (place: Place) => void): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small pick";
  button.textContent = "Comment on this";
  button.hidden = true;
  button.tabIndex = -1; // the key c does the same
  document.querySelector("main")?.append(button);
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // or the selection would be gone
  button.addEventListener("click", () => {
    const place = selected(paragraphs);
    button.hidden = true;
    if (place) take(place);
  });
  let resting = 0;
  const look = (): void => {
    button.hidden = !selected(paragraphs);
    if (button.hidden) return;
    const at = getSelection()!.getRangeAt(0).getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = button;
    button.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
    button.style.top = `${Math.max(8, Math.min(at.bottom + 8, innerHeight - height - 8))}px`;
  };
  document.addEventListener("selectionchange", () => {
    clearTimeout(resting);
    button.hidden = true;
    resting = window.setTimeout(look, 250);
  });
  addEventListener("scroll", () => (button.hidden = true), { capture: true, passive: true });
}

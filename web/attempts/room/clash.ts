// Two texts of a step beside each other, until one is chosen.

export type Taken = "yours" | "theirs" | "both";

export class ClashPanel {
  readonly #editor: HTMLElement;
  readonly #template: HTMLTemplateElement;
  readonly #typed: (text: string) => void;
  readonly #take: (taken: Taken) => void;
  #panel: HTMLElement | null = null;

  constructor(editor: HTMLElement, template: HTMLTemplateElement, typed: (text: string) => void, take: (taken: Taken) => void) {
    this.#editor = editor;
    this.#template = template;
    this.#typed = typed;
    this.#take = take;
  }

  /** Shows the other text of the step in the editor, or nothing if there is none. */
  show(other: string | null): void {
    if (other === null) {
      this.#panel?.remove();
      this.#panel = null;
      this.#editor.classList.remove("clashing");
      return;
    }
    this.#panel ??= this.#open();
    const area = this.#panel.querySelector("textarea")!;
    if (area.value !== other) area.value = other;
  }

  #open(): HTMLElement {
    const panel = (this.#template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    const area = panel.querySelector("textarea")!;
    area.addEventListener("input", () => this.#typed(area.value));
    panel.addEventListener("click", (event) => {
      const taken = (event.target as Element).closest<HTMLElement>("[data-clash-take]")?.dataset["clashTake"];
      if (taken) this.#take(taken as Taken);
    });
    this.#template.after(panel);
    this.#editor.classList.add("clashing");
    return panel;
  }
}

// The slash goes to the search, from wherever nobody is typing: to the box of the page,
// to that of the header, or to the page.

export function slashSearches(): void {
  document.addEventListener("keydown", (e) => {
    if (e.key !== "/" || e.altKey || e.ctrlKey || e.metaKey || e.defaultPrevented || typing(e.target)) return;
    const way = document.querySelector<HTMLElement>("#q") ?? document.querySelector<HTMLElement>("[data-search]");
    if (!way) return; // a page of its own, such as the room
    e.preventDefault();
    const box = [way, ...way.querySelectorAll<HTMLElement>("input, a")].find((el) => el.matches("input, a") && el.checkVisibility());
    box?.focus();
    if (box instanceof HTMLInputElement) box.select();
  });
}

function typing(at: EventTarget | null): boolean {
  return at instanceof HTMLElement && (at.isContentEditable || at.matches("input:not([type=checkbox], [type=radio], [type=button]), textarea, select"));
}

// Menus are <details data-menu>: they open by themselves. This closes them again
// when a person turns to something else.

const open = (): HTMLDetailsElement | null => document.querySelector<HTMLDetailsElement>("details[data-menu][open]");

export function closeMenus(): void {
  document.addEventListener("keydown", (event) => {
    const menu = open();
    if (event.key !== "Escape" || !menu) return;
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary")?.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    const menu = open();
    if (menu && !menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener("focusin", (event) => {
    const menu = open();
    if (menu && !menu.contains(event.target as Node)) menu.open = false;
  });
}

// Brings every [data-calculator] to life, those in the page and those that htmx
// puts in later. It talks with the page around it by events on that element:
//
//   sheet:ready  {}        it is alive
//   sheet:edited {lines}   the person has changed something
//   sheet:rest   {lines}   and has come to rest: left the line or the field, or typed nothing for a second
//   sheet:take   {text}    a result is to go into the answer
//
// and listens there for
//
//   sheet:show   {lines}   these are the lines now
//   sheet:lock   {}        they can no longer be changed
import { addressOf } from "./address.ts";
import { Desk } from "./desk.ts";
import { Keep } from "./keep.ts";
import { Sheet } from "./sheet.ts";

const alive = new WeakSet<Element>();

function wake(): void {
  for (const root of document.querySelectorAll<HTMLElement>("[data-calculator]")) {
    if (alive.has(root)) continue;
    alive.add(root);
    const sheet = new Sheet(root);
    const key = root.dataset["keep"];
    if (key) new Desk(sheet, new Keep(() => sessionStorage, () => localStorage, key));
    // The page that opens beside the room begins with the same lines.
    const open = root.querySelector<HTMLAnchorElement>("[data-open]");
    open?.addEventListener("click", () => (open.href = addressOf(sheet.text) ?? "/calculator"));
    root.dispatchEvent(new CustomEvent("sheet:ready", { bubbles: true, detail: {} }));
  }
}

wake();
document.addEventListener("htmx:after:swap", wake);

// A chapter while it is read: code can be copied, the contents show where one is,
// and the place where one stopped is kept in this browser.
import { Place, type Drawer } from "./place.ts";

function copyable(): void {
  for (const block of document.querySelectorAll<HTMLElement>("[data-code]")) {
    if (block.querySelector(".copy")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(block.querySelector("pre")?.textContent ?? "");
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not allowed";
      }
      setTimeout(() => (button.textContent = "Copy"), 2_000);
    });
    block.append(button);
  }
}

/** Follows the reader: which heading is the last above the middle of the window. */
function follow(article: HTMLElement, place: Place): void {
  let headings: HTMLElement[] = [];
  let links = new Map<string, HTMLAnchorElement>();
  let waiting = false;
  const look = (): void => {
    waiting = false;
    const here = headings.findLast((h) => h.getBoundingClientRect().top < innerHeight / 3);
    for (const [id, link] of links) {
      if (id === here?.id) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
    place.at = here?.id ?? null;
  };
  const arrange = (): void => {
    headings = [...article.querySelectorAll<HTMLElement>("h2[id], h3[id]")];
    links = new Map([...document.querySelectorAll<HTMLAnchorElement>(".contents a")].map((a) => [a.hash.slice(1), a]));
    look();
  };
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(look);
  }, { passive: true });
  document.addEventListener("page:renewed", arrange); // its author has saved
  arrange();
}

/** Offers to go on where the reader stopped the last time, unless the address says where. */
function resume(article: HTMLElement, at: string | null): void {
  const heading = at === null || location.hash !== "" ? null : document.getElementById(at);
  const line = article.querySelector<HTMLElement>("[data-resume]");
  const link = line?.querySelector("a");
  if (!heading || !line || !link || heading === article.querySelector("h2[id]")) return;
  link.hash = heading.id;
  line.querySelector("[data-resume-at]")!.textContent = (heading.firstChild?.textContent ?? "").trim();
  line.hidden = false;
}

const article = document.querySelector<HTMLElement>("[data-chapter]");
if (article) {
  const place = new Place((): Drawer => localStorage, article.dataset["chapter"]!);
  const stopped = place.at;
  copyable();
  document.addEventListener("page:renewed", copyable);
  resume(article, stopped);
  follow(article, place);
}

// Makes the open page new in place when a script says that it is stale. Only what
// differs is touched, so where one reads, the focus and what has been opened stay.
import htmx from "htmx.org";

let asked = 0;

/** Asks for the page again. The answer to an older question is dropped. */
async function renew(): Promise<void> {
  const question = ++asked;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-cache" });
  const text = await answer.text();
  const main = document.getElementById("main");
  if (question !== asked || !main) return;
  // An error page of ours has the same frame: it says what is wrong in its own words.
  await htmx.swap({ text, target: main, sourceElement: main, swap: "innerMorph", select: "#main > *" });
  for (const part of main.querySelectorAll<HTMLElement>('[hx-get][hx-trigger="load"]')) { // what is personal comes after
    void htmx.ajax("GET", part.getAttribute("hx-get")!, { target: part });
  }
  document.dispatchEvent(new CustomEvent("page:renewed"));
}

export function renewStalePages(): void {
  document.addEventListener("page:stale", () => {
    renew().catch(() => {}); // the server is away; whoever has said that it is stale says so again
  });
}

// The page that an author has open follows the files: when one is saved, the page
// is made new in place, and what is wrong with the file is said at the edge.
import { listen } from "../../ui/stream.ts";

/** What the server tells of a change of the content folder. */
interface Change {
  name: "content";
  data: { files: readonly string[]; problems: readonly { at: string; message: string; href: string }[] };
}

/** Says at the edge of the window what has happened. */
function tell({ files, problems }: Change["data"]): void {
  const note = document.querySelector<HTMLElement>(".live-note") ?? document.body.appendChild(document.createElement("div"));
  note.className = "live-note";
  note.setAttribute("role", "status");
  const line = document.createElement("p");
  const named = files.slice(0, 3).join(", ") + (files.length > 3 ? ` and ${files.length - 3} more` : "");
  line.textContent = `${named} at ${new Date().toLocaleTimeString()}`;
  const list = document.createElement("ul");
  for (const { at, message, href } of problems.slice(0, 5)) {
    const item = list.appendChild(document.createElement("li"));
    const where = item.appendChild(document.createElement("a"));
    where.href = href;
    where.textContent = at;
    item.append(` ${message}`);
  }
  if (problems.length > 5) list.appendChild(document.createElement("li")).textContent = `and ${problems.length - 5} more`;
  note.classList.toggle("bad", problems.length > 0);
  note.replaceChildren(line, ...(problems.length > 0 ? [list] : []));
}

const stale = (): void => void document.dispatchEvent(new CustomEvent("page:stale"));

listen<Change>(
  { key: "content", url: "/author/stream", names: ["content"] },
  ({ data }) => {
    tell(data);
    stale();
  },
  stale,
);

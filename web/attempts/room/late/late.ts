// For the pages that an attempt has after its end: words that this device still
// holds, since the room was closed before it could send them, go to the server,
// which keeps them as the learner's private note.
//
// A page asks for it with an element that has data-late (the attempt) and
// data-person (whose it is). When words have arrived it is loaded anew, once, if
// it says so by data-late-reload.
import { Answers } from "../answers.ts";
import { ServerClock } from "../clock.ts";
import { Drafts } from "../drafts.ts";
import { canTell, whenDead } from "../pages.ts";
import { Http } from "../wire.ts";

const patience = 5_000;

async function send(drafts: Drafts, wire: Http, page: string): Promise<boolean> {
  const draft = await drafts.find(page);
  if (!draft) return false;
  const answers = Answers.of(draft.unsaved);
  for (let batch = answers.freezeLate(); batch; batch = answers.freezeLate()) {
    const reply = await wire.post(batch);
    if (reply.kind === "signed-out" || reply.kind === "stranger") return false;
    if (reply.kind === "later") await new Promise((resolve) => setTimeout(resolve, Math.max(patience, reply.after)));
    else answers.landed(batch);
  }
  await drafts.keep(page, null);
  return true;
}

const mark = document.querySelector<HTMLElement>("[data-late]");
const { late: attempt, person } = mark?.dataset ?? {};
if (mark && attempt && person) {
  const drafts = new Drafts(person, attempt);
  const wire = new Http(attempt, new ServerClock());
  const heir = async (page: string): Promise<void> => {
    if ((await send(drafts, wire, page)) && "lateReload" in mark.dataset) location.reload();
  };
  for (const draft of await drafts.list()) {
    if (canTell()) whenDead(draft.page, () => heir(draft.page));
    else await heir(draft.page);
  }
}

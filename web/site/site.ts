// What every page runs: htmx, tied down, and the small things of the shell.
import { startHtmx } from "../ui/htmx.ts";
import { closeMenus } from "../ui/menu.ts";
import { renewStalePages } from "../ui/renew.ts";
import { slashSearches } from "../ui/slash.ts";
import { localTimes } from "../ui/time.ts";

startHtmx();
closeMenus();
localTimes();
renewStalePages();
slashSearches();
document.addEventListener("htmx:after:swap", () => localTimes());

import { createContext } from "react";
import type { Desk } from "./desk.ts";

/** Where every view of the canvas finds what it can ask for. */
export const DeskContext = createContext<Desk>(null as unknown as Desk);

// The open pages of one attempt in one browser: which are alive, and what they
// tell each other.
import type { Step, Version } from "./answers.ts";

export type Message =
  | { kind: "hello"; page: string }
  | { kind: "stored"; page: string; versions: Record<Step, Version>; lines: boolean } // whether the sheet was stored too
  | { kind: "moved"; page: string }; // on to another step, or to the end

const lockOf = (page: string): string => `levelup-page-${page}`;

/** Says for as long as this page lives that it does. A lock ends with its page, however that ends. */
export async function live(page: string): Promise<void> {
  if (!navigator.locks) return;
  await new Promise<void>((held) => {
    void navigator.locks.request(lockOf(page), () => {
      held();
      return new Promise(() => {});
    });
  });
}

/** Calls back once a page is dead, in one of the pages that wait for it; others follow when that one is done. */
export function whenDead(page: string, heir: () => Promise<void>): void {
  void navigator.locks?.request(lockOf(page), heir);
}

/** Whether pages can tell that another has died. Without a secure origin they cannot. */
export const canTell = (): boolean => navigator.locks !== undefined;

/** A line to the other pages of the same person and attempt. */
export function line(person: string, attempt: string, hear: (message: Message) => void): (message: Message) => void {
  const channel = new BroadcastChannel(`levelup-attempt-${person}-${attempt}`);
  channel.onmessage = (event: MessageEvent<Message>) => hear(event.data);
  return (message) => channel.postMessage(message);
}

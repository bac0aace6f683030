// The event stream. A browser opens few connections to one host, so one page
// holds the stream for all pages of a person, and passes on what it hears.

/** What a stream says: the event's name and its data. Every event names its attempt. */
export interface StreamEvent {
  name: "clock" | "message" | "grading" | "graded" | "review";
  data: { attempt: string } & Readonly<Record<string, unknown>>;
}

const names: readonly StreamEvent["name"][] = ["clock", "message", "grading", "graded", "review"];

/**
 * Listens to what happens to a person's attempts. Whenever events may have been
 * missed, since the stream has broken off or another page holds it now, missed
 * is called.
 */
export function listen(person: string, url: string, hear: (event: StreamEvent) => void, missed: () => void): void {
  if (!navigator.locks) return; // pages that cannot agree on one of them ask instead of listening
  const channel = new BroadcastChannel(`levelup-stream-${person}`);
  channel.onmessage = (event: MessageEvent<StreamEvent | "missed">) => (event.data === "missed" ? missed() : hear(event.data));
  const tell = (event: StreamEvent | "missed"): void => channel.postMessage(event);

  void navigator.locks.request(`levelup-stream-${person}`, () => {
    lead(
      url,
      (event) => {
        tell(event);
        hear(event);
      },
      (first) => {
        tell("missed");
        if (!first) missed(); // the first event says where this page's own attempt stands
      },
    );
    return new Promise(() => {}); // until the page is gone; then another one leads
  });
}

/** Holds the stream open for good. */
function lead(url: string, hear: (event: StreamEvent) => void, opened: (first: boolean) => void): void {
  let failures = 0;
  let first = true;
  const again = (source: EventSource, ms: number): void => {
    source.close();
    setTimeout(open, ms);
  };
  const open = (): void => {
    const source = new EventSource(url);
    source.onopen = () => {
      failures = 0;
      opened(first);
      first = false;
    };
    source.onerror = () => {
      // While it is connecting the browser tries again by itself, with the id
      // of the last event. A refusal it takes for final; we do not.
      if (source.readyState === EventSource.CLOSED) again(source, Math.min(30_000, 1_000 * 2 ** failures++) * (0.75 + Math.random() / 2));
    };
    for (const name of names) {
      source.addEventListener(name, (event: MessageEvent<string>) => hear({ name, data: JSON.parse(event.data) as StreamEvent["data"] }));
    }
    // The server is stopping: not all at once.
    source.addEventListener("reconnect", () => again(source, 500 + Math.random() * 1_500));
  };
  open();
}

// Event streams. A browser opens few connections to one host, so one page holds
// a stream for all pages that share its key, and passes on what it hears.

/** What a stream says: the event's name and its data. */
export interface StreamEvent {
  name: string;
  data: unknown;
}

/** Which stream: the key that pages share, its address, and the events that matter. */
export interface Stream<E extends StreamEvent> {
  key: string;
  url: string;
  names: readonly E["name"][];
}

/**
 * Listens to a stream. Whenever events may have been missed, since the stream has
 * broken off or another page holds it now, missed is called.
 */
export function listen<E extends StreamEvent>(stream: Stream<E>, hear: (event: E) => void, missed: () => void): void {
  if (!navigator.locks) return; // pages that cannot agree on one of them ask instead of listening
  const name = `levelup-stream-${stream.key}`;
  const channel = new BroadcastChannel(name);
  channel.onmessage = (event: MessageEvent<E | "missed">) => (event.data === "missed" ? missed() : hear(event.data));
  const tell = (event: E | "missed"): void => channel.postMessage(event);

  void navigator.locks.request(name, () => {
    lead(
      stream,
      (event) => {
        tell(event);
        hear(event);
      },
      (first) => {
        tell("missed");
        if (!first) missed(); // this page has been made a moment ago
      },
    );
    return new Promise(() => {}); // until the page is gone; then another one leads
  });
}

/** How long a stream may be silent, in milliseconds: the server beats each 15 seconds. Whoever
 * has changed networks holds a connection that is dead and does not say so. */
const silence = 45_000;

/** Holds the stream open for good. */
function lead<E extends StreamEvent>({ url, names }: Stream<E>, hear: (event: E) => void, opened: (first: boolean) => void): void {
  let failures = 0;
  let first = true;
  let dead = 0;
  const again = (source: EventSource, ms: number): void => {
    source.close();
    clearTimeout(dead);
    setTimeout(open, ms);
  };
  const open = (): void => {
    const source = new EventSource(url);
    const lives = (): void => {
      clearTimeout(dead);
      dead = setTimeout(() => again(source, 0), silence);
    };
    lives();
    source.onopen = () => {
      lives();
      failures = 0;
      opened(first);
      first = false;
    };
    source.onerror = () => {
      // While it is connecting the browser tries again by itself, with the id
      // of the last event. A refusal it takes for final; we do not.
      if (source.readyState === EventSource.CLOSED) again(source, Math.min(30_000, 1_000 * 2 ** failures++) * (0.75 + Math.random() / 2));
    };
    for (const name of [...names, "beat"]) source.addEventListener(name, lives);
    for (const name of names) {
      source.addEventListener(name, (event: MessageEvent<string>) => hear({ name, data: JSON.parse(event.data) } as E));
    }
    // The server is stopping: not all at once.
    source.addEventListener("reconnect", () => again(source, 500 + Math.random() * 1_500));
  };
  open();
}

// The server's time on this page. The device's own clock may be wrong, may jump,
// and may be in another zone; what counts is how far it is from the server's.

/** Translates a steady local time, in milliseconds, into the server's. */
export class ServerClock {
  // The bounds of the server's time less the local one.
  #low = -Infinity;
  #high = Infinity;

  /** Learns that the server's clock showed a time at some moment between two local ones. */
  sample(server: number, from: number, to: number): void {
    const low = server - to;
    const high = server - from;
    const apart = low > this.#high || high < this.#low; // the local clock stood still, or the server's was set
    this.#low = apart ? low : Math.max(low, this.#low);
    this.#high = apart ? high : Math.min(high, this.#high);
  }

  /** The server's time at a local one. */
  at(local: number): number {
    if (this.#high === Infinity) return local + this.#low;
    return local + (this.#low + this.#high) / 2;
  }
}

/** Notices that the device has slept, or that its clock was set: the two ways to count disagree. */
export class Sleep {
  #steady: number;
  #wall: number;

  constructor(steady: number, wall: number) {
    this.#steady = steady;
    this.#wall = wall;
  }

  /** True if something has happened since the last call that makes the time doubtful. */
  woke(steady: number, wall: number): boolean {
    const stood = wall - this.#wall - (steady - this.#steady);
    const paused = steady - this.#steady;
    this.#steady = steady;
    this.#wall = wall;
    return Math.abs(stood) > 1_500 || paused > 10_000;
  }
}

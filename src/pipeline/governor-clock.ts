// The clock that the governor lives by: the machine's own, or one that a test turns by hand.

export interface Clock {
  nowMs(): number;
  /** Calls back once; the returned function cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

/** Node runs a timer beyond 2^31-1 ms at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  nowMs: Date.now,
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(delayMs, MAX_DELAY_MS));
    return () => clearTimeout(timer);
  },
};

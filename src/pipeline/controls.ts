// What a person may ask of a running `fetch`. The pipeline implements it; the terminal screen calls it.

/** `cleanly`: finish or abandon what is in hand and leave no half file; `at-once`: kill what is running, the index stays right. */
export type StopUrgency = 'cleanly' | 'at-once';

export interface FetchControls {
  /** Takes no new clip into hand; what is in hand goes on. */
  pause(): void;
  resume(): void;
  /** Downloads at once over all hosts, >= 1; takes effect when a clip in hand settles. */
  setDownloads(count: number): void;
  /** Does not wait for the host's breaker to reopen: the next clip is its probe. */
  tryNow(host: string): void;
  /** May be called again with more urgency. */
  stop(urgency: StopUrgency): void;
}

// Keeps the rows of a corpus coming while a screen is open: reads them a little at a time, then follows what others change.
import type { ClipTable } from '../../curation/clip-table.ts';

export interface TableFeed {
  readonly isComplete: boolean;
  /** Reads now what must be there before anything can be shown: for so long at most the rows that people are asked about, or without a limit all. */
  readFirst(limitMs: number): void;
  /** Follows in the background; `onNews` hears of it when rows came or changed. */
  start(): void;
  stop(): void;
}

/** A slice of reading: a key that comes meanwhile waits no longer. */
const SLICE_MS = 6;
/** Between two slices: keys and frames come first. */
const BREATH_MS = 2;
/** Rows that came are told of at most so often while the table is read. */
const TELL_EVERY_MS = 400;
/** How often others' changes are looked for; a look at an index that nobody changed costs next to nothing. */
const LOOK_EVERY_MS = 250;

export function openTableFeed(table: ClipTable, onNews: () => void): TableFeed {
  let isComplete = false;
  let timer: NodeJS.Timeout | undefined;
  let toldAtMs = 0;

  const read = (): void => {
    isComplete = table.loadSome(SLICE_MS);
    const now = performance.now();
    if (isComplete || now - toldAtMs > TELL_EVERY_MS) {
      toldAtMs = now;
      onNews();
    }
    timer = isComplete ? setTimeout(look, LOOK_EVERY_MS) : setTimeout(read, BREATH_MS);
  };
  const look = (): void => {
    if (table.refresh().length > 0) onNews();
    timer = setTimeout(look, LOOK_EVERY_MS);
  };

  return {
    get isComplete() {
      return isComplete;
    },
    readFirst: (limitMs) => {
      const until = performance.now() + limitMs;
      const isWanted = (): boolean =>
        limitMs === Number.POSITIVE_INFINITY || table.text('state', table.size - 1) === 'ask';
      do isComplete = table.loadSome(SLICE_MS);
      while (!isComplete && isWanted() && performance.now() < until);
    },
    start: () => {
      timer ??= isComplete ? setTimeout(look, 0) : setTimeout(read, 0);
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

// The switches of a running fetch: pause, stop, fewer or more downloads, and the one error that ends it.
import type PQueue from 'p-queue';
import { InterruptedError } from '../errors.ts';
import { killAllGroups } from '../tools/process.ts';
import type { FetchControls } from './controls.ts';

export interface RunControl {
  readonly controls: FetchControls;
  readonly abortDownloads: AbortSignal;
  readonly abortCuts: AbortSignal;
  /** Ends the run with this error unless one came before; what is in hand is abandoned. */
  fail(error: unknown): void;
  /** Why the run is ending; undefined while it goes on. */
  ending(): unknown;
  /** Resolves at once unless paused, then when it is resumed or the run ends. */
  untilResumed(): Promise<void>;
}

export function createRunControl(downloads: PQueue, tryNow: (host: string) => void): RunControl {
  const stopDownloads = new AbortController();
  const stopCuts = new AbortController();
  let ending: unknown;
  let resumed: Promise<void> = Promise.resolve();
  let resume = (): void => {};

  const fail = (error: unknown): void => {
    ending ??= error;
    stopDownloads.abort(ending);
    stopCuts.abort(ending);
    resume();
  };

  return {
    abortDownloads: stopDownloads.signal,
    abortCuts: stopCuts.signal,
    fail,
    ending: () => ending,
    untilResumed: () => resumed,
    controls: {
      pause: () => {
        if (ending !== undefined) return;
        resume();
        resumed = new Promise((resolve) => {
          resume = resolve;
        });
      },
      resume: () => resume(),
      setDownloads: (count) => {
        downloads.concurrency = Math.max(1, count);
      },
      tryNow,
      // Cleanly: downloads are abandoned (their partial files serve a resume), cuts in hand take a second and are finished.
      stop: (urgency) => {
        ending ??= new InterruptedError();
        stopDownloads.abort(ending);
        resume();
        if (urgency === 'cleanly') return;
        stopCuts.abort(ending);
        killAllGroups();
      },
    },
  };
}

// The switches of a running fetch: pause, stop, fewer or more downloads, and the one error that ends it.
import type PQueue from 'p-queue';
import { InterruptedError } from '../errors.ts';
import { killAllGroups } from '../tools/process.ts';
import type { FetchControls, StopUrgency } from './controls.ts';

export interface RunControl {
  readonly controls: FetchControls;
  readonly abortDownloads: AbortSignal;
  readonly abortCuts: AbortSignal;
  /** Ends the run with this error unless one came before. */
  end(error: unknown, urgency: StopUrgency): void;
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

  // Cleanly: downloads are abandoned (their partial files serve a resume), cuts in hand take a second and are finished.
  const end = (error: unknown, urgency: StopUrgency): void => {
    ending ??= error;
    stopDownloads.abort(ending);
    if (urgency === 'at-once') stopCuts.abort(ending);
    resume();
  };

  return {
    abortDownloads: stopDownloads.signal,
    abortCuts: stopCuts.signal,
    end,
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
      stop: (urgency) => {
        end(new InterruptedError(), urgency);
        if (urgency === 'at-once') killAllGroups();
      },
    },
  };
}

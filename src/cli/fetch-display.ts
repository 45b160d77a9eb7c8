// Where the news of a run goes: the live screen on a terminal, plain lines elsewhere; and the signals that ask a run to stop.
import type { FetchControls, StopUrgency } from '../pipeline/controls.ts';
import type { FetchEvent, FetchListener } from '../pipeline/events.ts';
import { fetchLines } from '../ui/fetch-lines.ts';
import { canDrawScreen, terminalTraits } from '../ui/theme.ts';
import type { FetchSettings } from './fetch-flags.ts';
import { print, printError } from './output.ts';

export interface FetchDisplay {
  readonly listen: FetchListener;
  /** From now on keys may steer the run. */
  attach(controls: FetchControls): Promise<void>;
  /** Gives the terminal back and prints the final table. May be called more than once. */
  close(): void;
}

export function openDisplay(settings: FetchSettings): FetchDisplay {
  const isScreen = settings.mayDrawScreen && canDrawScreen(process.env, process.stdin, process.stdout);
  return isScreen ? screenDisplay() : lineDisplay(settings);
}

function lineDisplay({ isJson, verbosity }: FetchSettings): FetchDisplay {
  const toLines = fetchLines(verbosity);
  const write = isJson ? printError : print;
  return {
    listen: (event) => {
      for (const line of toLines(event)) write(line);
    },
    attach: () => Promise.resolve(),
    close: () => {},
  };
}

/** Events that come before the screen stands are kept for it. */
function screenDisplay(): FetchDisplay {
  const early: FetchEvent[] = [];
  let listener: FetchListener = (event) => early.push(event);
  let finished: FetchEvent | undefined;
  let restore = (): void => {};
  const toLines = fetchLines('quiet');
  return {
    listen: (event) => {
      if (event.type === 'finished') finished = event;
      listener(event);
    },
    attach: async (controls) => {
      // ink and react are loaded only where there is a screen: a pipe starts 0.2 s sooner.
      const { runFetchScreen } = await import('../ui/run-fetch-screen.tsx');
      const screen = runFetchScreen({
        subscribe: (onEvent) => {
          listener = onEvent;
          for (const event of early.splice(0)) onEvent(event);
          return () => {
            listener = () => {};
          };
        },
        controls,
        stdout: process.stdout,
        stdin: process.stdin,
        now: Date.now,
        traits: terminalTraits(process.env),
      });
      restore = () => screen.restore();
      // A fault while drawing must not cost the run: the news go on as plain lines.
      screen.done().catch((error: unknown) => {
        printError(
          `ks-build: the screen failed, going on with plain lines (${error instanceof Error ? error.message : String(error)})`,
        );
        const plainLines = fetchLines('normal');
        listener = (event) => {
          for (const line of plainLines(event)) print(line);
        };
      });
      if (finished !== undefined) screen.restore();
    },
    close: () => {
      restore();
      for (const event of early.splice(0)) for (const line of toLines(event)) print(line);
      if (finished !== undefined) for (const line of toLines(finished)) print(line);
      finished = undefined;
    },
  };
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The first signal asks to stop cleanly, the second at once. Returns what takes the handlers away again. */
export function catchStopSignals(stop: (urgency: StopUrgency) => void): () => void {
  let count = 0;
  const onSignal = (): void => {
    count += 1;
    stop(count === 1 ? 'cleanly' : 'at-once');
  };
  for (const name of STOP_SIGNALS) process.on(name, onSignal);
  return () => {
    for (const name of STOP_SIGNALS) process.off(name, onSignal);
  };
}

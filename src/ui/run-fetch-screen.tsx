// Puts the fetch screen on a terminal: events and keys in, the live block and the lines above it out. Mounts ink once.
import { EventEmitter } from 'node:events';
import { render } from 'ink';
import { type ReactNode, useLayoutEffect } from 'react';
import type { FetchControls } from '../pipeline/controls.ts';
import type { FetchEvent, FetchListener } from '../pipeline/events.ts';
import { type FetchWishes, NO_WISHES, pressFetchKey } from './fetch-keys.ts';
import { eventLines } from './fetch-lines.ts';
import { FetchScreen } from './fetch-screen.tsx';
import { type FetchState, INITIAL_FETCH_STATE, reduceFetch } from './fetch-state.ts';
import { keyReader } from './key-reader.ts';
import { openLiveBlock } from './live-block.ts';
import { STATE_TONES, type TerminalTraits, type Theme, themeFor } from './theme.ts';

export interface FetchScreenOptions {
  /** Begins to send events; the function returned ends it. */
  readonly subscribe: (listener: FetchListener) => () => void;
  readonly controls: FetchControls;
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly now: () => number;
  readonly traits: TerminalTraits;
}

export interface RunningScreen {
  /** Resolves when the run has finished and the terminal is as it was; the final table is the caller's to print. */
  done(): Promise<void>;
  /** Gives the terminal back at once: for the way out of a crash. May be called more than once. */
  restore(): void;
}

/** News is drawn about eight times a second, keys at once, and clocks move once a second. */
const NEWS_EVERY_MS = 125;
const CLOCK_EVERY_MS = 1000;

export function runFetchScreen({ subscribe, controls, stdout, stdin, now, traits }: FetchScreenOptions): RunningScreen {
  const theme = themeFor(traits);
  const writer = openLiveBlock(stdout);
  const inCharset = (line: string): string => (traits.isUnicode ? line : withoutUnicode(line));
  const layout = new LayoutStream(stdout, (frame) => writer.setBlock(frame.split('\n').map(inCharset)));
  let state: FetchState = INITIAL_FETCH_STATE;
  let wishes: FetchWishes = NO_WISHES;
  let newsTimer: NodeJS.Timeout | undefined;
  let isOver = false;
  let unsubscribe: (() => void) | undefined;

  const element = () => (
    <OnUnmount call={leave}>
      <FetchScreen
        state={state}
        wishes={wishes}
        columns={layout.columns}
        rows={layout.rows}
        nowMs={now()}
        theme={theme}
      />
    </OnUnmount>
  );
  const drawNow = (): void => {
    if (isOver) return;
    clearTimeout(newsTimer);
    newsTimer = undefined;
    ink.rerender(element());
    writer.flush();
  };
  const onEvent = (event: FetchEvent): void => {
    state = reduceFetch(state, event);
    writer.scrollAway(linesAbove(event, theme).map(inCharset));
    if (event.type === 'finished') {
      drawNow();
      restore();
    } else newsTimer ??= setTimeout(drawNow, NEWS_EVERY_MS);
  };
  const readKeys = keyReader();
  const onInput = (chunk: string): void => {
    for (const key of readKeys(chunk)) wishes = pressFetchKey(key, wishes, state, controls);
    drawNow();
  };
  const onResize = (): void => {
    writer.forget();
    drawNow();
  };
  /** Ends everything but ink, which ends itself when it comes to this by unmounting. */
  function leave(): void {
    if (isOver) return;
    isOver = true;
    clearTimeout(newsTimer);
    clearInterval(clock);
    unsubscribe?.();
    stdout.off('resize', onResize);
    stdin.off('data', onInput);
    process.off('exit', restore);
    writer.restore();
    stdin.setRawMode?.(false);
    stdin.pause();
  }
  function restore(): void {
    leave();
    ink.unmount();
  }

  const ink = render(element(), {
    stdout: layout as unknown as NodeJS.WriteStream,
    stdin,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const exited = ink.waitUntilExit();
  const clock = setInterval(drawNow, CLOCK_EVERY_MS);
  process.once('exit', restore);
  stdout.on('resize', onResize);
  stdin.setRawMode?.(true);
  stdin.setEncoding('utf8');
  stdin.on('data', onInput);
  unsubscribe = subscribe(onEvent);
  // A run may be over before it was watched.
  if (isOver) unsubscribe();
  return { done: async () => void (await exited), restore };
}

/** What goes into the scrollback: settled clips, breakers and notes, as in a pipe, the first word in its colour. */
function linesAbove(event: FetchEvent, theme: Theme): string[] {
  if (event.type === 'finished' || event.type === 'part' || event.type === 'started') return [];
  const tone = event.type === 'settled' ? STATE_TONES[event.state] : event.type === 'breaker' ? 'later' : 'doubtful';
  return eventLines(event, 'normal').map((line) => theme.paint(tone, line.slice(0, 8)) + line.slice(8));
}

/** For a terminal of another character set: `~` for the mark of a cut line, `?` for the rest. */
function withoutUnicode(line: string): string {
  return line.replaceAll('\u2026', '~').replace(/\P{ASCII}/gu, '?');
}

/**
 * Gives the terminal back whenever ink unmounts. ink does so by itself when a signal that nobody listens to is about to end the process,
 * when the process exits, and when a component throws.
 */
function OnUnmount({ call, children }: { readonly call: () => void; readonly children: ReactNode }) {
  useLayoutEffect(() => call, [call]);
  return children;
}

/** What ink takes for the terminal: it has the size of the real one, and each whole frame written to it goes to `onFrame`. */
class LayoutStream extends EventEmitter {
  readonly #terminal: NodeJS.WriteStream;
  readonly #onFrame: (frame: string) => void;

  constructor(terminal: NodeJS.WriteStream, onFrame: (frame: string) => void) {
    super();
    this.#terminal = terminal;
    this.#onFrame = onFrame;
  }

  get columns(): number {
    return this.#terminal.columns ?? 80;
  }

  get rows(): number {
    return this.#terminal.rows ?? 24;
  }

  write(frame: string): boolean {
    this.#onFrame(frame);
    return true;
  }
}

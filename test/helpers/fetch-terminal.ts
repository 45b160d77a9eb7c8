// The real fetch screen on a terminal without a window, driven by hand: events, keys and a clock that stands still.
import { EventEmitter } from 'node:events';
import type { FetchEvent, FetchListener } from '../../src/pipeline/events.ts';
import { type RunningScreen, runFetchScreen } from '../../src/ui/run-fetch-screen.tsx';
import type { TerminalTraits } from '../../src/ui/theme.ts';
import { HeadlessTerminal } from './headless-terminal.ts';

export class Keyboard extends EventEmitter {
  readonly isTTY = true;
  isRaw = false;
  setRawMode(isRaw: boolean): void {
    this.isRaw = isRaw;
  }
  setEncoding(): void {}
  pause(): void {}
  resume(): void {}
  ref(): void {}
  unref(): void {}
}

export interface FetchTerminal {
  readonly terminal: HeadlessTerminal;
  readonly screen: RunningScreen;
  readonly keyboard: Keyboard;
  /** What the controls were asked for, in order. */
  readonly calls: string[];
  send(...events: readonly FetchEvent[]): void;
  /** Types, which also draws at once. */
  type(text: string): void;
  setNow(nowMs: number): void;
  isSubscribed(): boolean;
}

/** Enter: a key without a meaning, so that what was sent is drawn without waiting. */
export const DRAW = '\r';

export function openFetchTerminal(
  columns: number,
  rows: number,
  traits: TerminalTraits = { isColourful: false, isUnicode: true },
): FetchTerminal {
  const terminal = new HeadlessTerminal(columns, rows);
  const keyboard = new Keyboard();
  const calls: string[] = [];
  let listener: FetchListener | undefined;
  let nowMs = 0;
  const screen = runFetchScreen({
    subscribe: (given) => {
      listener = given;
      return () => {
        listener = undefined;
      };
    },
    controls: {
      pause: () => calls.push('pause'),
      resume: () => calls.push('resume'),
      setDownloads: (count) => calls.push(`downloads ${count}`),
      tryNow: (host) => calls.push(`try ${host}`),
      stop: (urgency) => calls.push(`stop ${urgency}`),
    },
    stdout: terminal as unknown as NodeJS.WriteStream,
    stdin: keyboard as unknown as NodeJS.ReadStream,
    now: () => nowMs,
    traits,
  });
  return {
    terminal,
    screen,
    keyboard,
    calls,
    send: (...events) => {
      for (const event of events) listener?.(event);
    },
    type: (text) => keyboard.emit('data', text),
    setNow: (given) => {
      nowMs = given;
    },
    isSubscribed: () => listener !== undefined,
  };
}

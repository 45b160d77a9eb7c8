// Screens on a terminal without a window, driven by hand.
import type { Key } from '../../src/ui/key-reader.ts';
import { type RunningScreens, runScreens } from '../../src/ui/run-screens.ts';
import type { Frame, Outcome, Redraw, Screen, ScreenSize } from '../../src/ui/screen.ts';
import { Keyboard } from './fetch-terminal.ts';
import { HeadlessTerminal } from './headless-terminal.ts';

export interface ScreenTerminal {
  readonly terminal: HeadlessTerminal;
  readonly keyboard: Keyboard;
  readonly running: RunningScreens;
  type(text: string): void;
}

export function openScreenTerminal(first: Screen, columns = 80, rows = 24): ScreenTerminal {
  const terminal = new HeadlessTerminal(columns, rows);
  const keyboard = new Keyboard();
  const running = runScreens(first, {
    stdin: keyboard as unknown as NodeJS.ReadStream,
    stdout: terminal as unknown as NodeJS.WriteStream,
  });
  return { terminal, keyboard, running, type: (text) => keyboard.emit('data', text) };
}

/** A screen that notes all that happens to it and does what it is told: its keys have outcomes, all others stay. */
export class NotingScreen implements Screen {
  readonly notes: string[] = [];
  redraw: Redraw = () => {};
  lines: readonly string[];
  readonly #outcomes: Readonly<Record<Key, Outcome>>;

  constructor(name: string, outcomes: Readonly<Record<Key, Outcome>> = {}) {
    this.lines = [name];
    this.#outcomes = outcomes;
  }

  enter(redraw: Redraw): void {
    this.redraw = redraw;
    this.notes.push('enter');
  }

  press(key: Key): Outcome {
    this.notes.push(key);
    return this.#outcomes[key] ?? { kind: 'stay' };
  }

  paste(text: string): Outcome {
    this.notes.push(`paste ${text}`);
    return { kind: 'stay' };
  }

  frame({ columns, rows }: ScreenSize): Frame {
    this.notes.push(`frame ${columns}x${rows}`);
    return { lines: this.lines, regions: [] };
  }

  leave(): void {
    this.notes.push('leave');
  }

  close(): Promise<void> {
    this.notes.push('close');
    return Promise.resolve();
  }

  /** The notes without frames, since the last call. */
  take(): string[] {
    return this.notes.splice(0).filter((note) => !note.startsWith('frame'));
  }
}

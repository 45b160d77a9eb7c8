// Shows full-screen views on a terminal: keys to the one on top, its frames to the terminal, and what its keys lead to.
import { killAllGroups } from '../tools/process.ts';
import { asciiLine } from './cell-text.ts';
import { type HeldTerminal, holdTerminal } from './held-terminal.ts';
import { type Input, inputReader } from './key-reader.ts';
import type { Frame, Outcome, Screen, ScreenSize } from './screen.ts';
import { stackScreens } from './screen-stack.ts';

export interface ScreensTerminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** Left out: it shows all characters. */
  readonly isUnicode?: boolean;
}

/** Interrupted: by Ctrl-C. */
export type ScreensEnding = 'quit' | 'interrupted';

export interface RunningScreens {
  /** When all screens have closed and the terminal is as it was; a screen's fault rejects. A signal ends the process instead. */
  done(): Promise<ScreensEnding>;
  /** Gives the terminal back at once. May be called more than once. */
  restore(): void;
}

/** Below this no screen has a layout. */
const SMALLEST_SCREEN: ScreenSize = { columns: 60, rows: 16 };
/** News from outside is drawn about eight times a second. */
const NEWS_WITHIN_MS = 125;
/** An escape that nothing follows for so long is the key: sequences arrive in one piece, over slow lines nearly so. */
const ESCAPE_WAIT_MS = 30;
/** When a signal ends us, screens get so long to end their programs. */
const CLOSE_LIMIT_MS = 1000;

export function runScreens(first: Screen, { stdin, stdout, isUnicode = true }: ScreensTerminal): RunningScreens {
  const reader = inputReader();
  let frameTimer: NodeJS.Timeout | undefined;
  let frameDueMs = 0;
  let escapeTimer: NodeJS.Timeout | undefined;
  let hasPicture = false;
  let resolveDone: (ending: ScreensEnding) => void;
  let rejectDone: (fault: unknown) => void;
  const done = new Promise<ScreensEnding>((resolve, reject) => {
    resolveDone = resolve;
    rejectDone = reject;
  });

  const redraw = (withinMs = NEWS_WITHIN_MS): void => {
    const dueMs = performance.now() + withinMs;
    if (frameTimer !== undefined && frameDueMs <= dueMs) return;
    clearTimeout(frameTimer);
    frameDueMs = dueMs;
    frameTimer = setTimeout(guarded(draw), withinMs);
  };
  const draw = (): void => {
    clearTimeout(frameTimer);
    frameTimer = undefined;
    if (!terminal.isHeld) return;
    const { size } = terminal;
    const frame = isTooSmall(size) ? tooSmallFrame(size) : stack.top.frame(size);
    hasPicture = frame.regions.some(({ content }) => content.kind === 'payload');
    terminal.show(isUnicode ? frame : { ...frame, lines: frame.lines.map(asciiLine) });
  };
  const onChunk = (chunk: string): void => {
    clearTimeout(escapeTimer);
    takeInputs(reader.read(chunk));
    if (reader.isUndecided) escapeTimer = setTimeout(guarded(settleEscape), ESCAPE_WAIT_MS);
  };
  const settleEscape = (): void => takeInputs(reader.settle());
  const takeInputs = (inputs: readonly Input[]): void => {
    for (const input of inputs) {
      // What was typed ahead of a program that takes the terminal is neither for that nor for the screen after it.
      if (!terminal.isHeld) return;
      takeInput(input);
    }
    draw();
  };
  const takeInput = (input: Input): void => {
    // A multiplexer does not keep pictures while it shows another window.
    if (input.kind === 'focus') {
      if (hasPicture) terminal.forget();
    } else if (input.kind === 'paste') takeOutcome(stack.top.paste?.(input.text) ?? { kind: 'stay' });
    else if (input.key === 'ctrl-c') end('interrupted');
    else if (input.key === 'ctrl-l') terminal.forget();
    else if (input.key === 'ctrl-z') terminal.suspend();
    // A key must not judge what cannot be seen.
    else if (!isTooSmall(terminal.size)) takeOutcome(stack.top.press(input.key));
    else if (input.key === 'q') end('quit');
  };
  const takeOutcome = (outcome: Outcome): void => {
    if (outcome.kind === 'lend') terminal.lend(outcome.run).catch(fail);
    else if (!stack.take(outcome)) end('quit');
  };
  const end = (ending: ScreensEnding): void => {
    terminal.release();
    stack.closeAll().then(() => resolveDone(ending), rejectDone);
  };
  const fail = (fault: unknown): void => {
    terminal.release();
    const reject = (): void => rejectDone(fault);
    stack.closeAll().then(reject, reject);
  };
  const mustEnd = (exitCode: number): void => {
    const exit = (): never => {
      // What a screen could not end in time must not play on without us.
      killAllGroups();
      process.exit(exitCode);
    };
    setTimeout(exit, CLOSE_LIMIT_MS);
    stack.closeAll().then(exit, exit);
  };
  /** A screen that fails must not leave its user with a terminal in raw mode. */
  const guarded =
    <Given extends readonly unknown[]>(run: (...given: Given) => void) =>
    (...given: Given): void => {
      try {
        run(...given);
      } catch (fault) {
        fail(fault);
      }
    };

  const stack = stackScreens(first, redraw);
  const enter = guarded(() => {
    stack.top.enter(redraw);
    draw();
  });
  const terminal: HeldTerminal = holdTerminal(stdin, stdout, {
    input: guarded(onChunk),
    mustDraw: guarded(draw),
    lost: guarded(() => stack.top.leave()),
    regained: enter,
    mustEnd,
  });
  enter();
  return { done: () => done, restore: terminal.release };
}

function isTooSmall({ columns, rows }: ScreenSize): boolean {
  return columns < SMALLEST_SCREEN.columns || rows < SMALLEST_SCREEN.rows;
}

function tooSmallFrame({ columns, rows }: ScreenSize): Frame {
  const wanted = `${SMALLEST_SCREEN.columns} x ${SMALLEST_SCREEN.rows}`;
  return {
    lines: [
      `This terminal has ${columns} x ${rows} cells.`,
      `The screen needs ${wanted}.`,
      'Make it larger, or q to quit.',
    ],
    regions: [],
  };
}

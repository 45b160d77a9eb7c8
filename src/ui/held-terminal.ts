// A terminal while a full screen has it: raw keys in, frames out, and the way back to how it was, whoever ends or stops us.
import type { Frame, ScreenSize } from './screen.ts';
import { openScreen } from './screen-writer.ts';

export interface TerminalListener {
  input(chunk: string): void;
  /** What the terminal shows is not known any more. */
  mustDraw(): void;
  /** The terminal is about to go, to a program or because we are stopped; `regained` follows, unless the end comes first. */
  lost(): void;
  regained(): void;
  /** Somebody ends us, or the terminal is gone; it has been given back. */
  mustEnd(exitCode: number): void;
}

export interface HeldTerminal {
  readonly size: ScreenSize;
  /** False while a program has the terminal, while we are stopped, and after the end. */
  readonly isHeld: boolean;
  show(frame: Frame): void;
  /** The next frame is written whole. */
  forget(): void;
  /** Gives the terminal to a program until that has ended. */
  lend(run: () => Promise<void>): Promise<void>;
  /** Stops us, as Ctrl-Z does for programs that leave the keys to the terminal. */
  suspend(): void;
  /** Gives the terminal back for good. May be called more than once. */
  release(): void;
}

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
/** After a stop that did not happen, for want of a shell that could continue us. */
const RESUME_AFTER_MS = 30;

export function holdTerminal(
  stdin: NodeJS.ReadStream,
  stdout: NodeJS.WriteStream,
  listener: TerminalListener,
): HeldTerminal {
  const writer = openScreen(stdout);
  let state: 'held' | 'stopped' | 'lent' | 'released' = 'held';

  const takeKeys = (): void => {
    stdin.setRawMode?.(true);
    stdin.off('data', listener.input);
    stdin.on('data', listener.input);
    stdin.resume();
  };
  const giveBack = (newState: 'stopped' | 'lent' | 'released'): void => {
    if (state === 'held') {
      stdin.off('data', listener.input);
      stdin.setRawMode?.(false);
      stdin.pause();
      writer.leave();
    }
    state = newState;
  };
  const takeAgain = (): void => {
    if (state === 'released') return;
    const tell = state === 'held' ? listener.mustDraw : listener.regained;
    state = 'held';
    // The shell may have changed the mode without Node's knowledge, which then holds that nothing is to be done.
    stdin.setRawMode?.(false);
    takeKeys();
    writer.enter();
    writer.forget();
    tell();
  };
  const suspend = (): void => {
    if (state === 'held') listener.lost();
    giveBack('stopped');
    process.off('SIGTSTP', suspend);
    process.kill(0, 'SIGTSTP');
    // Comes to pass when we are continued, or at once when nobody could stop us.
    setTimeout(onContinue, RESUME_AFTER_MS);
  };
  /** Also after a stop that could not be seen coming. A program that has the terminal keeps it. */
  const onContinue = (): void => {
    if (state === 'released') return;
    process.off('SIGTSTP', suspend);
    process.on('SIGTSTP', suspend);
    if (state !== 'lent') takeAgain();
  };
  const onResize = (): void => {
    writer.forget();
    if (state === 'held') listener.mustDraw();
  };
  const endWith = (exitCode: number): void => {
    release();
    listener.mustEnd(exitCode);
  };
  const onInterrupt = (): void => {
    // While a program has the terminal, Ctrl-C is meant for that.
    if (state !== 'lent') endWith(EXIT_CODES.SIGINT);
  };
  const onTerminate = (): void => endWith(EXIT_CODES.SIGTERM);
  const onHangUp = (): void => endWith(EXIT_CODES.SIGHUP);
  const listeners: readonly (readonly [string, () => void])[] = [
    ['SIGINT', onInterrupt],
    ['SIGTERM', onTerminate],
    ['SIGHUP', onHangUp],
    ['SIGTSTP', suspend],
    ['SIGCONT', onContinue],
    ['exit', release],
    // The fault itself is printed by Node, after this.
    ['uncaughtExceptionMonitor', release],
  ];
  function release(): void {
    if (state === 'released') return;
    giveBack('released');
    for (const [name, listen] of listeners) process.off(name, listen);
    stdout.off('resize', onResize);
    stdout.off('error', onHangUp);
  }

  for (const [name, listen] of listeners) process.on(name, listen);
  stdout.on('resize', onResize);
  stdout.on('error', onHangUp);
  stdin.setEncoding('utf8');
  takeKeys();
  return {
    get size() {
      return { columns: stdout.columns ?? 80, rows: stdout.rows ?? 24 };
    },
    get isHeld() {
      return state === 'held';
    },
    show: writer.show,
    forget: writer.forget,
    lend: async (run) => {
      listener.lost();
      giveBack('lent');
      try {
        await run();
      } finally {
        takeAgain();
      }
    },
    suspend,
    release,
  };
}

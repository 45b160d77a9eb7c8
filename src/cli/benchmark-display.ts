// Where the news of a benchmark goes: the live block on a terminal, plain lines elsewhere, nothing when quiet.
import type { QueueEvent } from '../benchmark/queue/queue-events.ts';
import type { BenchmarkTitle } from '../ui/benchmark/benchmark-frame.ts';
import { benchmarkLines } from '../ui/benchmark/benchmark-lines.ts';
import { openBenchmarkScreen } from '../ui/benchmark/run-benchmark-screen.ts';
import { canDrawScreen, terminalTraits } from '../ui/theme.ts';
import type { BenchmarkFlags } from './benchmark.ts';
import { print, printError } from './output.ts';

export interface BenchmarkDisplay {
  /** Progress of what comes before the queue, on one line of a terminal. */
  showProgress(text: string): void;
  note(text: string): void;
  /** From now on events come. */
  begin(title: BenchmarkTitle): void;
  readonly listen: (event: QueueEvent) => void;
  showStopping(): void;
  /** Gives the terminal back. May be called more than once. */
  close(): void;
}

export function openBenchmarkDisplay(flags: Pick<BenchmarkFlags, 'tui' | 'json' | 'quiet'>): BenchmarkDisplay {
  const isQuiet = flags.quiet === true;
  const write = flags.json ? printError : print;
  const mayDraw = flags.tui && !flags.json && !isQuiet && canDrawScreen(process.env, process.stdin, process.stdout);
  const isLive = process.stderr.isTTY === true && !isQuiet;
  const toLines = benchmarkLines();
  let listen = (event: QueueEvent): void => {
    if (!isQuiet) for (const line of toLines(event)) write(line);
  };
  let showStopping = (): void => {
    if (!isQuiet) printError('stopping after the steps in hand; again to stop at once');
  };
  let close = (): void => {};
  const clearProgress = (): void => {
    if (isLive) process.stderr.write('\r\x1b[K');
  };
  return {
    showProgress: (text) => {
      if (isLive) process.stderr.write(`\r${text}\x1b[K`);
    },
    note: (text) => {
      clearProgress();
      if (!isQuiet) printError(text);
    },
    begin: (title) => {
      clearProgress();
      if (!mayDraw) return;
      const screen = openBenchmarkScreen({
        stdout: process.stdout,
        title,
        now: Date.now,
        traits: terminalTraits(process.env),
      });
      ({ listen, showStopping, close } = screen);
    },
    listen: (event) => listen(event),
    showStopping: () => showStopping(),
    close: () => {
      clearProgress();
      close();
    },
  };
}

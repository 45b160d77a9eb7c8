// Puts the live block of a benchmark on a terminal: events in, frames out; the terminal is as it was when it closes.
import type { QueueEvent } from '../../benchmark/queue/queue-events.ts';
import { asciiLine } from '../cell-text.ts';
import { openLiveBlock } from '../live-block.ts';
import { type TerminalTraits, themeFor } from '../theme.ts';
import { type BenchmarkTitle, benchmarkFrame, finalTable } from './benchmark-frame.ts';
import { NOTHING_PLANNED, reduceBenchmark } from './benchmark-state.ts';

interface BenchmarkScreen {
  listen(event: QueueEvent): void;
  /** The run was asked to stop. */
  showStopping(): void;
  /** The results stay above. May be called more than once. */
  close(): void;
}

interface BenchmarkScreenOptions {
  readonly stdout: NodeJS.WriteStream;
  readonly title: BenchmarkTitle;
  readonly now: () => number;
  readonly traits: TerminalTraits;
}

/** Steps are drawn a few times a second, clocks move once a second. */
const NEWS_EVERY_MS = 200;
const CLOCK_EVERY_MS = 1000;

export function openBenchmarkScreen({ stdout, title, now, traits }: BenchmarkScreenOptions): BenchmarkScreen {
  const theme = themeFor(traits);
  const block = openLiveBlock(stdout);
  let state = NOTHING_PLANNED;
  let isStopping = false;
  let newsTimer: NodeJS.Timeout | undefined;

  const inCharset = (lines: string[]): string[] => (traits.isUnicode ? lines : lines.map(asciiLine));
  const draw = (): void => {
    clearTimeout(newsTimer);
    newsTimer = undefined;
    const size = { columns: stdout.columns ?? 80, rows: stdout.rows ?? 24 };
    const lines = benchmarkFrame({ title, state, isStopping, ...size, nowMs: now(), theme });
    block.setBlock(inCharset(lines));
    block.flush();
  };
  const onResize = (): void => {
    block.forget();
    draw();
  };
  const clock = setInterval(draw, CLOCK_EVERY_MS);
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    block.scrollAway(inCharset(finalTable(state, stdout.columns ?? 80, theme)));
    clearInterval(clock);
    clearTimeout(newsTimer);
    stdout.off('resize', onResize);
    process.off('exit', close);
    block.restore();
  };
  stdout.on('resize', onResize);
  process.once('exit', close);
  return {
    listen: (event) => {
      state = reduceBenchmark(state, event, now());
      if (event.kind === 'step') newsTimer ??= setTimeout(draw, NEWS_EVERY_MS);
      else draw();
    },
    showStopping: () => {
      isStopping = true;
      draw();
    },
    close,
  };
}

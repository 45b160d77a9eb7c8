// Plays the sound of clips through programs that can only be started and stopped: where the sound is, is reckoned from the clock, and
// pausing and seeking start the program anew at another place.
import path from 'node:path';
import { lastLines } from './media-tool.ts';
import type { Player, PlayerNews, PlayingRange } from './player.ts';
import { type RunResult, run } from './process.ts';

export interface PlayerProgram {
  readonly name: 'ffplay' | 'command';
  /** Program and arguments that play this part of a file once. */
  argvFor(filePath: string, fromSeconds: number, toSeconds: number): readonly [string, ...string[]];
  /** Whether it can begin elsewhere than at the start of the file. */
  readonly canBeginAnywhere: boolean;
}

const POSITION_EVERY_MS = 50;
/** A program that ends this much before it should has not played: it is not asked to play on and on. */
const EARLY_RATIO = 0.5;

interface Playing {
  readonly filePath: string;
  readonly range: PlayingRange;
  readonly news: PlayerNews;
  /** Where it begins, or goes on after a pause. */
  fromSeconds: number;
  /** undefined: paused. */
  running: { readonly abort: AbortController; readonly startedAtMs: number } | undefined;
}

export function createProcessPlayer({ name, argvFor, canBeginAnywhere }: PlayerProgram): Player {
  let playing: Playing | undefined;
  let ticker: NodeJS.Timeout | undefined;
  const ending = new Set<Promise<void>>();

  const positionOf = ({ fromSeconds, running, range }: Playing): number => {
    const elapsedMs = running === undefined ? 0 : performance.now() - running.startedAtMs;
    return Math.min(range.toSeconds, fromSeconds + elapsedMs / 1000);
  };
  const start = (started: Playing, fromSeconds: number): void => {
    const abort = new AbortController();
    started.fromSeconds = fromSeconds;
    started.running = { abort, startedAtMs: performance.now() };
    ticker ??= setInterval(() => {
      if (playing?.running !== undefined) playing.news.position(positionOf(playing));
    }, POSITION_EVERY_MS);
    const [program, ...argv] = argvFor(path.resolve(started.filePath), fromSeconds, started.range.toSeconds);
    const ended = run(program, argv, { abortSignal: abort.signal }).then(
      (result) => {
        if (!result.aborted && playing === started) onEnd(started, result);
      },
      (error: Error) => {
        if (playing === started) finish(`${name} cannot be started: ${error.message}`);
      },
    );
    ending.add(ended);
    void ended.finally(() => ending.delete(ended));
  };
  const onEnd = (started: Playing, { exitCode, durationMs, stderrTail }: RunResult): void => {
    const wantedMs = (started.range.toSeconds - started.fromSeconds) * 1000;
    if (exitCode !== 0) finish(`${name} ended (exit ${exitCode}) ${lastLines(stderrTail, 2)}`.trim());
    else if (started.range.isLooping && durationMs > EARLY_RATIO * wantedMs) start(started, started.range.fromSeconds);
    else finish(undefined);
  };
  const halt = (): void => {
    playing?.running?.abort.abort();
    if (playing !== undefined) playing.running = undefined;
    clearInterval(ticker);
    ticker = undefined;
  };
  const finish = (trouble: string | undefined): void => {
    halt();
    const finished = playing;
    playing = undefined;
    finished?.news.ended(trouble);
  };

  return {
    name,
    canPause: canBeginAnywhere,
    canSeek: canBeginAnywhere,
    play(filePath, range, news) {
      halt();
      playing = { filePath, range, news, fromSeconds: range.fromSeconds, running: undefined };
      start(playing, range.fromSeconds);
    },
    pause() {
      if (playing === undefined) return;
      playing.fromSeconds = positionOf(playing);
      halt();
    },
    resume() {
      if (playing !== undefined && playing.running === undefined) start(playing, playing.fromSeconds);
    },
    seek(seconds) {
      if (playing === undefined) return;
      const isPaused = playing.running === undefined;
      halt();
      playing.fromSeconds = seconds;
      if (isPaused) playing.news.position(seconds);
      else start(playing, seconds);
    },
    stop: () => finish(undefined),
    async close() {
      halt();
      playing = undefined;
      await Promise.all(ending);
    },
  };
}

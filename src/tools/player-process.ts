// Plays the sound of clips through programs that can only be started and stopped: pausing and seeking start the program anew at another
// place. Where the sound is, the program tells, or else it is reckoned from the clock.
import path from 'node:path';
import type { Player, PlayerNews, PlayingRange } from './player.ts';
import { type RunResult, run } from './process.ts';

export interface PlayerProgram {
  readonly name: 'ffplay' | 'command';
  /** Program and arguments that play this part of a file once. */
  argvFor(filePath: string, fromSeconds: number, toSeconds: number): readonly [string, ...string[]];
  /** Whether it can begin elsewhere than at the start of the file. */
  readonly canBeginAnywhere: boolean;
  /**
   * What a line of its stderr says about where the sound is; NaN: nothing is heard yet; undefined: the line is about something else.
   * Absent: it does not tell.
   */
  readonly positionIn?: (line: string) => number | undefined;
}

const POSITION_EVERY_MS = 50;
/** A program that tells where it is may take a second to leave after its last sound: this near to the end it is over. */
const AT_END_SECONDS = 0.05;
/** A program that ends this much before it should has not played: it is not asked to play on and on. */
const EARLY_RATIO = 0.5;

interface Running {
  readonly abort: AbortController;
  readonly startedAtMs: number;
  toldSeconds: number | undefined;
  /** Its last line that does not tell where it is. */
  said: string;
}

interface Playing {
  readonly filePath: string;
  readonly range: PlayingRange;
  readonly news: PlayerNews;
  /** Where it begins, or goes on after a pause. */
  fromSeconds: number;
  /** undefined: paused. */
  running: Running | undefined;
}

export function createProcessPlayer({ name, argvFor, canBeginAnywhere, positionIn }: PlayerProgram): Player {
  let playing: Playing | undefined;
  let ticker: NodeJS.Timeout | undefined;
  const ending = new Set<Promise<void>>();

  const positionOf = ({ fromSeconds, running, range }: Playing): number => {
    if (running === undefined) return fromSeconds;
    if (positionIn !== undefined) return running.toldSeconds ?? fromSeconds;
    return Math.min(range.toSeconds, fromSeconds + (performance.now() - running.startedAtMs) / 1000);
  };
  const tick = (): void => {
    if (playing?.running === undefined) return;
    const { range, running, news } = playing;
    if (positionIn !== undefined && running.toldSeconds === undefined) return;
    const seconds = positionOf(playing);
    news.position(seconds);
    if (positionIn !== undefined && seconds > range.toSeconds - AT_END_SECONDS) goOn(playing);
  };
  const start = (started: Playing, fromSeconds: number): void => {
    const running: Running = {
      abort: new AbortController(),
      startedAtMs: performance.now(),
      toldSeconds: undefined,
      said: '',
    };
    started.fromSeconds = fromSeconds;
    started.running = running;
    ticker ??= setInterval(tick, POSITION_EVERY_MS);
    const [program, ...argv] = argvFor(path.resolve(started.filePath), fromSeconds, started.range.toSeconds);
    const ended = run(program, argv, {
      abortSignal: running.abort.signal,
      onStderrLine: (line) => listen(running, line),
    }).then(
      (result) => {
        if (!result.aborted && playing === started) onEnd(started, running, result);
      },
      (error: Error) => {
        if (playing === started) finish(`${name} cannot be started: ${error.message}`);
      },
    );
    ending.add(ended);
    void ended.finally(() => ending.delete(ended));
  };
  const listen = (running: Running, line: string): void => {
    const seconds = positionIn?.(line);
    if (seconds === undefined) running.said = line.trim() || running.said;
    else if (!Number.isNaN(seconds)) running.toldSeconds = seconds;
  };
  const onEnd = (started: Playing, { toldSeconds, said }: Running, { exitCode, durationMs }: RunResult): void => {
    const wantedMs = (started.range.toSeconds - started.fromSeconds) * 1000;
    const isMute = positionIn !== undefined && toldSeconds === undefined;
    if (exitCode !== 0 || isMute) finish(`${name}: ${said || `nothing was heard (exit ${exitCode})`}`);
    else if (durationMs > EARLY_RATIO * wantedMs) goOn(started);
    else finish(undefined);
  };
  /** At the end: once more from the start of the loop, or over. */
  const goOn = (ended: Playing): void => {
    if (ended.range.isLooping) {
      halt();
      start(ended, ended.range.fromSeconds);
    } else finish(undefined);
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

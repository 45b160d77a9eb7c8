// What tests of players share: a clip that sounds, and someone who listens to a player's news.
import path from 'node:path';
import type { TestContext } from 'node:test';
import { encodeClip } from '../../src/synthetic/encode-clip.ts';
import { findOnPath } from '../../src/tools/find-program.ts';
import type { PlayerNews } from '../../src/tools/player.ts';
import { temporaryFolder } from './programs.ts';

/** For `skip`: why tests with a program cannot run here; false where they can. */
export function missingProgram(name: string): string | false {
  return findOnPath(name, process.env.PATH ?? '') === undefined ? `${name} is not installed` : false;
}

/** Three seconds of a tone over grey. */
export async function heardClip(t: TestContext): Promise<string> {
  const file = path.join(temporaryFolder(t), 'heard.mp4');
  const shape = { widthPx: 32, heightPx: 32, videoFps: 10, sampleRateHz: 16_000 };
  const samples = Float32Array.from({ length: 48_000 }, (_, at) => 0.3 * Math.sin((2 * Math.PI * 440 * at) / 16_000));
  const context = { ffmpegPath: 'ffmpeg', abortSignal: new AbortController().signal, timeLimitSeconds: 60 };
  await encodeClip({ ...shape, pixels: new Uint8Array(30 * 32 * 32 * 3).fill(90), samples }, file, context);
  return file;
}

export class Listener implements PlayerNews {
  readonly positions: number[] = [];
  /** One for each end. */
  readonly ends: (string | undefined)[] = [];
  #waiting: (() => void)[] = [];

  position(seconds: number): void {
    this.positions.push(seconds);
    this.#wake();
  }

  ended(trouble: string | undefined): void {
    this.ends.push(trouble);
    this.#wake();
  }

  async until(condition: (listener: this) => boolean): Promise<void> {
    while (!condition(this)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

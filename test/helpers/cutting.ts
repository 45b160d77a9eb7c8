// What tests of real cuts share: tools, settings, one call from a file to an outcome, and small media made by ffmpeg.
import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import { type CutContext, type CutOutcome, type CutSettings, cutClip } from '../../src/pipeline/cut.ts';
import type { SourceMedia } from '../../src/sources/source.ts';
import { run } from '../../src/tools/process.ts';
import { sourceMedia } from './probed-streams.ts';

export const cutTools = { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' };
export const cutSettings: CutSettings = { ...DEFAULT_CONFIG, normalise: false, copy: false };
export const toolContext = { ...cutTools, abortSignal: new AbortController().signal, timeLimitSeconds: 120 };

export function cutContext(changes: Partial<CutContext> = {}): CutContext {
  return {
    tools: cutTools,
    abortSignal: new AbortController().signal,
    onStage: () => {},
    isMeasured: false,
    ...changes,
  };
}

/** To be called in the body of a `describe`, with its `after`. */
export function temporaryDirectory(context: { after(run: () => void): void }): string {
  const directory = mkdtempSync(join(tmpdir(), 'ks-build-cut-'));
  context.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export interface CutRequest {
  readonly filePath: string;
  readonly outputPath: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly media?: Partial<SourceMedia>;
  readonly settings?: Partial<CutSettings>;
  readonly context?: Partial<CutContext>;
}

export function cut(request: CutRequest): Promise<CutOutcome> {
  const { filePath, outputPath, startSeconds, endSeconds } = request;
  const segment = { videoId: 'x', startSeconds, endSeconds, label: 'a', split: 'train' } as const;
  const media = sourceMedia({ filePath, sizeBytes: statSync(filePath).size, ...request.media });
  return cutClip(segment, media, outputPath, { ...cutSettings, ...request.settings }, cutContext(request.context));
}

/** The clip of an outcome that must be one, with both of its streams. */
export function clipOf(outcome: CutOutcome) {
  assert.equal(outcome.kind, 'clip', JSON.stringify(outcome));
  return outcome as Extract<CutOutcome, { kind: 'clip' }>;
}

export async function ffmpeg(...argv: string[]): Promise<void> {
  const end = await run('ffmpeg', ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', ...argv]);
  assert.equal(end.exitCode, 0, end.stderrTail);
}

/** Arguments for a moving picture and a tone, `seconds` long. */
export function movingPicture(size: string, rate: string, seconds: number): string[] {
  return ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`];
}

export function tone(sampleRateHz: number, seconds: number): string[] {
  return ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=${sampleRateHz}:duration=${seconds}`];
}

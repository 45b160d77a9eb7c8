// Proves on the user's own ffmpeg that cuts are exact: cuts a flash-and-beep video at random starts and measures where picture and sound fell.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KsBuildError } from '../errors.ts';
import { compareWithTruth, readFlashesAndBeeps } from '../synthetic/find-offsets.ts';
import { type FlashAndBeep, flashInstants, makeFlashAndBeep } from '../synthetic/flash-and-beep.ts';
import { type CutSettings, type CutTools, cutClip } from './cut.ts';

export interface SyncTest {
  readonly source: FlashAndBeep;
  readonly cuts: number;
  readonly cutSeconds: number;
  readonly seed: number;
}

/** A three-minute video with a keyframe every 5 s, cut 12 times: as the tools of others were measured. */
export const SYNC_TEST: SyncTest = {
  source: {
    durationSeconds: 180,
    widthPx: 320,
    heightPx: 180,
    videoFps: 30,
    gopSeconds: 5,
    periodSeconds: 1,
    sampleRateHz: 44100,
    toneHz: 1000,
    background: '0x202020',
  },
  cuts: 12,
  cutSeconds: 10,
  seed: 1,
};

export interface CutSync {
  readonly startSeconds: number;
  /** How far the first video frame lies from where it was asked for; above zero, later. */
  readonly startErrorSeconds: number;
  /** Largest |flash - beep| in the clip. */
  readonly maxOffsetSeconds: number;
  /** Mean of flash - beep; above zero, the picture is late. */
  readonly meanOffsetSeconds: number;
}

export interface SyncReport {
  readonly videoFrameSeconds: number;
  readonly cuts: readonly CutSync[];
  readonly meanStartErrorSeconds: number;
  readonly maxStartErrorSeconds: number;
  readonly meanOffsetSeconds: number;
  readonly maxOffsetSeconds: number;
  /** Start error and offset at most one video frame, in every cut. */
  readonly isExact: boolean;
}

export interface SyncContext {
  readonly tools: CutTools;
  readonly settings: CutSettings;
  readonly abortSignal: AbortSignal;
  /** Where a temporary folder may be made; it is removed at the end. */
  readonly directory: string;
}

/** Mulberry32, a small generator by Tommy Ettinger: numbers in [0, 1), the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @throws KsBuildError when a cut fails or its flashes and beeps cannot be told; MissingToolError; the abort signal's reason */
export async function measureSync(context: SyncContext, test: SyncTest = SYNC_TEST): Promise<SyncReport> {
  const directory = await mkdtemp(join(context.directory, 'sync-test-'));
  try {
    const sourcePath = join(directory, 'source.mp4');
    await makeFlashAndBeep(test.source, sourcePath, toolContext(context));
    const random = randomNumbers(test.seed);
    const cuts: CutSync[] = [];
    for (let number = 0; number < test.cuts; number += 1) {
      const startSeconds = random() * (test.source.durationSeconds - test.cutSeconds);
      cuts.push(await measureCut(context, test, sourcePath, startSeconds, join(directory, `cut-${number}.mp4`)));
    }
    return summarise(cuts, 1 / test.source.videoFps);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function measureCut(
  context: SyncContext,
  test: SyncTest,
  sourcePath: string,
  startSeconds: number,
  clipPath: string,
): Promise<CutSync> {
  const endSeconds = startSeconds + test.cutSeconds;
  const segment = { videoId: 'sync-test', startSeconds, endSeconds, label: 'sync test', split: 'test' } as const;
  const media = {
    filePath: sourcePath,
    originSeconds: 0,
    extent: 'whole',
    route: 'file',
    sizeBytes: (await stat(sourcePath)).size,
    ownership: 'borrowed',
    provenance: sourcePath,
  } as const;
  const outcome = await cutClip(segment, media, clipPath, context.settings, {
    ...context,
    onStage: () => {},
    isMeasured: false,
  });
  if (outcome.kind !== 'clip' || outcome.verdict.decision !== 'keep') {
    throw new KsBuildError(
      'tool',
      5,
      `sync test: expected a clip from ${startSeconds} s, got ${JSON.stringify(outcome)}`,
    );
  }
  const instants = await readFlashesAndBeeps(clipPath, toolContext(context));
  const offsets = compareWithTruth(instants, flashInstants(test.source), startSeconds);
  if (offsets === undefined) {
    throw new KsBuildError(
      'tool',
      5,
      `sync test: expected flashes and beeps in the cut at ${startSeconds} s, found too few`,
    );
  }
  const { pictureStartSeconds, maxOffsetSeconds, meanOffsetSeconds } = offsets;
  return { startSeconds, startErrorSeconds: pictureStartSeconds - startSeconds, maxOffsetSeconds, meanOffsetSeconds };
}

function summarise(cuts: readonly CutSync[], videoFrameSeconds: number): SyncReport {
  const startErrors = cuts.map((cut) => Math.abs(cut.startErrorSeconds));
  const offsets = cuts.map((cut) => Math.abs(cut.maxOffsetSeconds));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const maxStartErrorSeconds = Math.max(...startErrors);
  const maxOffsetSeconds = Math.max(...offsets);
  return {
    videoFrameSeconds,
    cuts,
    meanStartErrorSeconds: mean(startErrors),
    maxStartErrorSeconds,
    meanOffsetSeconds: mean(offsets),
    maxOffsetSeconds,
    isExact: Math.max(maxStartErrorSeconds, maxOffsetSeconds) <= videoFrameSeconds,
  };
}

function toolContext({ tools, settings, abortSignal }: SyncContext) {
  return { ...tools, abortSignal, timeLimitSeconds: settings.cut.timeLimitSeconds };
}

// Makes the training media of clips whose cache is missing, damaged, or of another version, clip or shape: several ffmpeg at once, each
// clip decoded once and for all epochs.
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import PQueue from 'p-queue';
import { DiskFullError } from '../errors.ts';
import { decodeTrainingMedia } from '../tools/decode-training-media.ts';
import type { CutStreams } from '../tools/ffmpeg-arguments.ts';
import type { MediaToolContext } from '../tools/media-tool.ts';
import { writeWholeFile } from '../tools/write-whole-file.ts';
import type { MediaShape } from './example-shape.ts';
import { encodeMediaFile } from './media-file.ts';
import { openMedia } from './media-reader.ts';
import type { TrainingClip } from './training-clip.ts';

export interface PrepareContext extends MediaToolContext {
  readonly ffmpegPath: string;
}

export interface PreparedMedia<Clip> {
  /** Clips that can be trained on, in their order. */
  readonly clips: readonly Clip[];
  readonly made: number;
  /** Clips without picture or without sound, and those that do not decode, each with the reason. */
  readonly unusable: readonly { readonly clip: Clip; readonly problem: string }[];
}

/** What media that are about to be made will take on the disk. */
export interface MediaEstimate {
  readonly clips: number;
  /** By the first few of them, which have been made. */
  readonly bytes: number;
}

interface PrepareOptions<Clip> {
  /** Programs at once. */
  readonly jobs: number;
  /** Asked for clips that are decoded only; undefined: no picture. */
  readonly streamsOf: (clip: Clip) => Promise<CutStreams | undefined>;
  /** Told once, where media are missing. */
  readonly onEstimate?: (estimate: MediaEstimate) => void;
  readonly onClip: (done: number) => void;
}

const NO_SOUND = 'no sound';

/**
 * @throws DiskFullError where they will not fit, told by the first few; MissingToolError, an error of the disk, or the abort signal's reason.
 * What was made until then stays
 */
export async function prepareMedia<Clip extends TrainingClip>(
  clips: readonly Clip[],
  shape: MediaShape,
  { jobs, streamsOf, onEstimate, onClip }: PrepareOptions<Clip>,
  context: PrepareContext,
): Promise<PreparedMedia<Clip>> {
  const problems = new Map<Clip, string>();
  const made: MadeMedia[] = [];
  let done = 0;
  const finish = (clip: Clip, problem: string | undefined): void => {
    if (problem !== undefined) problems.set(clip, problem);
    onClip(++done);
  };
  const missing: Clip[] = [];
  for (const clip of clips) {
    const samples = samplesInCache(clip, shape);
    if (samples === undefined) missing.push(clip);
    else finish(clip, samples === 0 ? NO_SOUND : undefined);
  }
  const make = async (clip: Clip): Promise<void> => {
    context.abortSignal.throwIfAborted();
    const result = await makeMedia(clip, shape, await streamsOf(clip), context);
    if (typeof result === 'string') return finish(clip, result);
    made.push(result);
    finish(clip, result.samples === 0 ? NO_SOUND : undefined);
  };
  const queue = new PQueue({ concurrency: jobs });
  const [first, rest] = [missing.slice(0, jobs), missing.slice(jobs)];
  await queue.addAll(first.map((clip) => () => make(clip)));
  const example = made[0];
  if (example !== undefined) {
    const bytesEach = made.reduce((sum, { bytes }) => sum + bytes, 0) / made.length;
    onEstimate?.({ clips: missing.length, bytes: Math.round(bytesEach * missing.length) });
    refuseWithoutRoom(dirname(example.path), rest.length, bytesEach);
  }
  await queue.addAll(rest.map((clip) => () => make(clip)));
  return {
    clips: clips.filter((clip) => !problems.has(clip)),
    made: made.length,
    unusable: clips.flatMap((clip) => {
      const problem = problems.get(clip);
      return problem === undefined ? [] : [{ clip, problem }];
    }),
  };
}

function refuseWithoutRoom(folder: string, clips: number, bytesEach: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const [expected, got] = [clips * bytesEach, bavail * bsize];
  if (got >= expected) return;
  throw new DiskFullError(
    `${folder}: expected about ${inMegabytes(expected)} free for the training media of ${clips} more clips ` +
      `(${inMegabytes(bytesEach)} each at this size), got ${inMegabytes(got)}; ` +
      'free some space, or choose a preset of smaller pictures, and run the same command again, what was made stays',
  );
}

interface MadeMedia {
  readonly path: string;
  readonly bytes: number;
  /** Of sound. */
  readonly samples: number;
}

function samplesInCache(clip: TrainingClip, shape: MediaShape): number | undefined {
  const media = openMedia(clip, shape);
  media?.close();
  return media?.header.samples;
}

/** Or why there are none. */
async function makeMedia(
  clip: TrainingClip,
  shape: MediaShape,
  streams: CutStreams | undefined,
  context: PrepareContext,
): Promise<MadeMedia | string> {
  if (streams === undefined) return 'no picture';
  if (streams.audioIndex === undefined) return NO_SOUND;
  const outcome = await decodeTrainingMedia(clip.filePath, streams, shape, context);
  if (outcome.kind === 'failed') return outcome.message;
  const parts = encodeMediaFile(outcome.media, shape, clip.sha256);
  await writeWholeFile(clip.cachePath, parts);
  const bytes = parts.reduce((sum, { length }) => sum + length, 0);
  return { path: clip.cachePath, bytes, samples: outcome.media.mono.length };
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

// Makes the training media of clips whose cache is missing, damaged, or of another version, clip or shape: several ffmpeg at once, each
// clip decoded once and for all epochs.
import PQueue from 'p-queue';
import { DiskFullError } from '../errors.ts';
import { decodeTrainingMedia, type TrainingMediaShape } from '../tools/decode-training-media.ts';
import type { CutStreams } from '../tools/ffmpeg-arguments.ts';
import type { MediaToolContext } from '../tools/media-tool.ts';
import { writeWholeFile } from '../tools/write-whole-file.ts';
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

interface PrepareOptions<Clip> {
  /** Programs at once. */
  readonly jobs: number;
  /** Asked for clips that are decoded only; undefined: no picture. */
  readonly streamsOf: (clip: Clip) => Promise<CutStreams | undefined>;
  readonly onClip: (done: number) => void;
}

const NO_SOUND = 'no sound';

/** @throws MissingToolError, an error of the disk, or the abort signal's reason; what was made until then stays */
export async function prepareMedia<Clip extends TrainingClip>(
  clips: readonly Clip[],
  shape: TrainingMediaShape,
  { jobs, streamsOf, onClip }: PrepareOptions<Clip>,
  context: PrepareContext,
): Promise<PreparedMedia<Clip>> {
  const problems = new Map<Clip, string>();
  let made = 0;
  let done = 0;
  const prepare = async (clip: Clip): Promise<void> => {
    context.abortSignal.throwIfAborted();
    const cached = samplesInCache(clip, shape);
    const result = cached ?? (await makeMedia(clip, shape, await streamsOf(clip), context));
    if (typeof result === 'string') problems.set(clip, result);
    else if (result === 0) problems.set(clip, NO_SOUND);
    if (cached === undefined && typeof result === 'number') made += 1;
    done += 1;
    onClip(done);
  };
  const queue = new PQueue({ concurrency: jobs });
  await queue.addAll(clips.map((clip) => () => prepare(clip)));
  return {
    clips: clips.filter((clip) => !problems.has(clip)),
    made,
    unusable: clips.flatMap((clip) => {
      const problem = problems.get(clip);
      return problem === undefined ? [] : [{ clip, problem }];
    }),
  };
}

function samplesInCache(clip: TrainingClip, shape: TrainingMediaShape): number | undefined {
  const media = openMedia(clip, shape);
  media?.close();
  return media?.header.samples;
}

/** How many samples of sound there are, or why there are no media. */
async function makeMedia(
  clip: TrainingClip,
  shape: TrainingMediaShape,
  streams: CutStreams | undefined,
  context: PrepareContext,
): Promise<number | string> {
  if (streams === undefined) return 'no picture';
  if (streams.audioIndex === undefined) return NO_SOUND;
  const outcome = await decodeTrainingMedia(clip.filePath, streams, shape, context);
  if (outcome.kind === 'failed') return outcome.message;
  const parts = encodeMediaFile(outcome.media, shape, clip.sha256);
  try {
    await writeWholeFile(clip.cachePath, parts);
  } catch (error) {
    throw isDiskFull(error) ? diskFull(clip, parts, error) : error;
  }
  return outcome.media.mono.length;
}

function isDiskFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

function diskFull({ cachePath }: TrainingClip, parts: readonly Uint8Array[], cause: unknown): DiskFullError {
  const megabytes = parts.reduce((sum, { length }) => sum + length, 0) / 1e6;
  return new DiskFullError(
    `${cachePath}: no space left for the training media of a clip (${megabytes.toFixed(1)} MB each at this size); ` +
      'free some space and run the same command again, what was made stays',
    { cause },
  );
}

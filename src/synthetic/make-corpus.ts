// Makes a corpus in a folder: manifest.csv and truth.json first, then clips/, several at a time. A run that was broken off is gone on with.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PQueue from 'p-queue';
import { UsageError } from '../errors.ts';
import type { MediaToolContext } from '../tools/media-tool.ts';
import { encodeClip } from './encode-clip.ts';
import { type CorpusWishes, planCorpus } from './plan-corpus.ts';
import type { MediaShape } from './recording.ts';
import { renderClip } from './render-clip.ts';
import { type CorpusTruth, corpusCsv, truthOf } from './truth.ts';

/** Small, so that hundreds are made in a minute; 16 kHz is what the filter listens to. */
export const CLIP_SHAPE: Omit<MediaShape, 'durationSeconds'> = {
  widthPx: 128,
  heightPx: 96,
  videoFps: 25,
  sampleRateHz: 16000,
};

export interface MakeContext extends MediaToolContext {
  readonly ffmpegPath: string;
  readonly jobs: number;
  readonly onClip: (made: number, of: number) => void;
}

export const MANIFEST_FILE = 'manifest.csv';
export const TRUTH_FILE = 'truth.json';
export const CLIPS_FOLDER = 'clips';

/**
 * @throws UsageError when the folder holds anything but this very corpus
 * @throws what encodeClip throws
 */
export async function makeCorpus(directory: string, wishes: CorpusWishes, context: MakeContext): Promise<CorpusTruth> {
  const shape = { ...CLIP_SHAPE, durationSeconds: wishes.durationSeconds };
  const plans = planCorpus(wishes);
  const truth = truthOf(wishes, shape, plans);
  await prepareFolder(directory, `${JSON.stringify(truth, undefined, 1)}\n`, corpusCsv(plans));
  const clips = join(directory, CLIPS_FOLDER);
  const missing = plans.filter(({ name }) => !existsSync(join(clips, `${name}.mp4`)));
  const queue = new PQueue({ concurrency: context.jobs });
  let made = plans.length - missing.length;
  await queue.addAll(
    missing.map((plan) => async () => {
      context.abortSignal.throwIfAborted();
      await encodeClip({ ...shape, ...renderClip(plan, shape) }, join(clips, `${plan.name}.mp4`), context);
      made += 1;
      context.onClip(made, plans.length);
    }),
  );
  return truth;
}

async function prepareFolder(directory: string, truthText: string, csv: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const present = await readdir(directory);
  if (present.length > 0) {
    const isSame = present.includes(TRUTH_FILE) && (await readFile(join(directory, TRUTH_FILE), 'utf8')) === truthText;
    if (!isSame)
      throw new UsageError(
        `${directory}: expected a new or empty folder, or one that holds a part of this very corpus, got other files; name another folder`,
      );
  }
  await mkdir(join(directory, CLIPS_FOLDER), { recursive: true });
  await writeFile(join(directory, TRUTH_FILE), truthText);
  await writeFile(join(directory, MANIFEST_FILE), csv);
}

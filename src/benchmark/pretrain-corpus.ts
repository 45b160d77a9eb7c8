// Pre-trains a model on clips of a workspace: what prepares them and settings in, a checkpoint in the run's folder out.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AvclObjective } from '../avcl/avcl-model.ts';
import { avclTask } from '../avcl/avcl-task.ts';
import type { Checkpoint, TrainRun } from '../avcl/checkpoint.ts';
import { readCheckpoint, writeCheckpoint } from '../avcl/checkpoint-file.ts';
import { AVCL_PRESETS, type PresetName } from '../avcl/presets.ts';
import type { TrainEvent } from '../avcl/train-events.ts';
import { train } from '../avcl/train-loop.ts';
import type { TrainSettings } from '../avcl/train-settings.ts';
import { UsageError } from '../errors.ts';
import { type OpenBackend, openBackend } from '../tensor/backend.ts';
import type { BackendChoice, BackendName } from '../tensor/backend-names.ts';
import { type ExampleShape, exampleShape } from '../training-data/example-shape.ts';
import { openLoader } from '../training-data/open-loader.ts';
import type { PreparedMedia } from '../training-data/prepare-media.ts';
import type { TrainingClip } from '../training-data/training-clip.ts';
import type { CorpusContext } from './prepare-corpus.ts';
import { runDifferences } from './run-difference.ts';
import { corpusHash } from './training-clips.ts';

const CHECKPOINT_FILE = 'checkpoint.safetensors';
/** Batches made ahead for each thread: enough that none waits for the other (chosen). */
const AHEAD_PER_THREAD = 2;

export interface PretrainWishes {
  readonly preset: PresetName;
  readonly objective: AvclObjective;
  readonly settings: TrainSettings;
  readonly seed: number;
  /** `auto`: that of the checkpoint, or the first that works. */
  readonly backend: BackendChoice;
  /** Where the checkpoint goes; made where it is missing. */
  readonly runFolder: string;
  /** Go on from the checkpoint that is there. */
  readonly isResumed: boolean;
}

export type PretrainEvent =
  | TrainEvent
  | { readonly kind: 'unusable'; readonly clipId: string; readonly problem: string }
  | {
      readonly kind: 'begins';
      readonly clips: number;
      readonly backend: Omit<OpenBackend, 'check'>;
      readonly fromStep: number;
    };

export interface PretrainReport {
  readonly checkpointPath: string;
  readonly checkpoint: Checkpoint;
  readonly backend: BackendName;
  readonly unusableClips: number;
}

/** @param prepare gives the clips to learn from, read in that shape */
export async function pretrainCorpus(
  prepare: (shape: ExampleShape) => Promise<PreparedMedia<TrainingClip>>,
  wishes: PretrainWishes,
  { jobs: workers, abortSignal }: Pick<CorpusContext, 'jobs' | 'abortSignal'>,
  onEvent: (event: PretrainEvent) => void,
): Promise<PretrainReport> {
  const { settings, seed, isResumed } = wishes;
  const task = avclTask(wishes.objective);
  const preset = AVCL_PRESETS[wishes.preset];
  const checkpointPath = join(wishes.runFolder, CHECKPOINT_FILE);
  const from = isResumed ? await readCheckpoint(checkpointPath) : undefined;
  if (!isResumed && existsSync(checkpointPath))
    throw new UsageError(
      `${checkpointPath}: there is a checkpoint already; go on with --resume, or name another folder with --out`,
    );

  const backend = await openBackend(
    wishes.backend === 'auto' && from !== undefined ? from.run.backend : wishes.backend,
  );
  const { objective, headShapes } = task;
  const wanted = { preset, objective, headShapes, settings, seed, backend: backend.name };
  // What needs no look at the clips is refused before they are decoded.
  if (from !== undefined) refuseOther(checkpointPath, from.run, { ...from.run, ...wanted });
  const shape = exampleShape(preset);
  const { clips, unusable } = await prepare(shape);
  for (const { clip, problem } of unusable) onEvent({ kind: 'unusable', clipId: clip.clipId, problem });
  const run: TrainRun = { ...wanted, clips: clips.length, corpusSha256: corpusHash(clips) };
  if (from !== undefined) refuseOther(checkpointPath, from.run, run);

  const feed = { seed, batchSize: settings.batchSize, workers, ahead: AHEAD_PER_THREAD * workers };
  const source = openLoader(clips, shape, feed);
  try {
    mkdirSync(wishes.runFolder, { recursive: true });
    onEvent({ kind: 'begins', clips: clips.length, backend, fromStep: from?.progress.step ?? 0 });
    const checkpoint = await train({
      run,
      task,
      source,
      from,
      save: (made) => writeCheckpoint(checkpointPath, made),
      onEvent,
      threads: backend.name === 'wasm' ? workers : 1,
      isCostTold: true,
      checkBackend: backend.check,
      abortSignal,
    });
    return { checkpointPath, checkpoint, backend: backend.name, unusableClips: unusable.length };
  } finally {
    await source.close();
  }
}

function refuseOther(path: string, saved: TrainRun, wanted: TrainRun): void {
  const differences = runDifferences(saved, wanted);
  if (differences.length > 0)
    throw new UsageError(
      `${path}: --resume expects the run of the checkpoint: ${differences.join('; ')}; name another folder with --out`,
    );
}

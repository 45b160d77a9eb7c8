// One training of a benchmark from its checkpoint, or from its beginning, to its end: clips and a task in, the trained model out.
import { existsSync } from 'node:fs';
import type { Checkpoint, TrainRun } from '../../avcl/checkpoint.ts';
import { readCheckpoint, writeCheckpoint } from '../../avcl/checkpoint-file.ts';
import type { LearningTask } from '../../avcl/learning-task.ts';
import type { AvclPreset } from '../../avcl/presets.ts';
import type { TrainEvent } from '../../avcl/train-events.ts';
import { train } from '../../avcl/train-loop.ts';
import type { TrainSettings } from '../../avcl/train-settings.ts';
import type { TrainedState } from '../../avcl/trainer.ts';
import { KsBuildError } from '../../errors.ts';
import type { OpenBackend } from '../../tensor/backend.ts';
import { exampleShape } from '../../training-data/example-shape.ts';
import { openLoader } from '../../training-data/open-loader.ts';
import type { TrainingClip } from '../../training-data/training-clip.ts';
import { runDifferences } from '../run-difference.ts';
import { corpusHash } from '../training-clips.ts';
import { fittedSettings } from './fitted-settings.ts';

/** Batches made ahead for each thread: enough that none waits for the other (chosen). */
const AHEAD_PER_THREAD = 2;

/** What a training needs of the world. */
export interface TrainingWorld {
  /** Written while it goes on, gone on from where it is there; at the end it is the model. */
  readonly checkpointPath: string;
  /** Threads that make batches. */
  readonly workers: number;
  readonly onEvent: (event: TrainEvent) => void;
  /** The step in hand is finished and saved first. */
  readonly abortSignal: AbortSignal;
  /** In use. */
  readonly backend: Pick<OpenBackend, 'name' | 'check'>;
}

export interface TrainingPlan {
  readonly task: LearningTask;
  readonly preset: AvclPreset;
  readonly settings: TrainSettings;
  readonly seed: number;
  /** Their media are cached. */
  readonly clips: readonly TrainingClip[];
  /** By name; those that are not in it are drawn. Undefined: all are. */
  readonly firstWeights?: TrainedState['weights'];
}

/** @throws KsBuildError; what `train` throws */
export async function runTraining(
  { task, preset, settings, seed, clips, firstWeights }: TrainingPlan,
  { checkpointPath, workers, onEvent, abortSignal, backend }: TrainingWorld,
): Promise<Checkpoint> {
  const { objective, headShapes } = task;
  const corpus = { clips: clips.length, corpusSha256: corpusHash(clips) };
  const run: TrainRun = {
    preset,
    objective,
    headShapes,
    settings: fittedSettings(settings, clips.length),
    seed,
    backend: backend.name,
    ...corpus,
  };
  const from = existsSync(checkpointPath) ? await readCheckpoint(checkpointPath) : undefined;
  if (from !== undefined) refuseOther(checkpointPath, from.run, run);
  if (from?.moments !== undefined) return from;
  const { batchSize } = run.settings;
  const source = openLoader(clips, exampleShape(preset), {
    seed,
    batchSize,
    workers,
    ahead: AHEAD_PER_THREAD * workers,
  });
  try {
    return await train({
      run,
      task,
      source,
      from,
      firstWeights,
      save: (made) => writeCheckpoint(checkpointPath, made),
      onEvent,
      isCostTold: false,
      checkBackend: backend.check,
      abortSignal,
    });
  } finally {
    await source.close();
  }
}

function refuseOther(path: string, saved: TrainRun, wanted: TrainRun): void {
  const differences = runDifferences(saved, wanted);
  if (differences.length > 0)
    throw new KsBuildError(
      'checkpoint',
      7,
      `${path}: expected a checkpoint of this training, got another's: ${differences.join('; ')}; remove the file to train anew`,
    );
}

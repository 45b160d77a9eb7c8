// One job of a benchmark that trains: a method, the clips of a part of the corpus and a seed in; a model in a file and its summary out.
import { AVCL_PRESETS, type PresetName } from '../../avcl/presets.ts';
import type { TrainSettings } from '../../avcl/train-settings.ts';
import { KsBuildError } from '../../errors.ts';
import type { TrainingClip } from '../../training-data/training-clip.ts';
import type { TrainJob } from '../job.ts';
import type { TrainSummary } from '../result.ts';
import { FUSED_METHODS, methodTask } from './method-task.ts';
import { modelLeak } from './model-leak.ts';
import { runTraining, type TrainingWorld } from './run-training.ts';

/** Fewer have nothing to be told apart from. */
const LEAST_CLIPS = 2;

export interface MethodTraining extends TrainingWorld {
  readonly job: TrainJob;
  /** Of the job's part, media cached; `label` is the position in `classNames`. */
  readonly clips: readonly TrainingClip[];
  readonly classNames: readonly string[];
  /** Held out, one a video, media cached: where the leak of fused vectors is measured. */
  readonly gallery: readonly TrainingClip[];
  readonly preset: PresetName;
  /** With `steps` where the job's budget is steps, see stepsOfEpochs. */
  readonly settings: TrainSettings;
}

/**
 * Goes on from the checkpoint where there is one, to the same bytes. At the end the checkpoint is the model: it has moments.
 * @throws KsBuildError; what the training loop throws
 */
export async function trainMethod(training: MethodTraining): Promise<TrainSummary> {
  const { job, clips, classNames, gallery, preset, settings, workers } = training;
  const { method, seed } = job;
  if (clips.length < LEAST_CLIPS)
    throw new KsBuildError(
      'too-few-clips',
      7,
      `${method} on the part ${job.part}: expected ${LEAST_CLIPS} clips or more to learn from, got ${clips.length}`,
    );
  const model = await runTraining(
    {
      task: methodTask(method, preset, classNames, seed),
      preset: AVCL_PRESETS[preset],
      settings: method === 'random-features' ? { ...settings, steps: 0 } : settings,
      seed,
      clips,
    },
    training,
  );
  const isMeasured = FUSED_METHODS.has(method) && gallery.length >= LEAST_CLIPS;
  const { step, history } = model.progress;
  const leak = isMeasured ? await modelLeak(model, gallery, workers) : undefined;
  training.backend.check();
  return { clips: clips.length, steps: step, history, leak };
}

// Fine-tuning: a trained model and labelled clips in; the same encoders with a linear classifier, all trained by the labels, out.
import { createHash } from 'node:crypto';
import type { Checkpoint } from '../../avcl/checkpoint.ts';
import type { TrainSettings } from '../../avcl/train-settings.ts';
import type { TrainingClip } from '../../training-data/training-clip.ts';
import type { ClassifierInputs } from './classifier.ts';
import { runTraining, type TrainingWorld } from './run-training.ts';
import { supervisedTask } from './supervised.ts';

/** Of training from nothing (chosen): what has been learned is moved, not thrown away; half of the epochs do. */
const RATE_SHARE = 0.3;
const EPOCH_SHARE = 0.5;

export interface FineTuning extends TrainingWorld {
  /** Whose training has ended. */
  readonly model: Checkpoint;
  /** Which encoders; the other stays as it is and is not read. */
  readonly inputs: ClassifierInputs;
  /** Media cached; `label` is the position in `classNames`. */
  readonly clips: readonly TrainingClip[];
  readonly classNames: readonly string[];
  /** Weights `classifier.*` to begin from; undefined: they are drawn. */
  readonly classifier?: Checkpoint['weights'];
  /** As the model's method would be trained. */
  readonly settings: TrainSettings;
  readonly seed: number;
}

/** Goes on from its checkpoint where there is one. @returns a checkpoint with the weights `classifier.*`, and moments */
export function fineTune(tuning: FineTuning): Promise<Checkpoint> {
  const { model, inputs, clips, classNames, classifier, settings, seed } = tuning;
  const { preset } = model.run;
  const { steps: _, ...byEpochs } = settings;
  const task = supervisedTask(preset, inputs, classNames);
  // A classifier of its own is left behind with the classes that it knew.
  const encoders = [...model.weights].filter(([name]) => !Object.hasOwn(model.run.headShapes, name));
  const firstWeights = new Map([...encoders, ...(classifier ?? [])]);
  return runTraining(
    {
      task: { ...task, objective: { ...task.objective, name: 'fine-tune', startSha256: weightsHash(firstWeights) } },
      preset,
      settings: {
        ...byEpochs,
        learningRate: settings.learningRate * RATE_SHARE,
        epochs: Math.ceil(settings.epochs * EPOCH_SHARE),
      },
      seed,
      clips,
      firstWeights,
    },
    tuning,
  );
}

function weightsHash(weights: Checkpoint['weights']): string {
  const hash = createHash('sha256');
  for (const [name, { values }] of weights) hash.update(name).update(values);
  return hash.digest('hex');
}

// Where a run of training stands: after a step, after an epoch, and what the learning rate then is. Pure.
import type { LearningRatePlan } from '../tensor/learning-rate.ts';
import type { LossNumbers, TrainProgress } from './checkpoint.ts';
import type { TrainSettings } from './train-settings.ts';

const NO_LOSSES: LossNumbers = { total: 0 };

export const BEGINNING: TrainProgress = { epoch: 0, batch: 0, step: 0, lossSums: NO_LOSSES, history: [] };

export function addLosses(first: LossNumbers, second: LossNumbers): LossNumbers {
  const sums: Record<string, number> & { total: number } = { ...first };
  for (const [name, value] of Object.entries(second)) sums[name] = (sums[name] ?? 0) + value;
  return sums;
}

export function meanLosses(sums: LossNumbers, count: number): LossNumbers {
  const means: Record<string, number> = {};
  for (const [name, sum] of Object.entries(sums)) means[name] = sum / count;
  return { ...means, total: sums.total / count };
}

/** @param lossSums over the batches of the step */
export function afterStep(progress: TrainProgress, batches: number, lossSums: LossNumbers): TrainProgress {
  return {
    ...progress,
    batch: progress.batch + batches,
    step: progress.step + 1,
    lossSums: addLosses(progress.lossSums, lossSums),
  };
}

export function afterEpoch({ epoch, step, batch, lossSums, history }: TrainProgress): TrainProgress {
  return { epoch: epoch + 1, batch: 0, step, lossSums: NO_LOSSES, history: [...history, meanLosses(lossSums, batch)] };
}

export interface TrainPlan extends LearningRatePlan {
  readonly stepsPerEpoch: number;
  /** The last one may end early. */
  readonly epochs: number;
}

/** Warm-up is a share of the whole, so that runs of as many steps on corpora of other sizes have the same rates. */
export function planTraining(
  { learningRate, epochs, warmUpEpochs, steps: wantedSteps, batchesPerStep }: TrainSettings,
  batchesPerEpoch: number,
): TrainPlan {
  const stepsPerEpoch = Math.ceil(batchesPerEpoch / batchesPerStep);
  const steps = wantedSteps ?? stepsPerEpoch * epochs;
  return {
    peak: learningRate,
    steps,
    warmUpSteps: Math.round((steps * Math.min(warmUpEpochs, epochs - 1)) / epochs),
    stepsPerEpoch,
    epochs: Math.ceil(steps / stepsPerEpoch),
  };
}

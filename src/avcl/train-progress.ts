// Where a run of pre-training stands: after a step, after an epoch, and what the learning rate then is. Pure.
import type { LearningRatePlan } from '../tensor/learning-rate.ts';
import type { LossNumbers, PretrainRun, TrainProgress } from './checkpoint.ts';

const NO_LOSSES: LossNumbers = { alignment: 0, contrast: 0, total: 0 };

export const BEGINNING: TrainProgress = { epoch: 0, batch: 0, step: 0, lossSums: NO_LOSSES, history: [] };

export function addLosses(first: LossNumbers, second: LossNumbers): LossNumbers {
  return {
    alignment: first.alignment + second.alignment,
    contrast: first.contrast + second.contrast,
    total: first.total + second.total,
  };
}

export function meanLosses({ alignment, contrast, total }: LossNumbers, count: number): LossNumbers {
  return { alignment: alignment / count, contrast: contrast / count, total: total / count };
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

export function planLearningRate({ settings }: PretrainRun, batchesPerEpoch: number): LearningRatePlan {
  const stepsPerEpoch = Math.ceil(batchesPerEpoch / settings.batchesPerStep);
  return {
    peak: settings.learningRate,
    steps: stepsPerEpoch * settings.epochs,
    warmUpSteps: stepsPerEpoch * Math.min(settings.warmUpEpochs, settings.epochs - 1),
  };
}

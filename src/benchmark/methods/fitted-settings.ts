// How the settings of a preset fit so many clips: settings and a number of clips in, settings or a number of steps out. Pure; planning a
// benchmark needs nothing of TensorFlow.js.
import { planTraining } from '../../avcl/train-progress.ts';
import type { TrainSettings } from '../../avcl/train-settings.ts';

/** A part that is smaller than a batch is a batch (chosen). */
export function fittedSettings(settings: TrainSettings, clips: number): TrainSettings {
  return { ...settings, batchSize: Math.min(settings.batchSize, clips) };
}

/** Steps that so many clips take in the epochs of the settings: the budget for parts of other sizes. */
export function stepsOfEpochs(settings: TrainSettings, clips: number): number {
  const { batchSize } = fittedSettings(settings, clips);
  return planTraining(settings, Math.floor(clips / batchSize)).steps;
}

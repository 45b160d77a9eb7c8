// How much the learned judge trains, with the defaults and the reason of each; and whether settings can be worked with at all. Pure.
import { UsageError } from '../errors.ts';

export interface JudgeSettings {
  /** Folds by video: each model trains on folds - 1 of them and scores the one that is left. */
  readonly folds: number;
  /** One model per fold and seed; the spread of the scores over seeds is their uncertainty. */
  readonly seeds: readonly number[];
  /** Optimiser steps: `epochs` over the training clips, but within these limits. Few, so that wrong pairs are not learned by heart. */
  readonly epochs: number;
  readonly minSteps: number;
  readonly maxSteps: number;
  /** Clips in one step. */
  readonly batchSize: number;
  /** Steps of the sync judge for each step of the towers; 0 leaves sync unjudged. */
  readonly syncStepsRatio: number;
}

export const DEFAULT_JUDGE_SETTINGS: JudgeSettings = {
  folds: 4,
  seeds: [1, 2, 3],
  epochs: 8,
  minSteps: 200,
  maxSteps: 4000,
  batchSize: 32,
  syncStepsRatio: 0.8,
};

/** @throws UsageError for settings that no corpus could be judged with. */
export function checkSettings(settings: JudgeSettings): void {
  const { folds, seeds, epochs, minSteps, maxSteps, batchSize, syncStepsRatio } = settings;
  const whole = [folds, minSteps, maxSteps, batchSize, ...seeds].every((value) => Number.isInteger(value));
  const sizes = folds >= 2 && seeds.length > 0 && batchSize >= 2 && minSteps >= 1 && maxSteps >= minSteps;
  if (whole && sizes && epochs > 0 && syncStepsRatio >= 0) return;
  throw new UsageError(
    'settings of the learned judge: expected whole numbers with two or more folds, one or more seeds, a batch of two or more and ' +
      `steps from 1 up, got ${JSON.stringify(settings)}`,
  );
}

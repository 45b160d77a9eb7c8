// Which clips stand in which batch of an epoch, and how each is read: clips and a seed in, rows out. Pure.
import { UsageError } from '../errors.ts';
import { seededRandom, seedOf, shuffled } from '../signal/seeded-random.ts';
import type { Reading } from './example-plan.ts';
import type { BatchRow } from './make-batch.ts';
import type { TrainingClip } from './training-clip.ts';

export interface BatchOrder {
  readonly batchesPerEpoch: number;
  /** Nothing is made ahead of the next epoch. */
  readonly isOnePass: boolean;
  rows(epoch: number, batch: number): BatchRow[];
}

/**
 * All clips in an order of each epoch's own, varied anew in each. Batches are full: the clips that are left over come in another epoch.
 * @throws UsageError
 */
export function trainingOrder(clips: readonly TrainingClip[], seed: number, batchSize: number): BatchOrder {
  if (clips.length < batchSize) {
    throw new UsageError(
      `expected at least ${batchSize} clips, one batch, got ${clips.length}; lower the batch size or fetch more clips`,
    );
  }
  let shuffledEpoch: number | undefined;
  let order: readonly TrainingClip[] = [];
  return {
    batchesPerEpoch: Math.floor(clips.length / batchSize),
    isOnePass: false,
    rows: (epoch, batch) => {
      if (epoch !== shuffledEpoch) order = shuffled(clips, seededRandom(seedOf('order', seed, epoch)));
      shuffledEpoch = epoch;
      return order.slice(batch * batchSize, (batch + 1) * batchSize).map((clip) => ({
        clip,
        reading: { kind: 'varied', seed: seedOf('example', seed, epoch, clip.clipId) },
      }));
    },
  };
}

/** All clips in their order, each read in several ways one after the other; the last batch holds what is left. */
export function readingOrder(
  clips: readonly TrainingClip[],
  readings: readonly Reading[],
  batchSize: number,
): BatchOrder {
  const count = clips.length * readings.length;
  return {
    batchesPerEpoch: Math.ceil(count / batchSize),
    isOnePass: true,
    rows: (_, batch) =>
      Array.from({ length: Math.min(batchSize, count - batch * batchSize) }, (_unused, at) => {
        const row = batch * batchSize + at;
        return { clip: clips[Math.floor(row / readings.length)]!, reading: readings[row % readings.length]! };
      }),
  };
}

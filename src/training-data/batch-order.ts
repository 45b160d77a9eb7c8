// Which clips stand in which batch of an epoch, and how each is read: clips and a seed in, rows out. Pure.
import { UsageError } from '../errors.ts';
import { seededRandom, seedOf, shuffled } from '../signal/seeded-random.ts';
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

/**
 * All clips in their order, each with so many windows one after the other; the last batch holds what is left.
 * @param snrDb of white noise that is added to their sound, which is then all that is read; undefined: as they are
 */
export function readingOrder(
  clips: readonly TrainingClip[],
  windows: number,
  batchSize: number,
  snrDb: number | undefined,
): BatchOrder {
  const count = clips.length * windows;
  return {
    batchesPerEpoch: Math.ceil(count / batchSize),
    isOnePass: true,
    rows: (_, batch) =>
      Array.from({ length: Math.min(batchSize, count - batch * batchSize) }, (_unused, at) => {
        const row = batch * batchSize + at;
        const clip = clips[Math.floor(row / windows)]!;
        const place = { window: row % windows, windows };
        return {
          clip,
          reading: snrDb === undefined ? { kind: 'plain', ...place } : { kind: 'noisy-sound', ...place, snrDb },
        };
      }),
  };
}

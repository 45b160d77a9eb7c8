import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureBatchCost } from '../../src/avcl/batch-cost.ts';
import type { TrainingBatch } from '../../src/dataset/training-batch.ts';

const BATCH: TrainingBatch = {
  clipIds: ['a', 'b', 'c', 'd', 'e'],
  labels: Int32Array.of(0, 1, 2, 3, 4),
  video: Float32Array.from({ length: 15 }, (_, at) => at),
  logMel: Float32Array.from({ length: 10 }, (_, at) => at),
};

/** @param msPerClip of the first measurement, and of those after it */
async function costOf(msPerClip: readonly [number, number]) {
  const measured: TrainingBatch[] = [];
  const measureBatch = async (batch: TrainingBatch): Promise<number> => {
    measured.push(batch);
    return batch.clipIds.length * msPerClip[measured.length === 1 ? 0 : 1];
  };
  return { cost: await measureBatchCost({ measureBatch }, BATCH, 2), measured };
}

test('a batch that is quick is measured whole, and again once everything has been compiled', async () => {
  const { cost, measured } = await costOf([900, 100]);
  assert.deepEqual(cost, { batchMs: 500, estimatedBy: undefined });
  assert.deepEqual(
    measured.map(({ clipIds }) => clipIds.length),
    [2, 2, 5, 5],
  );
});

test('a batch that would take long is told from two of its clips', async () => {
  const { cost, measured } = await costOf([30_000, 30_000]);
  assert.deepEqual(cost, { batchMs: 150_000, estimatedBy: 2 });
  assert.deepEqual(measured, [
    {
      clipIds: ['a', 'b'],
      labels: Int32Array.of(0, 1),
      video: Float32Array.of(0, 1, 2, 3, 4, 5),
      logMel: Float32Array.of(0, 1, 2, 3),
    },
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engine, memory, setBackend } from '@tensorflow/tfjs-core';
import { createTrainer } from '../../../src/avcl/trainer.ts';
import { openBackend } from '../../../src/tensor/backend.ts';
import { drawnBatches, TINY_TASK, tinyRun } from '../../helpers/tiny-training.ts';
import { openWebgpuForTests } from '../../helpers/webgpu.ts';

const webgpu = await openWebgpuForTests();
const STEPS = 5;

/** Losses of some steps, and how many tensors and arrays there are after each. */
async function trainSome(backend: 'wasm' | 'webgpu') {
  await setBackend(backend);
  const run = tinyRun();
  const trainer = await createTrainer(run, TINY_TASK, undefined);
  const losses: number[] = [];
  const counts: number[] = [];
  for await (const batch of drawnBatches(run).batches(0, 0)) {
    losses.push((await trainer.addBatch(batch)).losses.total!);
    await trainer.step(1e-2, losses.length - 1);
    counts.push(memory().numTensors, engine().backend.numDataIds());
    if (losses.length === STEPS) break;
  }
  await trainer.dispose();
  return { losses, counts };
}

test('training steps have the same losses on webgpu as on wasm, and leave nothing behind', webgpu, async () => {
  await openBackend('wasm');
  const expected = await trainSome('wasm');
  const got = await trainSome('webgpu');
  webgpu.started!.check();
  assert.deepEqual(
    got.losses.map((loss) => loss.toPrecision(4)),
    expected.losses.map((loss) => loss.toPrecision(4)),
  );
  assert.equal(got.losses.length, STEPS);
  const [tensors, dataIds] = got.counts;
  for (let at = 0; at < got.counts.length; at += 2)
    assert.deepEqual(got.counts.slice(at, at + 2), [tensors, dataIds], `step ${at / 2 + 1}`);
});

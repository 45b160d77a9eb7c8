import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, mean, memory, type Scalar, square } from '@tensorflow/tfjs-core';
import type { TrainRun } from '../../../src/avcl/checkpoint.ts';
import type { LearningTask } from '../../../src/avcl/learning-task.ts';
import type { BatchNumbers } from '../../../src/avcl/train-watch.ts';
import { createTrainer, type TrainedState } from '../../../src/avcl/trainer.ts';
import { openBackend } from '../../../src/tensor/backend.ts';
import { assertClose } from '../../helpers/tensors.ts';
import { drawnBatches, TINY_TASK, tinyRun } from '../../helpers/tiny-training.ts';

interface Taken extends TrainedState {
  readonly numbers: readonly BatchNumbers[];
  /** Of all gradients as one vector. */
  readonly gradientNorms: readonly number[];
}

async function takeSteps(run: TrainRun, threads: number, task = TINY_TASK): Promise<Taken> {
  await openBackend('wasm');
  const trainer = await createTrainer(run, task, undefined, { threads });
  const numbers: BatchNumbers[] = [];
  const gradientNorms: number[] = [];
  try {
    for await (const batch of drawnBatches(run).batches(0, 0)) {
      numbers.push(await trainer.addBatch(batch));
      gradientNorms.push(Math.hypot(...(await trainer.step(0.01, numbers.length)).values()));
    }
    return { numbers, gradientNorms, ...(await trainer.readState()) };
  } finally {
    await trainer.dispose();
  }
}

/** 7 rows: neither two nor three threads have as many each. */
const UNEVEN = tinyRun({ batchSize: 7 });

for (const threads of [2, 3])
  test(`${threads} threads that share uneven batches come to the losses, gradients and weights of one`, async () => {
    const [one, several] = [await takeSteps(UNEVEN, 1), await takeSteps(UNEVEN, threads)];
    for (const [step, { losses, spreads }] of several.numbers.entries()) {
      assertClose(Object.values(losses), Object.values(one.numbers[step]!.losses), 1e-6);
      assertClose(Object.values(spreads), Object.values(one.numbers[step]!.spreads), 1e-6);
    }
    assertClose(several.gradientNorms.slice(0, 1), one.gradientNorms.slice(0, 1), 1e-6);
    for (const [name, { values }] of several.weights) assertClose(values, one.weights.get(name)!.values, 1e-6);
  });

test('a team runs the encoders that the task asks for, in the order in which it does', async () => {
  const task: LearningTask = {
    ...TINY_TASK,
    losses: (_network, { video, sound }) => {
      const ofSound = mean(square(sound()));
      return { total: add(ofSound, mean(square(video()))) as Scalar };
    },
  };
  const soundOnly: LearningTask = {
    ...TINY_TASK,
    losses: (_network, { sound }) => ({ total: mean(square(sound())) }),
  };
  for (const one of [task, soundOnly]) {
    const [alone, team] = [await takeSteps(UNEVEN, 1, one), await takeSteps(UNEVEN, 2, one)];
    assertClose(team.gradientNorms, alone.gradientNorms, 1e-6);
  }
});

test('a thread that fails ends the step with its error, and leaves nothing that runs', async () => {
  const unheard: LearningTask = {
    ...TINY_TASK,
    losses: (_network, { video, sound }) => {
      video();
      return { total: mean(square(sound())) };
    },
  };
  await assert.rejects(takeSteps(UNEVEN, 2, unheard), /expected the gradient by vectors that were encoded, got none/);
});

test('an error in the thread that trains ends the others', async () => {
  const failing: LearningTask = {
    ...TINY_TASK,
    losses: (_network, { video }) => {
      video();
      throw new Error('no such loss');
    },
  };
  await assert.rejects(takeSteps(UNEVEN, 3, failing), /no such loss/);
});

test('steps of a team leave no tensors behind', async () => {
  await openBackend('wasm');
  const before = memory().numTensors;
  await takeSteps(UNEVEN, 2);
  assert.equal(memory().numTensors, before);
});

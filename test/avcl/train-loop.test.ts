import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { backend, memory } from '@tensorflow/tfjs-core';
import { encodeCheckpoint } from '../../src/avcl/checkpoint.ts';
import type { LearningTask } from '../../src/avcl/learning-task.ts';
import type { StepEvent } from '../../src/avcl/train-events.ts';
import { createTrainer } from '../../src/avcl/trainer.ts';
import { DiskFullError, KsBuildError, OutOfMemoryError } from '../../src/errors.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { scaleGradients } from '../../src/tensor/gradients.ts';
import { temporaryFolder } from '../helpers/programs.ts';
import {
  BATCHES_PER_EPOCH,
  drawnBatches,
  TINY_TASK,
  type TrainedTiny,
  tinyRun,
  trainTiny,
} from '../helpers/tiny-training.ts';

const QUICK_PRETRAIN = fileURLToPath(new URL('../fixtures/quick-pretrain.ts', import.meta.url));

function stepsOf({ events }: TrainedTiny): StepEvent[] {
  return events.filter((event) => event.kind === 'step');
}

function refusal({ error }: TrainedTiny): string {
  assert.ok(error instanceof KsBuildError, String(error));
  assert.equal(error.exitCode, 7);
  return error.message;
}

test('a run tells its cost before its first step, and every step and epoch', async () => {
  await openBackend('wasm');
  const trained = await trainTiny({ run: tinyRun() });
  assert.equal(trained.error, undefined);
  assert.equal(trained.events[0]!.kind, 'cost');
  const steps = stepsOf(trained);
  assert.deepEqual(
    steps.map(({ step, steps, epoch }) => [step, steps, epoch]),
    Array.from({ length: 15 }, (_, at) => [at + 1, 15, Math.floor(at / BATCHES_PER_EPOCH) + 1]),
  );
  for (const { losses, gradientNorm, stepMs, dataWaitMs } of steps) {
    assert.ok(Math.abs(losses.total - (0.3 * losses.alignment! + losses.contrast!)) < 1e-4);
    assert.ok(gradientNorm > 0);
    assert.ok(dataWaitMs < stepMs);
  }
  const { history } = trained.saved!.progress;
  assert.equal(history.length, 3);
  const firstEpoch = steps.slice(0, BATCHES_PER_EPOCH).map(({ losses }) => losses.total);
  assert.ok(Math.abs(history[0]!.total - firstEpoch.reduce((sum, total) => sum + total) / BATCHES_PER_EPOCH) < 1e-9);
});

for (const stopAfterStep of [2, 5, 8])
  test(`a run that is stopped after step ${stopAfterStep} and resumed ends with the same bytes`, async () => {
    await openBackend('wasm');
    const run = tinyRun();
    const whole = await trainTiny({ run });
    const stopped = await trainTiny({ run, stopAfterStep });
    assert.equal((stopped.error as Error).message, 'stopped');
    assert.equal(stopped.saved!.progress.step, stopAfterStep);
    const resumed = await trainTiny({ run, from: stopped.saved! });
    assert.equal(stepsOf(resumed)[0]!.step, stopAfterStep + 1);
    assert.ok(encodeCheckpoint(resumed.saved!).equals(encodeCheckpoint(whole.saved!)));
  });

test('a run whose process is killed at once goes on from its checkpoint, and ends with the same bytes', async (t) => {
  const folder = temporaryFolder(t);
  /** Ends with the process, or kills it when it prints this line. */
  const runChild = async (file: string, killAfter?: string): Promise<string[]> => {
    const child = spawn(process.execPath, ['--import', 'tsx', QUICK_PRETRAIN, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(child, 'close');
    const lines: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      lines.push(line);
      if (line === killAfter) child.kill('SIGKILL');
    }
    const [, exitSignal] = await closed;
    assert.equal(exitSignal, killAfter === undefined ? null : 'SIGKILL');
    return lines;
  };
  const [whole, killed] = [path.join(folder, 'whole.safetensors'), path.join(folder, 'killed.safetensors')];
  await runChild(whole);
  await runChild(killed, 'step 7');
  const lines = await runChild(killed);
  assert.ok(Number(lines[0]!.split(' ')[1]) > BATCHES_PER_EPOCH, 'it does not begin anew');
  assert.ok(readFileSync(killed).equals(readFileSync(whole)));
});

test('a run of so many steps ends in the middle of an epoch, stopped and resumed or not', async () => {
  await openBackend('wasm');
  const run = tinyRun({ steps: 7 });
  const whole = await trainTiny({ run });
  assert.deepEqual(
    stepsOf(whole).map(({ step, steps, epoch, epochs }) => [step, steps, epoch, epochs]),
    Array.from({ length: 7 }, (_, at) => [at + 1, 7, Math.floor(at / BATCHES_PER_EPOCH) + 1, 2]),
  );
  assert.equal(whole.saved!.progress.history.length, 2);
  const stopped = await trainTiny({ run, stopAfterStep: 6 });
  const resumed = await trainTiny({ run, from: stopped.saved! });
  assert.ok(encodeCheckpoint(resumed.saved!).equals(encodeCheckpoint(whole.saved!)));
});

test('a run of no steps keeps the weights that were drawn, with moments of them', async () => {
  await openBackend('wasm');
  const { saved, events } = await trainTiny({ run: tinyRun({ steps: 0 }) });
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['saved'],
  );
  const drawn = await createTrainer(tinyRun(), TINY_TASK, undefined);
  assert.deepEqual(saved!.weights, (await drawn.readState()).weights);
  assert.ok(saved!.moments!.size > 0);
  drawn.dispose();
});

test('a backend that reports an error stops the run: its numbers reach no checkpoint', async () => {
  await openBackend('wasm');
  let readingsSinceSaved = Number.NEGATIVE_INFINITY;
  const save = async () => {
    readingsSinceSaved = 0;
  };
  // Each step reads twice: the third reading after the checkpoint of step 5 is that of step 7.
  const checkBackend = () => {
    readingsSinceSaved += 1;
    if (readingsSinceSaved === 3) throw new KsBuildError('tensor', 7, 'the device was lost');
  };
  const trained = await trainTiny({ run: tinyRun(), save, checkBackend });
  assert.match(
    refusal(trained),
    /step 7, epoch 2: the device was lost; the checkpoint is that of step 5. Clips of the step: clip-1-1-0/,
  );
  assert.equal(trained.saved!.progress.step, 5);
});

test('a task may change the gradients of a step, and is told the means of its batches', async () => {
  await openBackend('wasm');
  const told: number[][] = [];
  const task: LearningTask = {
    ...TINY_TASK,
    modulate: (gradients, { total }, step) => {
      told.push([step, total!]);
      return scaleGradients(gradients, 0);
    },
  };
  const run = tinyRun({ batchesPerStep: 5, epochs: 2, optimiser: { kind: 'sgd', momentum: 0, weightDecay: 0 } });
  const { saved, events } = await trainTiny({ run, task });
  const { history } = saved!.progress;
  assert.deepEqual(
    told,
    history.map(({ total }, step) => [step, total]),
  );
  assert.equal(events.filter(({ kind }) => kind === 'step').length, 2);
  const drawn = await createTrainer(run, TINY_TASK, undefined);
  assert.deepEqual(saved!.weights, (await drawn.readState()).weights);
  drawn.dispose();
});

test('gradients of several batches make one step, the rest of an epoch one of its own', async () => {
  await openBackend('wasm');
  const trained = await trainTiny({ run: tinyRun({ batchesPerStep: 2, epochs: 1 }) });
  assert.deepEqual(
    stepsOf(trained).map(({ step, steps }) => [step, steps]),
    [
      [1, 3],
      [2, 3],
      [3, 3],
    ],
  );
});

test('a step of two like batches is the step of one of them', async () => {
  await openBackend('wasm');
  const settings = { epochs: 1, warmUpEpochs: 0, optimiser: { kind: 'sgd', momentum: 0, weightDecay: 0 } } as const;
  const firstNorm = async (batchesPerStep: number) => {
    const run = tinyRun({ ...settings, batchesPerStep });
    const { batches, ...rest } = drawnBatches(run);
    const same = async function* () {
      for await (const batch of batches(0, 0)) for (let at = 0; at < BATCHES_PER_EPOCH; at += 1) yield batch;
    };
    return stepsOf(await trainTiny({ run, source: { ...rest, batches: same } }))[0]!.gradientNorm;
  };
  const [one, two] = [await firstNorm(1), await firstNorm(2)];
  assert.ok(Math.abs(one - two) < 1e-5 * one, `${one} ${two}`);
});

test('a number that is none stops the run with step, clips and the last good checkpoint, which stays', async () => {
  await openBackend('wasm');
  const run = tinyRun();
  const source = drawnBatches(run, ({ video }, epoch, at) => {
    if (epoch === 1 && at === 2) video[0] = Number.NaN;
  });
  const trained = await trainTiny({ run, source });
  assert.match(
    refusal(trained),
    /step 8, epoch 2: expected a finite alignment loss, got NaN; the checkpoint is that of step 5; .* clip-1-2-0, clip-1-2-1/,
  );
  assert.equal(trained.saved!.progress.step, 5);
  for (const { values } of trained.saved!.weights.values()) assert.ok(values.every(Number.isFinite));
});

test('clips that all look alike stop the run: their embeddings have collapsed', async () => {
  await openBackend('wasm');
  const run = tinyRun();
  const trained = await trainTiny({ run, source: drawnBatches(run, ({ video }) => video.fill(1)) });
  assert.match(refusal(trained), /step 1, epoch 1: the video embeddings have collapsed: .* there is no checkpoint yet/);
});

test('a disk that is full ends the run', async () => {
  await openBackend('wasm');
  let saves = 0;
  const save = async () => {
    saves += 1;
    if (saves === 2) throw new DiskFullError('full');
  };
  const trained = await trainTiny({ run: tinyRun(), save });
  assert.ok(trained.error instanceof DiskFullError);
  assert.equal(trained.saved!.progress.epoch, 1);
});

test('a thousand steps leave no tensors behind', async () => {
  await openBackend('wasm');
  await trainTiny({ run: tinyRun({ epochs: 1 }) });
  const before = memory().numTensors;
  const bytes = stepsOf(await trainTiny({ run: tinyRun({ epochs: 200 }) })).map(({ tensorBytes }) => tensorBytes);
  assert.equal(bytes.length, 1000);
  assert.equal(new Set(bytes).size, 1, 'tensors after each step');
  assert.equal(memory().numTensors, before);
});

test('memory that runs out stops the run with its step and what to do; the checkpoint of before is what there is', async () => {
  await openBackend('wasm');
  const taken: object[] = [];
  const fill = () => {
    for (const floats of [2 ** 24, 2 ** 18, 2 ** 12, 2 ** 6])
      try {
        for (;;) taken.push(backend().write(null as never, [floats], 'float32'));
      } catch (error) {
        assert.ok(error instanceof OutOfMemoryError);
      }
  };
  const run = tinyRun();
  const source = drawnBatches(run, (_, epoch, batch) => {
    if (epoch === 1 && batch === 1) fill();
  });
  const trained = await trainTiny({ run, source });
  for (const dataId of taken) backend().disposeData(dataId);
  assert.match(
    refusal(trained),
    /step 7, epoch 2: the wasm backend.* found no room.*; the checkpoint is that of step 5; try a smaller --batch/,
  );
  assert.equal(trained.saved!.progress.step, 5);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StepEvent } from '../../src/avcl/train-events.ts';
import { pretrainLine } from '../../src/cli/pretrain-text.ts';

const LOSSES = { alignment: 12.3456, contrast: 1.5, total: 1.75 };

test('the cost of an epoch and of the whole run is told from a measured batch', () => {
  assert.equal(
    pretrainLine({ kind: 'cost', batchMs: 250, batchesPerEpoch: 12, epochs: 20 }),
    'a batch takes 0.25 s: an epoch of 12 batches about 3.00 s, 20 epochs about 60 s',
  );
});

test('a step tells its losses, times, rate, memory and what is left; an epoch its losses', () => {
  const step: StepEvent = {
    kind: 'step',
    step: 3,
    steps: 40,
    epoch: 1,
    epochs: 2,
    losses: LOSSES,
    spreads: { video: 0.2, sound: 0.3 },
    gradientNorm: 1,
    learningRate: 1e-3,
    stepMs: 500,
    dataWaitMs: 12.4,
    examplesPerSecond: 32,
    remainingSeconds: 18.5,
    memoryBytes: 300 * 1024 ** 2,
    tensorBytes: 1,
  };
  assert.equal(
    pretrainLine(step),
    'step 3 of 40, loss 1.750 (CGRA 12.346, SelfCL 1.500), 500 ms (12 ms waiting for data), 32.0 clips/s, 300 MiB, 19 s left',
  );
  assert.equal(
    pretrainLine({ kind: 'epoch', epoch: 1, epochs: 2, losses: LOSSES }),
    'epoch 1 of 2: loss 1.750 (CGRA 12.346, SelfCL 1.500)',
  );
});

test('a run tells what it begins with, and which clips it leaves out', () => {
  assert.equal(
    pretrainLine({ kind: 'begins', clips: 9, backend: 'wasm', fromStep: 0 }),
    'pre-training on 9 clips, backend wasm',
  );
  assert.equal(
    pretrainLine({ kind: 'begins', clips: 9, backend: 'cpu', fromStep: 4 }),
    'pre-training on 9 clips, backend cpu, going on after step 4',
  );
  assert.equal(pretrainLine({ kind: 'unusable', clipId: 'a', problem: 'no sound' }), 'left out: a: no sound');
});

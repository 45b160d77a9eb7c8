import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StepEvent } from '../../src/avcl/train-events.ts';
import { createPretrainText } from '../../src/cli/pretrain-text.ts';

const LOSSES = { alignment: 12.3456, contrast: 1.5, total: 1.75 };

test('the cost of an epoch and of the whole run is told from a measured batch', () => {
  assert.equal(
    createPretrainText()({ kind: 'cost', batchMs: 250, estimatedBy: undefined, batchesPerEpoch: 12, epochs: 20 }),
    'a batch takes 0.25 s: an epoch of 12 batches about 3.00 s, 20 epochs about 60 s',
  );
  assert.match(
    createPretrainText()({ kind: 'cost', batchMs: 25_000, estimatedBy: 2, batchesPerEpoch: 12, epochs: 20 })!,
    /^a batch would take, by 2 of its clips, 25 s: an epoch of 12 batches about 5 min/,
  );
});

test('a step tells its losses, times, rate, memory and what is left; an epoch its losses, rate and waiting', () => {
  const toLine = createPretrainText();
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
    toLine(step),
    'step 3 of 40, loss 1.750 (CGRA 12.346, SelfCL 1.500), 500 ms (12 ms waiting for data), 32.0 clips/s, 300 MiB, 19 s left',
  );
  toLine({ ...step, stepMs: 1500, dataWaitMs: 87.6, examplesPerSecond: 32 / 3 });
  assert.equal(
    toLine({ kind: 'epoch', epoch: 1, epochs: 2, losses: LOSSES }),
    // Of both steps: 16 clips in 0.5 s and 16 in 1.5 s; 12.4 ms and 87.6 ms of 2000 ms.
    'epoch 1 of 2: loss 1.750 (CGRA 12.346, SelfCL 1.500), 16.0 clips/s, 5.0 % of it waiting for data',
  );
});

test('a run tells what it begins with, and which clips it leaves out', () => {
  const wasm = { name: 'wasm', device: 'EPYC', isSoftware: false, passedOver: [] } as const;
  assert.equal(
    createPretrainText()({ kind: 'begins', clips: 9, backend: wasm, fromStep: 0 }),
    'pre-training on 9 clips, backend wasm: EPYC',
  );
  const unasked = { ...wasm, passedOver: [{ name: 'cuda', reason: 'not installed' }] } as const;
  assert.equal(
    createPretrainText()({ kind: 'begins', clips: 9, backend: unasked, fromStep: 4 }),
    'pre-training on 9 clips, going on after step 4, backend wasm: EPYC; passed over: cuda (`ks-build doctor` says why)',
  );
  assert.equal(createPretrainText()({ kind: 'unusable', clipId: 'a', problem: 'no sound' }), 'left out: a: no sound');
});

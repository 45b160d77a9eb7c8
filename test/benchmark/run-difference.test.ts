import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDifferences } from '../../src/benchmark/run-difference.ts';
import { tinyRun } from '../helpers/tiny-training.ts';

test('runs of the same settings, clips and seed do not differ', () => {
  assert.deepEqual(runDifferences(tinyRun(), tinyRun()), []);
});

test('each setting that differs is named with both values', () => {
  const other = { ...tinyRun({ batchSize: 8, optimiser: { kind: 'sgd', momentum: 0.9, weightDecay: 1e-2 } }), seed: 0 };
  assert.deepEqual(runDifferences(tinyRun(), other), [
    'settings.optimiser.kind is adam in it, sgd now',
    'settings.batchSize is 4 in it, 8 now',
    'seed is 7 in it, 0 now',
    'settings.optimiser.momentum is not there in it, 0.9 now',
  ]);
});

test('other clips are told as such, whatever else differs', () => {
  const other = { ...tinyRun({ epochs: 9 }), clips: 21, corpusSha256: '' };
  assert.deepEqual(runDifferences(tinyRun(), other), ['it learned from other clips (20 then, 21 now)']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Split } from '../../src/dataset/segment.ts';
import { compareVariants } from '../../src/dataset/variant-difference.ts';

const rows = (...list: readonly (readonly [string, Split])[]) => list.map(([videoId, split]) => ({ videoId, split }));

const A = {
  classes: ['singing', 'yawning'],
  rows: rows(['one', 'train'], ['two', 'train'], ['three', 'val'], ['four', 'test'], ['five', 'test'], ['six', 'test']),
};
const B = {
  classes: ['crying', 'singing'],
  rows: rows(['one', 'train'], ['two', 'test'], ['three', 'train'], ['four', 'val'], ['five', 'test'], ['nine', 'val']),
};

test('classes, rows per split and common videos are told apart', () => {
  const { classes, rows: counts, commonVideos } = compareVariants(A, B);
  assert.deepEqual(classes, { common: ['singing'], onlyA: ['yawning'], onlyB: ['crying'] });
  assert.deepEqual(counts, { a: { train: 2, val: 1, test: 3 }, b: { train: 2, val: 2, test: 2 } });
  assert.equal(commonVideos, 5);
});

test('videos that one trains on and the other evaluates on are named by their splits', () => {
  assert.deepEqual(compareVariants(A, B).leaks, {
    trainInAValInB: [],
    trainInATestInB: ['two'],
    valInATrainInB: ['three'],
    testInATrainInB: [],
  });
});

test('the common evaluation videos are val or test in both', () => {
  assert.deepEqual(compareVariants(A, B).commonEvaluation, ['four', 'five']);
});

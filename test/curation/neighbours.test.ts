import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neighboursOf } from '../../src/curation/neighbours.ts';
import { tableOf } from '../helpers/clip-columns.ts';

const TABLE = tableOf([
  { label: 'a', score: 0.5 },
  { label: 'a', score: 0.1 },
  { label: 'a', score: 0.45 },
  { label: 'b', score: 0.49 },
  { label: 'a' },
  { label: 'a', score: 0.9 },
  { label: 'a', score: 0.5 },
  { label: 'a', score: 0.3 },
  { label: 'a', score: 0.6 },
]);

test('the nearest scores of the same class, lowest first, the clip itself left out', () => {
  assert.deepEqual(neighboursOf(TABLE, 0, 2), [7, 2, 6, 8]);
  assert.deepEqual(neighboursOf(TABLE, 6, 2), [2, 0, 8, 5]);
  assert.deepEqual(neighboursOf(TABLE, 1, 2), [7, 2]);
  assert.deepEqual(neighboursOf(TABLE, 5, 3), [0, 6, 8]);
});

test('a clip without a score, or alone in its class, has none', () => {
  assert.deepEqual(neighboursOf(TABLE, 4, 2), []);
  assert.deepEqual(neighboursOf(TABLE, 3, 2), []);
});

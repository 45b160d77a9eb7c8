import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classFigures } from '../../src/curation/class-figures.ts';
import { selectionFigures } from '../../src/curation/selection-figures.ts';
import { tableOf } from '../helpers/clip-columns.ts';

const TABLE = tableOf([
  { label: 'b', state: 'kept', score: 1 },
  { label: 'a', state: 'kept', score: 0.1 },
  { label: 'a', state: 'dropped', score: 0.3, reasons: 'music-bed voice-over' },
  { label: 'a', state: 'dropped', reasons: 'music-bed' },
  { label: 'a', state: 'ask', score: 0.5, reasons: 'uncertain' },
  { label: 'a', state: 'dead', reasons: 'removed' },
]);

test('each class has its clips by state, its scores in equal parts, and what speaks against those that are not kept', () => {
  const [a, b] = classFigures(TABLE, 2);
  assert.deepEqual(a, {
    label: 'a',
    listed: 5,
    kept: 1,
    dropped: 2,
    asked: 1,
    keptShare: 1 / 4,
    histogram: [2, 1],
    meanScore: (0.1 + 0.3 + 0.5) / 3,
    reasons: [
      { code: 'music-bed', clips: 2 },
      { code: 'voice-over', clips: 1 },
      { code: 'uncertain', clips: 1 },
      { code: 'removed', clips: 1 },
    ],
  });
  assert.deepEqual([b?.label, b?.keptShare, b?.histogram], ['b', 1, [0, 1]]);
});

test('of any clips: states and scores', () => {
  const figures = selectionFigures(TABLE, Uint32Array.of(0, 2, 3), 4);
  assert.deepEqual(figures, {
    states: new Map([
      ['kept', 1],
      ['dropped', 2],
    ]),
    histogram: [0, 1, 0, 1],
    scored: 2,
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AskedSet, classFinding } from '../../../src/benchmark/protocols/asked-clips.ts';
import { lockedClip } from '../../helpers/locked-clips.ts';

const CLIPS = Array.from({ length: 4 }, (_, at) => lockedClip(at, { split: 'test' }));
const SET: AskedSet = { name: 'kept', clips: CLIPS, rows: [0, 1, 2, 3], labels: [0, 1, 1, 0] };
const SCORES = Float64Array.of(2, 0, 0, 1, 0, 3, 1, 0.5);

test('a constant that is added to all scores of a clip changes nothing, not even what orders the clips', () => {
  const before = classFinding(SET, 2, 'audio', '', [SCORES]);
  const shifted = SCORES.map((score, at) => score + [0, 50, -20, 7][Math.floor(at / 2)]!);
  const after = classFinding(SET, 2, 'audio', '', [shifted]);
  assert.deepEqual(after, before);
  // Of class 0 by what it has above class 1: 2 and 0.5 are right, -1 and -3 wrong.
  assert.equal(before.metrics.map, 1);
});

test('several draws are averaged, and answered one after the other', () => {
  const turned = SCORES.map((_, at) => SCORES[at ^ 1]!);
  const { metrics, answers, clips } = classFinding(SET, 2, 'both', '1 clip a class', [SCORES, turned]);
  assert.equal(metrics['top-1'], (1 + 0) / 2);
  assert.equal(clips, 4);
  assert.deepEqual(
    answers.clipNames,
    [...CLIPS, ...CLIPS].map(({ name }) => name),
  );
  assert.deepEqual(answers.ranks, [1, 1, 1, 1, 2, 2, 2, 2]);
  assert.deepEqual(answers.predicted, [0, 1, 1, 0, 1, 0, 0, 1]);
});

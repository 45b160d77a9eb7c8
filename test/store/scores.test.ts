import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dropOtherFolds, readFolds, saveFold } from '../../src/store/judge-folds.ts';
import { readScores, replaceScores } from '../../src/store/scores.ts';
import { scoresOf } from '../helpers/evidence.ts';
import { indexWithClips } from '../helpers/index-with-clips.ts';

test('scores come back as they were written, abstentions included', (t) => {
  const { index, clipIds } = indexWithClips(t, 2);
  const abstained = { ...scoresOf(), sync: undefined, mismatch: undefined, probability: undefined, spread: undefined };
  replaceScores(index, [
    { clipId: clipIds[0]!, clipSha256: 'sha-0', scores: scoresOf() },
    { clipId: clipIds[1]!, clipSha256: 'sha-1', scores: abstained },
  ]);
  const scores = readScores(index);
  assert.deepEqual(scores.get(clipIds[0]!), scoresOf());
  assert.deepEqual(scores.get(clipIds[1]!), abstained);
});

test('scores of other bytes are not given out', (t) => {
  const { index, clipIds } = indexWithClips(t, 1);
  replaceScores(index, [{ clipId: clipIds[0]!, clipSha256: 'older bytes', scores: scoresOf() }]);
  assert.equal(readScores(index).size, 0);
});

test('a run replaces the scores of the one before', (t) => {
  const { index, clipIds } = indexWithClips(t, 2);
  for (const at of [0, 1])
    replaceScores(index, [{ clipId: clipIds[at]!, clipSha256: `sha-${at}`, scores: scoresOf() }]);
  assert.deepEqual([...readScores(index).keys()], [clipIds[1]]);
});

test('folds come back until a run with another fingerprint is through', (t) => {
  const { index } = indexWithClips(t, 0);
  const fold = (fingerprint: string, number: number) => ({
    fingerprint,
    seed: 1,
    fold: number,
    scores: [{ clipName: 'a', syncMargin: 1.5 }],
  });
  for (const stored of [fold('old', 0), fold('new', 0), fold('new', 1)]) saveFold(index, stored);
  assert.equal(readFolds(index).length, 3);
  dropOtherFolds(index, 'new');
  assert.deepEqual(readFolds(index), [fold('new', 0), fold('new', 1)]);
});

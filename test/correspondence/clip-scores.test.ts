import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ModelScores, summariseSeeds } from '../../src/correspondence/clip-scores.ts';

const silent: Omit<ModelScores, 'clipName'> = {
  otherClassMargin: undefined,
  sameClassMargin: undefined,
  syncMargin: undefined,
  classAgreement: undefined,
  soundLabelProbability: undefined,
  soundLabelGuess: undefined,
  pictureLabelProbability: undefined,
  pictureLabelGuess: undefined,
};

test('mean and spread over seeds come from the models that did not abstain', () => {
  const [scores] = summariseSeeds([
    [{ ...silent, clipName: 'a', otherClassMargin: 1, soundLabelGuess: 'x' }],
    [{ ...silent, clipName: 'a', otherClassMargin: 3, soundLabelGuess: 'y' }],
    [{ ...silent, clipName: 'a', soundLabelGuess: 'y' }],
  ]);
  assert.deepEqual(scores?.otherClass, { mean: 2, spread: 1, models: 2 });
  assert.equal(scores?.sync, undefined);
  assert.equal(scores?.soundLabelGuess, 'y');
});

test('a score of zero is a score', () => {
  const [scores] = summariseSeeds([[{ ...silent, clipName: 'a', syncMargin: 0 }]]);
  assert.deepEqual(scores?.sync, { mean: 0, spread: 0, models: 1 });
});

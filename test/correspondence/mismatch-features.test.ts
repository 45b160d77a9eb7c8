import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelScores } from '../../src/correspondence/clip-scores.ts';
import {
  AGAINST_MISMATCH,
  featuresOf,
  type JudgedClip,
  linkNorms,
} from '../../src/correspondence/mismatch-features.ts';
import { NO_SIGNALS } from '../helpers/evidence.ts';

const SCORES: ModelScores = {
  clipName: 'a',
  otherClassMargin: 1,
  sameClassMargin: undefined,
  syncMargin: 2,
  classAgreement: 0,
  soundLabelProbability: 1,
  soundLabelGuess: undefined,
  pictureLabelProbability: undefined,
  pictureLabelGuess: undefined,
};
const clip = (models: readonly Partial<ModelScores>[], signals = NO_SIGNALS): JudgedClip => ({
  label: 'drums',
  models: models.map((changes) => ({ ...SCORES, ...changes })),
  signals,
});
const NORMS = linkNorms([1, 2, 3].map((syncMargin) => clip([{ syncMargin }])));
const known = (row: ReturnType<typeof featuresOf>): number[] =>
  row.flatMap((value, at) => (value === undefined ? [] : [at]));

test('scores of several models are averaged over those that gave one', () => {
  const [otherClass, , sync] = featuresOf(
    clip([{ syncMargin: 2 }, { syncMargin: 4 }, { syncMargin: undefined }]),
    NORMS,
  );
  assert.equal(otherClass, 1);
  assert.equal(sync, 3);
});

test('a link is seen as it is and beside what is usual in the class', () => {
  const usual = featuresOf(clip([{ syncMargin: 2 }]), NORMS);
  const low = featuresOf(clip([{ syncMargin: 1 }]), NORMS);
  const differing = usual.flatMap((value, at) => (value === low[at] ? [] : [at]));
  assert.equal(differing.length, 2);
  const [, relative] = differing;
  assert.equal(usual[relative!], 0);
  assert.ok(low[relative!]! < 0);
});

test('what speaks for a link speaks against a mismatch; beat, fill and speech may speak either way', () => {
  const links = featuresOf(clip([{}], { ...NO_SIGNALS, correspondenceZ: 3, ccaZ: 2 }), NORMS);
  assert.ok(known(links).every((at) => AGAINST_MISMATCH.includes(at)));
  const traces = { cutContinuity: 0.5, beatStrength: 0.5, soundFill: 0.5, speechRatio: 0.5, meanOnset: 1 };
  const all = known(featuresOf(clip([{}], { ...NO_SIGNALS, ...traces }), NORMS));
  assert.equal(all.filter((at) => !AGAINST_MISMATCH.includes(at)).length, 5);
});

test('a clip without measurements has the features of its scores alone', () => {
  const row = featuresOf({ ...clip([{}]), signals: undefined }, NORMS);
  assert.equal(row.length, 18);
  assert.ok(known(row).length > 0);
});

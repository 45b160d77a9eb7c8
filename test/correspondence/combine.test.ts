import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelScores } from '../../src/correspondence/clip-scores.ts';
import { assess, fitCombination } from '../../src/correspondence/combine.ts';
import type { JudgedClip } from '../../src/correspondence/mismatch-features.ts';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import { NO_SIGNALS } from '../helpers/evidence.ts';

const random = seededRandom(3);

interface Means {
  readonly agreement: number;
  readonly sync: number;
  readonly beat: number;
}

function judged({ agreement, sync, beat }: Means): JudgedClip {
  const model: ModelScores = {
    clipName: `clip ${random.next()}`,
    otherClassMargin: agreement + random.normal(),
    sameClassMargin: random.normal(),
    syncMargin: sync + random.normal(),
    classAgreement: agreement + random.normal(),
    soundLabelProbability: undefined,
    soundLabelGuess: undefined,
    pictureLabelProbability: undefined,
    pictureLabelGuess: undefined,
  };
  return {
    label: 'drums',
    models: [model, model],
    signals: { ...NO_SIGNALS, beatStrength: beat + 0.1 * random.normal() },
  };
}

const many = (count: number, means: Means): JudgedClip[] => Array.from({ length: count }, () => judged(means));

const CLEAN: Means = { agreement: 3, sync: 4, beat: 0.2 };
const PROBES = {
  swap: many(60, { agreement: -1, sync: 0, beat: 0.2 }),
  shift: many(60, { agreement: 3, sync: 0, beat: 0.2 }),
  musicBed: many(60, { agreement: 1, sync: 2, beat: 0.8 }),
  voiceOver: many(60, { agreement: 0, sync: 2, beat: 0.2 }),
};
const combination = fitCombination(many(300, CLEAN), PROBES);

test('each mismatch is named, and a clean clip has none', () => {
  const clean = assess(combination, judged(CLEAN));
  assert.ok(clean.probability! > 0.7, `${clean.probability}`);
  const bed = assess(combination, judged({ agreement: 1, sync: 2, beat: 0.9 })).mismatch!;
  assert.ok(bed.musicBed > 0.5 && bed.musicBed > bed.shift);
  const shifted = assess(combination, judged({ agreement: 3, sync: -1, beat: 0.2 })).mismatch!;
  assert.ok(shifted.shift > shifted.musicBed && shifted.shift > shifted.swap);
});

test('models that agree leave no spread, and a clip that no model could judge has no probability', () => {
  assert.equal(assess(combination, judged(CLEAN)).spread, 0);
  const nothing = { mismatch: undefined, probability: undefined, spread: undefined };
  assert.deepEqual(assess(combination, { label: 'drums', models: [], signals: NO_SIGNALS }), nothing);
  const unjudged = { ...judged(CLEAN).models[0]!, otherClassMargin: undefined, classAgreement: undefined };
  assert.deepEqual(assess(combination, { label: 'drums', models: [unjudged], signals: NO_SIGNALS }), nothing);
});

test('without probes there is no detector and no probability', () => {
  const none = fitCombination(many(20, CLEAN), { swap: [], shift: [], musicBed: [], voiceOver: [] });
  assert.equal(assess(none, judged(CLEAN)).probability, undefined);
});

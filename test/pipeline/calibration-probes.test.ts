import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assignFolds } from '../../src/correspondence/folds.ts';
import { MISMATCH_NAMES } from '../../src/dataset/evidence.ts';
import { makeProbe, planProbes } from '../../src/pipeline/calibration-probes.ts';

const LABELS = ['bell', 'ball', 'engine'];
const CLIPS = Array.from({ length: 120 }, (_, at) => ({
  clipName: `clip-${at}`,
  videoId: `video-${at}`,
  label: LABELS[at % LABELS.length]!,
}));
const SEEDS = [1, 2];
const FOLDS = 4;

test('a third of the corpus serves each kind of mismatch, and the plan is repeatable', () => {
  const probes = planProbes(CLIPS, FOLDS, SEEDS);
  for (const name of MISMATCH_NAMES) assert.equal(probes.filter(({ mismatch }) => mismatch === name).length, 40);
  assert.deepEqual(planProbes(CLIPS, FOLDS, SEEDS), probes);
});

test('a lent sound is of another class, and of a video that a model holds out together with the picture', () => {
  const foldsBySeed = SEEDS.map((seed) => assignFolds(CLIPS, FOLDS, seed));
  const positionOf = new Map(CLIPS.map(({ clipName }, at) => [clipName, at]));
  const swaps = planProbes(CLIPS, FOLDS, SEEDS).filter(({ mismatch }) => mismatch === 'swap');
  for (const { of, donor, label, probe } of swaps) {
    const [own, other] = [positionOf.get(of)!, positionOf.get(donor!)!];
    assert.notEqual(CLIPS[other]!.label, label);
    assert.equal(probe.soundVideoId, CLIPS[other]!.videoId);
    assert.ok(
      foldsBySeed.every((folds) => folds[own] === folds[other]),
      `${of} and ${donor}`,
    );
  }
});

const SOUND = Int16Array.from({ length: 48_000 }, (_, at) =>
  Math.round(8000 * Math.sin(at / 7) * Math.exp(-(at % 8000) / 900)),
);
const DECODED = { picture: undefined, sound: { wide: SOUND, channels: 1, sampleRateHz: 16_000, mono: SOUND } };

test('every kind of probe is as long as its clip, differs from it, and is the same each time', () => {
  const other = {
    picture: undefined,
    sound: { ...DECODED.sound, mono: SOUND.map((_, at) => 4000 * Math.sin(at / 3)) },
  };
  for (const mismatch of MISMATCH_NAMES) {
    const probe = planProbes(CLIPS, FOLDS, SEEDS).find((planned) => planned.mismatch === mismatch)!;
    const made = makeProbe(probe, DECODED, other)!.sound!.mono;
    assert.equal(made.length, SOUND.length);
    assert.notDeepEqual(made, SOUND);
    assert.deepEqual(makeProbe(probe, DECODED, other)!.sound!.mono, made);
  }
});

test('no probe is made of a clip without sound', () => {
  const [probe] = planProbes(CLIPS, FOLDS, SEEDS);
  assert.equal(makeProbe(probe!, { picture: undefined, sound: undefined }, DECODED), undefined);
});

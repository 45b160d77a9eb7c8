import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClipVectors } from '../../../src/benchmark/embed-clips.ts';
import { askedClips } from '../../../src/benchmark/protocols/asked-clips.ts';
import type { Answered } from '../../../src/benchmark/protocols/evaluation-task.ts';
import { planEvaluation } from '../../../src/benchmark/protocols/plan-evaluation.ts';
import { openProbeInputs } from '../../../src/benchmark/protocols/probe-inputs.ts';
import {
  linearProbe,
  lowShot,
  missingModality,
  noisySound,
  openProbes,
  probeOf,
} from '../../../src/benchmark/protocols/probe-protocols.ts';
import { seededRandom } from '../../../src/signal/seeded-random.ts';
import { classScores } from '../../../src/statistics/linear-classifier.ts';
import { lockedClip, lockOf } from '../../helpers/locked-clips.ts';

const [CLASSES, SIZE] = [4, 6];

/** Of 12 train and 10 test clips a class; the sound tells the class, the picture is noise. */
function toldBySound() {
  const clips = Array.from({ length: CLASSES * 22 }, (_, at) =>
    lockedClip(at, { label: `class ${at % CLASSES}`, split: at < CLASSES * 12 ? 'train' : 'test' }),
  );
  const media = new Map(
    clips.map(({ name, sha256 }) => [name, { clipId: name, label: 0, filePath: '', sha256, cachePath: '' }]),
  );
  const asked = askedClips(planEvaluation(lockOf(clips), new Set()), media);
  const random = seededRandom(7);
  const noise = () => Float32Array.from({ length: clips.length * SIZE }, () => random.normal());
  const vectors: ClipVectors = { size: SIZE, video: noise(), sound: noise() };
  const labelOf = new Map(clips.map(({ name, label }) => [name, Number(label.slice(6))]));
  for (const [row, { clipId }] of asked.clips.entries()) vectors.sound[row * SIZE + labelOf.get(clipId)!]! += 8;
  return { asked, vectors, probes: openProbes(asked, vectors) };
}

function top1(answers: readonly Answered[], task: string, condition = ''): number {
  return answers.find((answer) => answer.task === task && answer.condition === condition && answer.testSet === 'kept')!
    .metrics['top-1']!;
}

/** 40 answers at 1 of 4: 0.25, deviation 0.068. */
function isChance(share: number): void {
  assert.ok(share > 0.25 - 3 * 0.068 && share < 0.25 + 3 * 0.068, `${share}`);
}

test('a probe finds what the vectors tell, and nothing where they tell nothing', () => {
  const answers = linearProbe(toldBySound().probes, ['audio', 'visual', 'both']);
  assert.equal(top1(answers, 'audio'), 1);
  assert.ok(top1(answers, 'both') > 0.95);
  isChance(top1(answers, 'visual'));
  const { clips, chance, answers: rows } = answers[0]!;
  assert.deepEqual([clips, chance['top-1'], rows.clipNames.length], [40, 1 / CLASSES, 40]);
  assert.deepEqual(rows.predicted, rows.labels);
  assert.ok(rows.ranks.every((rank) => rank === 1));
});

test('the same clips and vectors give the same answers', () => {
  const answersOf = () => linearProbe(toldBySound().probes, ['both']);
  assert.deepEqual(answersOf(), answersOf());
});

test('without sound the probe of both is left with a picture that tells nothing', () => {
  const answers = missingModality(toldBySound().probes);
  assert.ok(top1(answers, 'both', 'no visual') > 0.95);
  isChance(top1(answers, 'both', 'no audio'));
});

test('noisy sound stands in for the sound of the clips that are asked about', () => {
  const { asked, vectors, probes } = toldBySound();
  const { rows } = asked.asked;
  // Of each clip first its own sound, then none.
  const sound = new Float32Array(rows.length * 2 * SIZE);
  for (const [place, row] of rows.entries())
    sound.set(vectors.sound.subarray(row * SIZE, (row + 1) * SIZE), 2 * place * SIZE);
  const answers = noisySound(probes, ['audio', 'both'], { snrsDb: [20, 0], sound });
  assert.equal(top1(answers, 'audio', 'SNR 20 dB'), top1(answers, 'audio'));
  assert.equal(top1(answers, 'both', 'SNR 20 dB'), top1(answers, 'both'));
  isChance(top1(answers, 'audio', 'SNR 0 dB'));
});

test('few clips a class: five draws of each number that the classes have, averaged', () => {
  const answers = lowShot(toldBySound().probes, ['audio'], 1).filter(({ testSet }) => testSet === 'kept');
  assert.deepEqual(
    answers.map(({ condition }) => condition),
    ['1 clip a class', '5 clips a class', '10 clips a class'],
  );
  assert.ok(top1(answers, 'audio', '10 clips a class') >= top1(answers, 'audio', '1 clip a class'));
  assert.ok(top1(answers, 'audio', '10 clips a class') > 0.95);
  const { clips, answers: rows, metrics } = answers[0]!;
  assert.equal(clips, 40);
  assert.equal(rows.clipNames.length, 5 * 40);
  assert.ok(Math.abs(rows.ranks.filter((rank) => rank === 1).length / 200 - metrics['top-1']!) < 1e-12);
});

test('a probe of standardised numbers is also a classifier of the vectors themselves', () => {
  const { asked, vectors, probes } = toldBySound();
  const probe = probeOf(probes, 'both');
  const { matrix, bias } = probes.inputs.unscaled('both', probe);
  const row = asked.asked.rows[3]!;
  const both = [vectors.video, vectors.sound].flatMap((values) => [...values.subarray(row * SIZE, (row + 1) * SIZE)]);
  const expected = classScores(probe, probes.inputs.rows('both', [row]));
  for (let at = 0; at < CLASSES; at += 1) {
    const got = both.reduce((sum, value, feature) => sum + value * matrix[feature * CLASSES + at]!, bias[at]!);
    assert.ok(Math.abs(got - expected[at]!) < 1e-4, `${got} is not ${expected[at]}`);
  }
});

test('a probe reads numbers of mean 0 and deviation 1 over the train clips, and zeros where a modality is missing or never moves', () => {
  const vectors = { size: 2, video: Float32Array.of(1, 5, 3, 5, 100, 9), sound: Float32Array.of(0, 0, 2, 4, 1, 2) };
  const inputs = openProbeInputs(vectors, [0, 1]);
  assert.equal(inputs.features('both'), 4);
  assert.deepEqual([...inputs.rows('both', [0, 1])], [-1, 0, -1, -1, 1, 0, 1, 1]);
  assert.deepEqual([...inputs.rows('both', [2])], [98, 0, 0, 0]);
  assert.deepEqual([...inputs.rows('both', [0], { missing: 'sound' })], [-1, 0, 0, 0]);
  assert.deepEqual([...inputs.rows('audio', [0], { sound: Float32Array.of(2, 2) })], [1, 0]);
});

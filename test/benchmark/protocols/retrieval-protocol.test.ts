import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClipVectors } from '../../../src/benchmark/embed-clips.ts';
import { askedClips } from '../../../src/benchmark/protocols/asked-clips.ts';
import { planEvaluation } from '../../../src/benchmark/protocols/plan-evaluation.ts';
import {
  cosines,
  galleries,
  retrievalFindings,
  rowsOfVectors,
} from '../../../src/benchmark/protocols/retrieval-protocol.ts';
import { seededRandom, shuffled } from '../../../src/signal/seeded-random.ts';
import { lockedClip, lockOf } from '../../helpers/locked-clips.ts';

/** 30 test clips of 20 videos: the last ten are second clips of the first ten. */
function gallery() {
  const train = [lockedClip(100), lockedClip(101, { label: 'bowling' })];
  const tested = Array.from({ length: 30 }, (_, at) =>
    lockedClip(at, {
      split: 'test',
      videoGroup: `group ${at % 20}`,
      label: at % 2 === 0 ? 'bowling' : 'playing drums',
    }),
  );
  const clips = [...train, ...tested];
  const media = new Map(
    clips.map(({ name, sha256 }) => [name, { clipId: name, label: 0, filePath: '', sha256, cachePath: '' }]),
  );
  return galleries(askedClips(planEvaluation(lockOf(clips), new Set()), media))[0]!;
}

function noise(count: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count }, () => random.normal());
}

test('a gallery holds one clip of each video, always the same one', () => {
  const { clips } = gallery();
  assert.equal(clips.length, 20);
  assert.equal(new Set(clips.map(({ videoGroup }) => videoGroup)).size, 20);
  assert.deepEqual(clips, gallery().clips);
});

test('vectors that agree are found, whatever their length', () => {
  const video = noise(20 * 8, 1);
  const vectors: ClipVectors = { size: 8, video, sound: video.map((value) => 3 * value) };
  for (const { metrics, answers, clips } of retrievalFindings(gallery(), cosines(vectors), '')) {
    assert.deepEqual([metrics['recall-1'], metrics['median-rank'], clips], [1, 1, 20]);
    assert.deepEqual(answers.first, [...answers.clipNames.keys()]);
  }
});

test('each way has its own ranks: rows are pictures that ask, columns are sounds', () => {
  // Both pictures are nearest to the second sound; both sounds are nearest to the second picture but for the second, a tie.
  const small = { ...gallery(), clips: gallery().clips.slice(0, 2), labels: [0, 1], rows: [0, 1] };
  const [bySound, byVideo] = retrievalFindings(small, [0.1, 0.5, 0.2, 0.5], 'fused vectors') as [
    ReturnType<typeof retrievalFindings>[0],
    ReturnType<typeof retrievalFindings>[0],
  ];
  assert.deepEqual([byVideo.task, byVideo.answers.ranks, byVideo.answers.first], ['visual-to-audio', [2, 1], [1, 1]]);
  assert.deepEqual([bySound.task, bySound.answers.ranks, bySound.answers.first], ['audio-to-visual', [2, 1.5], [1, 0]]);
  assert.equal(bySound.condition, 'fused vectors');
});

test('random vectors find K of N on average, and a model whose vectors are all alike exactly that', () => {
  const set = gallery();
  const mean = { 'recall-1': 0, 'recall-5': 0 };
  for (let round = 0; round < 50; round += 1) {
    const vectors = { size: 4, video: noise(80, 2 * round + 10), sound: noise(80, 2 * round + 11) };
    for (const { metrics } of retrievalFindings(set, cosines(vectors), ''))
      for (const name of ['recall-1', 'recall-5'] as const) mean[name] += metrics[name]! / 100;
  }
  // 4 deviations of 50 x 2 x 20 questions.
  for (const [name, share] of [
    ['recall-1', 1 / 20],
    ['recall-5', 5 / 20],
  ] as const)
    assert.ok(Math.abs(mean[name] - share) < 4 * Math.sqrt((share * (1 - share)) / 2000), `${name} ${mean[name]}`);
  const alike = { size: 4, video: new Float32Array(80).fill(1), sound: new Float32Array(80) };
  for (const { metrics, chance } of retrievalFindings(set, cosines(alike), ''))
    for (const [name, value] of Object.entries(metrics))
      assert.ok(Math.abs(value - chance[name as 'recall-1']!) < 1e-12, name);
});

test('a gallery in another order finds as much', () => {
  const vectors = { size: 4, video: noise(80, 3), sound: noise(80, 4) };
  const order = shuffled([...Array(20).keys()], seededRandom(5));
  const before = retrievalFindings(gallery(), cosines(vectors), '');
  const after = retrievalFindings(gallery(), cosines(rowsOfVectors(vectors, order)), '');
  assert.deepEqual(
    after.map(({ metrics }) => metrics),
    before.map(({ metrics }) => metrics),
  );
});

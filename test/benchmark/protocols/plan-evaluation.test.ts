import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applicableTasks } from '../../../src/benchmark/protocols/applicable-tasks.ts';
import { clipsOfPlan, planEvaluation } from '../../../src/benchmark/protocols/plan-evaluation.ts';
import type { LockedClip } from '../../../src/dataset/corpus-lock.ts';
import { KsBuildError } from '../../../src/errors.ts';
import { lockedClip, lockOf } from '../../helpers/locked-clips.ts';

const NONE: ReadonlySet<string> = new Set();

const TRAIN = [lockedClip(1), lockedClip(2, { label: 'bowling' }), lockedClip(3, { verdict: 'dropped' })];
const TEST = [
  lockedClip(11, { split: 'test', isHuman: true }),
  lockedClip(12, { split: 'test', label: 'bowling', isHuman: true }),
  lockedClip(13, { split: 'test', verdict: 'dropped', isHuman: true }),
  lockedClip(14, { split: 'test', verdict: 'ask' }),
];

function planOf(clips: readonly LockedClip[], core = NONE) {
  return planEvaluation(lockOf(clips), core);
}

function refusal(clips: readonly LockedClip[]): string {
  try {
    planOf(clips);
  } catch (error) {
    assert.ok(error instanceof KsBuildError && error.code === 'not-evaluable', String(error));
    return error.message;
  }
  throw new Error('expected a refusal');
}

test('probes learn from kept train clips; each test set has the clips that its name says', () => {
  const plan = planOf([...TRAIN, ...TEST], new Set([TEST[0]!.name, TEST[3]!.name]));
  assert.deepEqual(plan.classNames, ['bowling', 'playing drums']);
  assert.deepEqual(
    plan.train.map(({ name }) => name),
    [TRAIN[0]!.name, TRAIN[1]!.name],
  );
  const sets = Object.fromEntries(
    plan.testSets.map(({ name, clips }) => [name, clips.map((clip) => TEST.indexOf(clip))]),
  );
  assert.deepEqual(sets, { kept: [0, 1], all: [0, 1, 2, 3], human: [0, 1], core: [0, 3] });
  assert.equal(plan.testSplit, 'test');
  assert.equal(clipsOfPlan(plan).length, 6);
});

test('the core is asked about in val as well as in test, since the lists that share it split it in two', () => {
  const val = lockedClip(30, { split: 'val' });
  const core = new Set([TEST[0]!.name, val.name, TRAIN[0]!.name]);
  const plan = planOf([...TRAIN, ...TEST, val, lockedClip(31, { split: 'val' })], core);
  const sets = Object.fromEntries(plan.testSets.map(({ name, clips }) => [name, clips]));
  assert.deepEqual(sets.core, [TEST[0], val]);
  assert.ok(!sets.all!.includes(val));
});

test('a corpus without kept test clips is asked about its val clips', () => {
  const val = TEST.map((clip) => ({ ...clip, split: 'val' as const }));
  const plan = planOf([...TRAIN, ...val, lockedClip(20, { split: 'test', verdict: 'dropped' })]);
  assert.equal(plan.testSplit, 'val');
  assert.deepEqual(plan.testSets[0]!.clips.length, 2);
});

test('nothing is asked about a clip whose video is on the train side, dropped or not, nor beside `kept` of a class that nobody could learn', () => {
  const copy = lockedClip(15, { split: 'test', videoGroup: TRAIN[2]!.videoGroup });
  const stranger = lockedClip(16, { split: 'test', label: 'juggling', verdict: 'dropped' });
  const plan = planOf([...TRAIN, ...TEST, copy, stranger]);
  assert.deepEqual(plan.testSets[0]!.clips.length, 2);
  assert.deepEqual(
    plan.leftOut.map(({ clip, reason }) => [clip.name, reason]),
    [
      [copy.name, 'its video is on the train side too'],
      [stranger.name, 'no kept train clip is labelled "juggling"'],
    ],
  );
});

test('what cannot be evaluated is refused before any training, with what to do', () => {
  const dropped = TRAIN.map((clip) => ({ ...clip, verdict: 'dropped' as const }));
  assert.match(
    refusal([...dropped, ...TEST]),
    /lock of ks-test: expected kept clips of the split train, got none; fetch/,
  );
  assert.match(refusal([TRAIN[0]!, ...TEST]), /2 classes or more, got "playing drums" alone/);
  assert.match(refusal(TRAIN), /at least 2 kept clips of the split test or val .* got 0/);
  assert.match(refusal([...TRAIN, TEST[0]!]), /at least 2 kept clips .* got 1/);
  const unknown = lockedClip(17, { split: 'test', label: 'juggling' });
  assert.match(
    refusal([...TRAIN, ...TEST, unknown]),
    /every class of the kept test clips, got none of "juggling"; .*ks-build lock/,
  );
});

test('methods are asked what they can answer', () => {
  assert.deepEqual(applicableTasks('infonce', 'linear-probe'), ['audio', 'visual', 'both']);
  assert.deepEqual(applicableTasks('supervised-audio', 'linear-probe'), ['audio']);
  assert.deepEqual(applicableTasks('supervised-visual', 'noisy-sound'), []);
  assert.deepEqual(applicableTasks('supervised-concat', 'retrieval'), []);
  assert.deepEqual(applicableTasks('random-features', 'retrieval'), ['audio-to-visual', 'visual-to-audio']);
  assert.deepEqual(applicableTasks('avcl', 'missing-modality'), ['both']);
});

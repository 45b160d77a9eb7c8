import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FoldScores, type JudgeRequest, judgeCorrespondence } from '../../src/correspondence/judge.ts';
import { InterruptedError, UsageError } from '../../src/errors.ts';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import { type MadeClip, makeClips, withSoundOf } from '../helpers/made-arrays.ts';

const QUICK = { folds: 2, seeds: [1], epochs: 1, minSteps: 3, maxSteps: 3, batchSize: 8 };
const few = makeClips(40, 2, 3);

function requestOf(clips: readonly MadeClip[], changes: Partial<JudgeRequest> = {}): JudgeRequest {
  const arraysOf = new Map(clips.map((clip) => [clip.clipName, clip.arrays]));
  return {
    clips: clips.map(({ clipName, videoId, label }) => ({ clipName, videoId, label })),
    load: (clip) => arraysOf.get(clip.clipName),
    settings: QUICK,
    ...changes,
  };
}

test('sounds of other classes get low margins from models that never saw their videos', async () => {
  const clips = makeClips(96, 3, 1);
  const random = seededRandom(2);
  const swapped = clips.map(() => random.next() < 0.2);
  const polluted = clips.map((clip, index) => {
    const strangers = clips.filter((other) => other.label !== clip.label);
    return swapped[index]
      ? { ...clip, arrays: withSoundOf(clip.arrays, strangers[random.below(strangers.length)]!.arrays) }
      : clip;
  });
  const settings = { folds: 2, seeds: [1], epochs: 1, minSteps: 100, maxSteps: 100, batchSize: 16, syncStepsRatio: 0 };
  const { scores } = await judgeCorrespondence(requestOf(polluted, { settings }));
  const margins = (wanted: boolean) =>
    scores.flatMap((clip, index) => (swapped[index] === wanted ? [clip.classAgreement!.mean] : []));
  assert.ok(auroc(margins(false), margins(true)) >= 0.9, `AUROC ${auroc(margins(false), margins(true))}`);
});

test('the number of threads changes no score, and a fold handed back is not judged again', async () => {
  const folds: FoldScores[] = [];
  const alone = await judgeCorrespondence(requestOf(few, { workers: 1, onFold: (fold) => void folds.push(fold) }));
  const together = await judgeCorrespondence(requestOf(few, { workers: 2 }));
  assert.deepEqual(together.scores, alone.scores);
  assert.deepEqual(
    alone.scores.map((clip) => clip.clipName),
    few.map((clip) => clip.clipName),
  );

  const again: FoldScores[] = [];
  const resumed = await judgeCorrespondence(
    requestOf(few, { finished: folds.slice(0, 1), onFold: (fold) => void again.push(fold) }),
  );
  assert.deepEqual(
    again.map(({ fold }) => fold),
    [folds[1]!.fold],
  );
  assert.deepEqual(resumed.scores, alone.scores);

  const foreign: FoldScores[] = [];
  const finished = folds.map((fold) => ({ ...fold, fingerprint: 'another corpus' }));
  await judgeCorrespondence(requestOf(few, { finished, onFold: (fold) => void foreign.push(fold) }));
  assert.equal(foreign.length, 2);
});

test('an abort ends the run as an interruption', async () => {
  const controller = new AbortController();
  const request = requestOf(few, {
    settings: { ...QUICK, minSteps: 5000, maxSteps: 5000 },
    abortSignal: controller.signal,
    onEvent: (event) => event.kind === 'training' && controller.abort(),
  });
  await assert.rejects(judgeCorrespondence(request), InterruptedError);
});

test('a clip without arrays, and one with constant ones, get no score; the others do', async () => {
  const clips = makeClips(40, 2, 4);
  const request = requestOf(clips);
  const { arrays } = clips[5]!;
  const constant = {
    ...arrays,
    logMel: arrays.logMel.map(() => 0),
    onsetBands: arrays.onsetBands.map(() => Number.NaN),
  };
  const load: JudgeRequest['load'] = (clip) =>
    clip.clipName === 'clip4' ? undefined : clip.clipName === 'clip5' ? constant : request.load(clip);
  const { scores } = await judgeCorrespondence({ ...request, load });
  for (const index of [4, 5]) {
    const { otherClass, sameClass, sync, classAgreement, soundLabelGuess } = scores[index]!;
    assert.deepEqual([otherClass, sameClass, sync, classAgreement, soundLabelGuess], Array(5).fill(undefined));
  }
  assert.equal(scores[4]!.pictureLabelGuess, undefined);
  assert.notEqual(scores[5]!.pictureLabelGuess, undefined);
  assert.ok(Number.isFinite(scores[6]!.otherClass!.mean) && Number.isFinite(scores[6]!.sync!.mean));
});

test('a corpus in which nothing can be judged gives a row of abstentions per clip', async () => {
  const { scores } = await judgeCorrespondence(requestOf(few, { load: () => undefined }));
  assert.equal(scores.length, few.length);
  assert.ok(scores.every((clip) => clip.otherClass === undefined && clip.sync === undefined));
});

test('one class, fewer videos than folds, a name twice and odd settings are refused with what was expected', async () => {
  const refused = async (request: JudgeRequest, pattern: RegExp) => {
    await assert.rejects(
      judgeCorrespondence(request),
      (error) => error instanceof UsageError && pattern.test(error.message),
    );
  };
  await refused(requestOf(makeClips(8, 1, 1)), /two or more classes, got 1/);
  await refused(requestOf(makeClips(2, 2, 1), { settings: { folds: 4 } }), /as many videos as folds \(4\), got 2/);
  await refused(requestOf([...few, few[0]!]), /1 name\(s\) twice/);
  await refused(requestOf(few, { settings: { folds: 1 } }), /two or more folds/);
});

function auroc(positives: readonly number[], negatives: readonly number[]): number {
  let wins = 0;
  for (const positive of positives)
    for (const negative of negatives) wins += positive > negative ? 1 : positive === negative ? 0.5 : 0;
  return wins / (positives.length * negatives.length);
}

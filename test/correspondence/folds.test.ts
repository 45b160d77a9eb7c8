import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ListedClip } from '../../src/correspondence/clip-scores.ts';
import { assertNeverSeen, assignFolds } from '../../src/correspondence/folds.ts';
import { KsBuildError } from '../../src/errors.ts';

const anyClips = fc
  .array(fc.record({ videoId: fc.integer({ min: 0, max: 30 }), label: fc.constantFrom('a', 'b', 'c') }), {
    minLength: 1,
    maxLength: 80,
  })
  .map((rows) =>
    rows.map(
      ({ videoId, label }, index): ListedClip => ({ clipName: `clip${index}`, videoId: `video${videoId}`, label }),
    ),
  );

test('all clips of a video fall into one fold, and no fold is left empty where videos suffice', () => {
  fc.assert(
    fc.property(anyClips, fc.integer({ min: 2, max: 5 }), fc.nat(), (clips, folds, seed) => {
      const assigned = assignFolds(clips, folds, seed);
      const foldOf = new Map<string, number>();
      for (const [index, clip] of clips.entries()) {
        assert.equal(foldOf.get(clip.videoId) ?? assigned[index], assigned[index]);
        foldOf.set(clip.videoId, assigned[index]!);
      }
      assert.equal(new Set(assigned).size, Math.min(folds, foldOf.size));
    }),
  );
});

test('each class is spread over the folds as evenly as whole videos allow', () => {
  const clips = Array.from({ length: 40 }, (_, index) => ({
    clipName: `${index}`,
    videoId: `v${index}`,
    label: index < 10 ? 'rare' : 'frequent',
  }));
  const assigned = assignFolds(clips, 4, 1);
  const countOf = (label: string, fold: number) =>
    clips.filter((clip, index) => clip.label === label && assigned[index] === fold).length;
  assert.deepEqual([0, 1, 2, 3].map((fold) => countOf('rare', fold)).sort(), [2, 2, 3, 3]);
  assert.deepEqual([0, 1, 2, 3].map((fold) => countOf('frequent', fold)).sort(), [7, 7, 8, 8]);
});

test('the same seed gives the same folds whatever the order of the clips, another seed gives others', () => {
  const clips = Array.from({ length: 30 }, (_, index) => ({
    clipName: `${index}`,
    videoId: `v${index}`,
    label: `class${index % 3}`,
  }));
  const assigned = assignFolds(clips, 3, 7);
  assert.deepEqual(assignFolds([...clips].reverse(), 3, 7).reverse(), assigned);
  assert.notDeepEqual(assignFolds(clips, 3, 8), assigned);
});

test('scoring a clip of a video that the model was trained on ends the run, with clip and video named', () => {
  const seen = { clipName: 'one', videoId: 'shared', label: 'a' };
  const scored = { clipName: 'two', videoId: 'shared', label: 'b' };
  assert.throws(
    () => assertNeverSeen([seen], [scored]),
    (error) =>
      error instanceof KsBuildError && error.code === 'judge-leak' && /clip two of video shared/.test(error.message),
  );
  assert.doesNotThrow(() => assertNeverSeen([seen], [{ ...scored, videoId: 'other' }]));
});

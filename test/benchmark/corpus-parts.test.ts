import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lockedGallery, partClips } from '../../src/benchmark/corpus-parts.ts';
import type { LockedClip } from '../../src/dataset/corpus-lock.ts';
import { lockedClip, lockOf } from '../helpers/locked-clips.ts';

const idsOf = (clips: readonly LockedClip[]): string[] =>
  clips.map(({ videoId }) => Number(videoId.slice(6)).toString());

function countBy(clips: readonly LockedClip[], key: (clip: LockedClip) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const clip of clips) counts[key(clip)] = (counts[key(clip)] ?? 0) + 1;
  return counts;
}

test('kept, dropped and all are what their names say, and questions are in all alone', () => {
  const lock = lockOf([
    lockedClip(1),
    lockedClip(2, { verdict: 'dropped', reasons: ['music-bed'] }),
    lockedClip(3, { verdict: 'ask', reasons: ['uncertain'] }),
    lockedClip(4, { split: 'test' }),
  ]);
  assert.deepEqual(idsOf(partClips(lock, 'kept')), ['1']);
  assert.deepEqual(idsOf(partClips(lock, 'dropped')), ['2']);
  assert.deepEqual(idsOf(partClips(lock, 'all')), ['1', '2', '3']);
});

test('what no model can read is in no part', () => {
  const lock = lockOf([
    lockedClip(1, { verdict: 'dropped', reasons: ['corrupt'] }),
    lockedClip(2, { verdict: 'dropped', reasons: ['by-hand', 'no-audio'] }),
    lockedClip(3, { verdict: 'dropped', reasons: ['silent'] }),
  ]);
  assert.deepEqual(idsOf(partClips(lock, 'all')), ['3']);
  assert.deepEqual(idsOf(partClips(lock, 'dropped')), ['3']);
});

/** Two classes: of 40 drums 30 are kept, of 20 pianos 5. */
const MIXED = [
  ...Array.from({ length: 40 }, (_, at) =>
    lockedClip(at, { verdict: at < 30 ? 'kept' : 'dropped', reasons: at < 30 ? [] : ['music-bed'] }),
  ),
  ...Array.from({ length: 20 }, (_, at) =>
    lockedClip(100 + at, {
      label: 'playing piano',
      verdict: at < 5 ? 'kept' : 'ask',
      reasons: at < 5 ? [] : ['uncertain'],
    }),
  ),
];

test('a random part has as many clips of each class as are kept, drawn from kept and others alike', () => {
  const lock = lockOf(MIXED);
  for (const part of ['random-1', 'random-2', 'random-3'] as const) {
    const drawn = partClips(lock, part);
    assert.deepEqual(
      countBy(drawn, ({ label }) => label),
      { 'playing drums': 30, 'playing piano': 5 },
    );
    assert.equal(new Set(drawn).size, 35);
  }
  // Expected among 300 draws of each class: kept ones by their share, 3/4 and 1/4 (hypergeometric, five standard deviations apart).
  const draws = Array.from({ length: 10 }, (_, at) => partClips(lock, `random-${at + 1}`)).flat();
  const kept = draws.filter(({ verdict }) => verdict === 'kept');
  const counts = countBy(kept, ({ label }) => label);
  assert.ok(Math.abs(counts['playing drums']! - 225) < 25, `${counts['playing drums']}`);
  assert.ok(Math.abs(counts['playing piano']! - 12.5) < 14, `${counts['playing piano']}`);
});

test('a draw is told by the lock and its number alone', () => {
  const lock = lockOf(MIXED);
  const turned = lockOf(MIXED.toReversed());
  assert.deepEqual(partClips(lock, 'random-1'), partClips(turned, 'random-1'));
  assert.notDeepEqual(partClips(lock, 'random-1'), partClips(lock, 'random-2'));
  const otherLock = lockOf(MIXED, { manifestSha256: 'another' });
  assert.notDeepEqual(partClips(lock, 'random-1'), partClips(otherLock, 'random-1'));
});

test('a gallery holds each video once, copies counted as one, whatever the order and the other videos', () => {
  const clips = [
    lockedClip(1),
    lockedClip(1, { startSeconds: 10, endSeconds: 20 }),
    lockedClip(2, { videoGroup: 'video-00001' }),
    lockedClip(3),
  ];
  const gallery = lockedGallery(clips);
  assert.deepEqual(
    gallery.map(({ videoGroup }) => videoGroup),
    ['video-00001', 'video-00003'],
  );
  assert.deepEqual(lockedGallery(clips.toReversed()), gallery);
  assert.deepEqual(lockedGallery(clips.slice(0, 3)), gallery.slice(0, 1));
  // The smallest hash of a file, not the first name.
  const smallest = clips
    .slice(0, 3)
    .map(({ sha256 }) => sha256)
    .sort()[0];
  assert.equal(gallery[0]!.sha256, smallest);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coreTestNames, publishedCoverage, readPublishedLists } from '../../src/benchmark/published-lists.ts';
import type { LockedClip } from '../../src/dataset/corpus-lock.ts';
import type { ManifestRow } from '../../src/dataset/manifest.ts';
import { lockedClip, lockOf } from '../helpers/locked-clips.ts';

/** Counted in the published files by a program of its own: the notes of manifests/README.md. */
const LISTED = {
  'OGM-GE train': 14_799,
  'OGM-GE test': 2_597,
  'AV-CIL train': 19_220,
  'AV-CIL val': 1_947,
  'AV-CIL test': 1_958,
  'core test': 2_216,
};

function clipOf(row: ManifestRow, given: Partial<LockedClip> = {}): LockedClip {
  const interval = 'startSeconds' in row ? row : { startSeconds: 3, endSeconds: 13 };
  const { startSeconds, endSeconds } = interval;
  return lockedClip(0, {
    videoId: row.videoId,
    startSeconds,
    endSeconds,
    label: row.label,
    split: row.split,
    ...given,
  });
}

test('the lists have as many rows as their authors published, and 2,216 test clips in common', async () => {
  const rows = publishedCoverage(lockOf([lockedClip(1)]), await readPublishedLists());
  const listed: Record<string, number> = {};
  for (const { list, split, listed: count } of rows)
    listed[`${list} ${split}`] = (listed[`${list} ${split}`] ?? 0) + count;
  assert.deepEqual(listed, LISTED);
  assert.equal(new Set(rows.filter(({ list }) => list === 'OGM-GE').map(({ label }) => label)).size, 31);
  assert.equal(new Set(rows.filter(({ list }) => list === 'AV-CIL').map(({ label }) => label)).size, 30);
  assert.ok(rows.every(({ kept, dropped, ask }) => kept + dropped + ask === 0));
});

test('a lock of a whole list holds all of it, and the whole core, whichever list it is', async () => {
  const lists = await readPublishedLists();
  for (const { name, rows } of lists) {
    const lock = lockOf(rows.map((row) => clipOf(row)));
    const coverage = publishedCoverage(lock, lists);
    assert.ok(
      coverage.filter(({ list }) => list === name || list === 'core').every(({ listed, kept }) => kept === listed),
    );
    assert.ok(
      coverage.every(({ keptOnOtherSide }) => keptOnOtherSide === 0),
      'no list learns from what the other asks about',
    );
    assert.equal(coreTestNames(lock, lists).size, 2216);
  }
});

const LISTS = [
  {
    name: 'one',
    rows: [
      { videoId: 'asked-in-both', startSeconds: 5, endSeconds: 15, label: 'drums', split: 'test' },
      { videoId: 'asked-in-one', startSeconds: 0, endSeconds: 10, label: 'drums', split: 'test' },
      { videoId: 'learned', startSeconds: 0, endSeconds: 10, label: 'piano', split: 'train' },
    ],
  },
  {
    name: 'two',
    rows: [
      { videoId: 'asked-in-both', label: 'drums', split: 'val' },
      { videoId: 'untimed', label: 'piano', split: 'train' },
    ],
  },
] as const;

test('a clip counts where it is the interval of the list, or its video where the list tells no times', () => {
  const lock = lockOf([
    lockedClip(0, { videoId: 'asked-in-one', startSeconds: 1, endSeconds: 11, split: 'test' }),
    lockedClip(0, { videoId: 'learned', label: 'piano', verdict: 'dropped', reasons: ['silent'] }),
    lockedClip(0, { videoId: 'untimed', startSeconds: 7, endSeconds: 17, label: 'piano', split: 'test' }),
  ]);
  const zero = { kept: 0, dropped: 0, ask: 0, keptOnOtherSide: 0 };
  assert.deepEqual(publishedCoverage(lock, LISTS), [
    { list: 'one', split: 'test', label: 'drums', listed: 2, ...zero },
    { list: 'one', split: 'train', label: 'piano', listed: 1, ...zero, dropped: 1 },
    { list: 'two', split: 'val', label: 'drums', listed: 1, ...zero },
    { list: 'two', split: 'train', label: 'piano', listed: 1, ...zero, kept: 1, keptOnOtherSide: 1 },
    { list: 'core', split: 'test', label: 'drums', listed: 1, ...zero },
  ]);
});

test('the core holds what every list asks about, but not what this lock learns from', () => {
  const asked = (given: Partial<LockedClip>) =>
    lockedClip(0, { videoId: 'asked-in-both', startSeconds: 5, endSeconds: 15, ...given });
  const other = lockedClip(0, { videoId: 'asked-in-one', split: 'test' });
  assert.deepEqual(
    [...coreTestNames(lockOf([asked({ split: 'val' }), other]), LISTS)],
    ['asked-in-both_000005_000015'],
  );
  assert.deepEqual([...coreTestNames(lockOf([asked({ split: 'train' }), other]), LISTS)], []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Manifest } from '../../src/dataset/manifest.ts';
import { type Segment, SPLITS } from '../../src/dataset/segment.ts';
import { completeManifest } from '../../src/pipeline/complete-manifest.ts';

const official = (videoId: string, label: string, startSeconds: number): Segment => ({
  videoId,
  startSeconds,
  endSeconds: startSeconds + 10,
  label,
  split: 'train',
});

const OFFICIAL = [official('aaaaaaaaaaa', 'singing', 3), official('bbbbbbbbbbb', 'yawning', 4)];

const VAL_ROW: Segment = { ...official('vvvvvvvvvvv', 'singing', 0), split: 'val' };

const manifest = (changes: Partial<Manifest>): Manifest => ({
  name: 'small',
  title: 'small',
  source: 'made up',
  licence: 'none',
  notes: [],
  classes: ['singing'],
  hasOfficialTrain: true,
  rows: [VAL_ROW],
  ...changes,
});

test('train takes the official rows of the classes of the corpus only', () => {
  const { segments, notes } = completeManifest(manifest({}), OFFICIAL, SPLITS);
  assert.deepEqual(segments, [OFFICIAL[0], VAL_ROW]);
  assert.deepEqual(notes, []);
});

test('splits that are not wanted are not listed', () => {
  assert.deepEqual(completeManifest(manifest({}), OFFICIAL, ['val']).segments, [VAL_ROW]);
  assert.deepEqual(completeManifest(manifest({}), OFFICIAL, ['train']).segments, [OFFICIAL[0]]);
});

test('rows without times take those of the official list; the others are left out, counted and named', () => {
  const untimed = (videoId: string) => ({ videoId, label: 'singing', split: 'train' }) as const;
  const rows = [untimed('aaaaaaaaaaa'), ...['1', '2', '3', '4', '5', '6'].map(untimed)];
  const { segments, notes } = completeManifest(manifest({ hasOfficialTrain: false, rows }), OFFICIAL, SPLITS);
  assert.deepEqual(segments, [OFFICIAL[0]]);
  assert.deepEqual(notes, [
    'rows left out because the official train list, which would give their times, lacks them: 6 (1, 2, 3, 4, 5 and 1 more).',
  ]);
});

test('an official list that has a val video of the corpus in train is refused', () => {
  const leaking = [official(VAL_ROW.videoId, 'singing', 0)];
  assert.throws(
    () => completeManifest(manifest({}), leaking, SPLITS),
    /small: expected video vvvvvvvvvvv in one split/,
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  differenceJson,
  formatDifference,
  formatVariant,
  formatVariants,
  variantJson,
} from '../../src/cli/variants-report.ts';
import type { Manifest } from '../../src/dataset/manifest.ts';
import { readManifest } from '../../src/pipeline/read-manifest.ts';

const SMALL: Manifest = {
  name: 'small',
  title: 'A small one',
  source: 'made up',
  licence: 'none',
  notes: ['first'],
  classes: ['singing', 'tap dancing'],
  hasOfficialTrain: true,
  rows: [
    { videoId: 'a', startSeconds: 0, endSeconds: 10, label: 'singing', split: 'val' },
    { videoId: 'b', label: 'singing', split: 'test' },
  ],
};
const PARSED = { manifest: SMALL, sha256: 'abc' };

test('the list gives classes, rows per split, and which rows need the archive', () => {
  assert.deepEqual(formatVariants([PARSED]), [
    'corpus  classes          train  val  test  what',
    'small         2  official list    1     1  A small one',
    '',
    'small: train rows come from the official Kinetics-400 train list, fetched once; they are not counted here.',
    'small: rows that take their times from the official list: 1.',
  ]);
});

test('one variant is shown with its provenance and its rows by class', () => {
  assert.deepEqual(formatVariant(PARSED).slice(0, 12), [
    'small',
    'title    A small one',
    'source   made up',
    'licence  none',
    'sha256   abc',
    'note     first',
    '',
    '2 classes            train  val  test',
    'singing      official list    1     1',
    'tap dancing  official list    0     0',
    'all          official list    1     1',
    '',
  ]);
});

test('the difference of ks31 and ks30 names the class and the common core', async () => {
  const [a, b] = [(await readManifest('ks31')).manifest, (await readManifest('ks30')).manifest];
  const lines = formatDifference(a, b);
  assert.ok(lines.includes('classes only in ks31: mowing lawn'));
  assert.ok(lines.includes('val or test in both: both may be compared on these   2216'));
  const json = differenceJson(a, b);
  assert.equal(json.commonEvaluation.length, 2216);
  assert.deepEqual(json.a, { name: 'ks31', hasOfficialTrain: false });
});

test('JSON counts rows that ship and those without times', () => {
  const { rows, untimedRows, sha256, classes } = variantJson(PARSED);
  assert.deepEqual(rows, { train: 0, val: 1, test: 1 });
  assert.deepEqual(untimedRows, { train: 0, val: 0, test: 1 });
  assert.deepEqual([sha256, classes], ['abc', ['singing', 'tap dancing']]);
});

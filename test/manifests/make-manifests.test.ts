import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { countBySplit, isTimed, SHIPPED_MANIFESTS, splitsNeedingArchive } from '../../src/dataset/manifest.ts';
import { KINETICS_SEGMENT_SECONDS } from '../../src/dataset/manifest-text.ts';
import { SITE_VIDEO_ID } from '../../src/dataset/segment.ts';
import { compareVariants } from '../../src/dataset/variant-difference.ts';
import { listManifests, readManifest } from '../../src/pipeline/read-manifest.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const ANNOTATIONS = path.resolve(ROOT, '../shared/annotations');
const NAMES = ['k400', 'ks100', 'ks30', 'ks31', 'ks32'];

const manifestOf = async (name: string) => (await readManifest(name)).manifest;

test('the five manifests ship, each below 1 MiB', async () => {
  assert.deepEqual(await listManifests(), NAMES);
  for (const name of NAMES) {
    const { size } = await stat(path.join(SHIPPED_MANIFESTS, `${name}.txt`));
    assert.ok(size < 1024 ** 2, `${name}: ${size} bytes`);
  }
});

test('making the manifests anew from the annotations gives the same bytes', async (t) => {
  if (!existsSync(ANNOTATIONS)) return t.skip('../shared/annotations is not here');
  const output = await mkdtemp(path.join(tmpdir(), 'ks-manifests-'));
  t.after(() => rm(output, { recursive: true, force: true }));
  const script = path.join(ROOT, 'manifests/make-manifests.ts');
  await promisify(execFile)(process.execPath, ['--import', 'tsx', script, ANNOTATIONS, output], { cwd: ROOT });
  for (const name of NAMES) {
    const [made, shipped] = await Promise.all(
      [output, SHIPPED_MANIFESTS].map((folder) => readFile(path.join(folder, `${name}.txt`), 'utf8')),
    );
    assert.equal(made, shipped, name);
  }
});

// Counts: the published sizes of the lists; 1,594 and 4,981 are the val rows of those classes in the official val list.
const EXPECTED = [
  ['k400', 400, { train: 0, val: 19_906, test: 0 }, true],
  ['ks100', 100, { train: 0, val: 4981, test: 0 }, true],
  ['ks30', 30, { train: 19_220, val: 1947, test: 1958 }, false],
  ['ks31', 31, { train: 14_799, val: 0, test: 2597 }, false],
  ['ks32', 32, { train: 0, val: 1594, test: 2953 }, true],
] as const;

for (const [name, classCount, counts, hasOfficialTrain] of EXPECTED) {
  test(`${name} has ${classCount} classes and the counts of its lists`, async () => {
    const manifest = await manifestOf(name);
    assert.equal(manifest.classes.length, classCount);
    assert.deepEqual(countBySplit(manifest.rows), counts);
    assert.equal(manifest.hasOfficialTrain, hasOfficialTrain);
  });

  test(`${name} lists each video once, with a site id and 10 s where times are known`, async () => {
    const { rows } = await manifestOf(name);
    assert.equal(new Set(rows.map((row) => row.videoId)).size, rows.length);
    assert.ok(rows.every((row) => SITE_VIDEO_ID.test(row.videoId)));
    assert.ok(rows.filter(isTimed).every((row) => row.endSeconds - row.startSeconds === KINETICS_SEGMENT_SECONDS));
  });
}

test('only ks30 has rows without times: the 19,220 - 12,598 train rows that it does not share with ks31', async () => {
  const untimed = await Promise.all(
    NAMES.map(async (name) => (await manifestOf(name)).rows.filter((row) => !isTimed(row))),
  );
  assert.deepEqual(
    untimed.map((rows) => rows.length),
    [0, 0, 6622, 0, 0],
  );
  assert.ok(untimed.flat().every((row) => row.split === 'train'));
  assert.deepEqual(splitsNeedingArchive(await manifestOf('ks31')), []);
});

test('ks31 and ks30 share 2,216 evaluation videos, and no video is train in one and test in the other', async () => {
  const { classes, commonEvaluation, leaks, commonVideos } = compareVariants(
    await manifestOf('ks31'),
    await manifestOf('ks30'),
  );
  assert.equal(commonEvaluation.length, 2216);
  assert.equal(commonVideos, 12_598 + 2216);
  assert.deepEqual(Object.values(leaks).flat(), []);
  assert.deepEqual([classes.onlyA, classes.onlyB], [['mowing lawn'], []]);
});

test('videos that two manifests share have the same class and start in both', async () => {
  const known = new Map<string, string>();
  for (const name of NAMES) {
    for (const row of (await manifestOf(name)).rows.filter(isTimed)) {
      const fact = `${row.label} at ${row.startSeconds}`;
      assert.equal(known.get(row.videoId) ?? fact, fact, `${name} ${row.videoId}`);
      known.set(row.videoId, fact);
    }
  }
});

test('the reconstruction is marked as one', async () => {
  const { title, notes } = await manifestOf('ks100');
  assert.match(title, /reconstruction/);
  assert.match(notes[0]!, /RECONSTRUCTION/);
});

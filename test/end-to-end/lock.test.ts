import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { readPublishedLists } from '../../src/benchmark/published-lists.ts';
import { formatLock, parseLock } from '../../src/dataset/lock-text.ts';
import { isTimed } from '../../src/dataset/manifest.ts';
import { indexWithClips } from '../helpers/index-with-clips.ts';
import { planIn, segmentOf } from '../helpers/index-with-plan.ts';
import { type Ending, ksBuild } from '../helpers/ks-build.ts';
import { lockedClip, lockOf } from '../helpers/locked-clips.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const CLIPS = 4;

/** A workspace of clips whose files are text, and one segment that was not fetched. */
function lockable(t: TestContext) {
  const { index } = indexWithClips(t, CLIPS, (number) => (number < 2 ? 'playing drums' : 'playing piano'));
  planIn(index, [...Array.from({ length: CLIPS + 1 }, (_, number) => segmentOf(number))]);
  const root = path.dirname(index.name);
  mkdirSync(path.join(root, 'clips'));
  for (let number = 0; number < CLIPS; number += 1) {
    const content = `clip ${number}`;
    writeFileSync(path.join(root, `clips/${number}.mp4`), content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    index.prepare('UPDATE clips SET sha256 = ? WHERE path = ?').run(sha256, `clips/${number}.mp4`);
  }
  index.exec(`UPDATE segments SET split = 'test' WHERE video_id = 'video-00003'`);
  const run = (...argv: string[]): Promise<Ending> => ksBuild(argv, { cwd: root });
  return { index, root, run, lockFile: path.join(root, 'ks-test.lock.json') };
}

test('a lock is written, kept as long as nothing changes, and replaced only when that is asked for', async (t) => {
  const { index, run, lockFile } = lockable(t);
  const first = await run('lock', '-w', '.');
  assert.equal(first.exitCode, 0, first.stderr);
  const { sha256 } = parseLock(readFileSync(lockFile, 'utf8'), lockFile);
  assert.deepEqual(first.stdout.split('\n'), [
    'ks-test: 4 kept clips of 1 class (3 train, 1 test); beside them 0 dropped, 0 ask',
    'not in the lock, as they have no clip: 1 pending',
    'nothing was filtered: clips are kept by their facts alone; run `ks-build filter` first where that is not meant',
    'lock: ks-test.lock.json',
    `sha256 ${sha256}`,
    'next: ks-build benchmark ks-test.lock.json -w .',
    '',
  ]);
  assert.match((await run('lock', '-w', '.')).stdout, /^unchanged: .*ks-test\.lock\.json$/m);

  const before = readFileSync(lockFile);
  index.exec(`UPDATE segments SET state = 'dropped', code = 'by-hand' WHERE video_id = 'video-00001'`);
  const refused = await run('lock', '-w', '.');
  assert.equal(refused.exitCode, 2);
  assert.match(
    refused.stderr,
    /expected nothing there, or the lock [0-9a-f]{12}, got the lock [0-9a-f]{12}; name another file with --out, or replace it with --force/,
  );
  assert.deepEqual(readFileSync(lockFile), before);
  const replaced = await run('lock', '-w', '.', '--force', '--json');
  const told = JSON.parse(replaced.stdout) as {
    sha256: string;
    clips: Record<string, { train: number; test: number }>;
  };
  assert.notEqual(told.sha256, sha256);
  assert.deepEqual([told.clips.kept!.train, told.clips.kept!.test, told.clips.dropped!.train], [2, 1, 1]);
});

test('two locks are told apart clip by clip', async (t) => {
  const { index, root, run, lockFile } = lockable(t);
  await run('lock', '-w', '.');
  copyFileSync(lockFile, path.join(root, 'before.json'));
  index.exec(`
    UPDATE segments SET state = 'dropped', code = 'by-hand' WHERE video_id = 'video-00000';
    UPDATE segments SET curated_label = 'playing organ', split = 'val' WHERE video_id = 'video-00001';
    UPDATE segments SET state = 'pending', clip_id = NULL WHERE video_id = 'video-00002'`);
  await run('lock', '-w', '.', '--force');
  const { stdout } = await run('lock', 'diff', 'before.json', 'ks-test.lock.json');
  assert.deepEqual(stdout.split('\n'), [
    '1  removed, kept',
    '1  now dropped, kept before',
    '1  other reasons',
    '1  another label',
    '1  another split',
    '',
    '-  video-00002_000002_000012  kept, train, playing drums',
    '~  video-00000_000000_000010  verdict: kept -> dropped; reasons: none -> by-hand',
    '~  video-00001_000001_000011  label: playing drums -> playing organ; split: train -> val',
    '',
  ]);
  const { stdout: json } = await run('lock', 'diff', 'ks-test.lock.json', 'before.json', '--json');
  const told = JSON.parse(json) as { schema: number; added: { name: string }[]; changed: { name: string }[] };
  assert.deepEqual(
    [told.schema, told.added.map(({ name }) => name), told.changed.length],
    [1, ['video-00002_000002_000012'], 2],
  );
  assert.match((await run('lock', 'diff', 'before.json', 'before.json')).stdout, /^the same: [0-9a-f]{64}$/m);
});

test('verify reads every byte, names what differs and ends with 9; a lock that was edited is refused', async (t) => {
  const { root, run, lockFile } = lockable(t);
  await run('lock', '-w', '.');
  const intact = await run('lock', 'verify', lockFile, '-w', '.');
  assert.deepEqual([intact.exitCode, intact.stdout], [0, '4 clips are as they were locked\n']);
  writeFileSync(path.join(root, 'clips/1.mp4'), 'clip I');
  const changed = await run('lock', 'verify', lockFile, '-w', '.');
  assert.equal(changed.exitCode, 9);
  assert.match(changed.stdout, /^changed {2}video-00001_000001_000011 {2}clips\/1\.mp4/m);

  writeFileSync(lockFile, readFileSync(lockFile, 'utf8').replace('"train"', '"test"'));
  for (const argv of [
    ['verify', lockFile],
    ['coverage', lockFile],
    ['diff', lockFile, lockFile],
  ]) {
    const edited = await run('lock', ...argv);
    assert.equal(edited.exitCode, 3, argv[0]);
    assert.match(edited.stderr, /it was changed after it was made/);
  }
});

test('coverage tells how much of each published list is held, and which classes lost many clips', async (t) => {
  const folder = temporaryFolder(t);
  const [ogm] = await readPublishedLists();
  const clips = ogm!.rows
    .filter(isTimed)
    .map((row, at) => lockedClip(0, { ...row, verdict: at % 100 === 0 ? 'ask' : 'kept' }));
  const bowling = clips.filter(({ label, split }) => label === 'bowling' && split === 'test');
  const gone = new Set(bowling.slice(0, 30));
  writeFileSync(path.join(folder, 'a.lock.json'), formatLock(lockOf(clips.filter((clip) => !gone.has(clip)))));
  const { stdout, stderr } = await ksBuild(['lock', 'coverage', 'a.lock.json'], { cwd: folder });
  const lines = stdout.split('\n');
  assert.match(lines[0]!, /^list +split +listed +kept +share +dropped +ask +not here$/, stderr);
  const row = (begin: string): string[] =>
    lines
      .find((line) => line.startsWith(begin))!
      .trim()
      .split(/ {2,}/);
  assert.deepEqual(row('OGM-GE  train'), ['OGM-GE', 'train', '14799', '14651', '99 %', '0', '148', '0']);
  assert.deepEqual(row('OGM-GE  test').slice(-1), ['30']);
  assert.deepEqual(row('core').slice(0, 3), ['core', 'test', '2216']);
  // AV-CIL's val and test hold 1,128 and 1,088 clips of OGM-GE's test list, its train list 12,598 of the train list.
  assert.equal(Number(row('AV-CIL  train')[3]) + Number(row('AV-CIL  train')[6]), 12_598);
  assert.ok(
    lines.some((line) => line.startsWith(`OGM-GE  test   bowling`)),
    stdout,
  );
  assert.match(stdout, /^core: val or test in every list, train in none$/m);
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { formatLock } from '../../src/dataset/lock-text.ts';
import { UsageError } from '../../src/errors.ts';
import { readLock, verifyLockedFiles } from '../../src/store/corpus-lock-file.ts';
import { lockedClip, lockOf } from '../helpers/locked-clips.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const QUIET = { jobs: 2, abortSignal: new AbortController().signal, onChecked: () => {} };

test('a lock is read from its file', async (t) => {
  const file = path.join(temporaryFolder(t), 'a.lock.json');
  const lock = lockOf([lockedClip(1)]);
  writeFileSync(file, formatLock(lock));
  assert.deepEqual(await readLock(file), lock);
});

test('a lock that is not there is the fault of who asked', async (t) => {
  const folder = temporaryFolder(t);
  await assert.rejects(readLock(path.join(folder, 'none')), (error) => {
    assert.ok(error instanceof UsageError);
    assert.match(error.message, /none: expected a corpus lock, found none; make one with `ks-build lock`/);
    return true;
  });
  await assert.rejects(readLock(folder), /it cannot be read \(EISDIR\)/);
});

/** Five clips with files, the first and the last of the same bytes. */
function lockedFiles(t: TestContext) {
  const root = temporaryFolder(t);
  mkdirSync(path.join(root, 'clips'));
  const clips = ['same', '', 'b', 'c', 'same'].map((content, number) => {
    writeFileSync(path.join(root, `clips/${number}`), content);
    return lockedClip(number, { path: `clips/${number}`, sha256: createHash('sha256').update(content).digest('hex') });
  });
  return { root, clips };
}

test('files that are as they were locked differ in nothing, and each is counted once', async (t) => {
  const { root, clips } = lockedFiles(t);
  const told: string[] = [];
  const onChecked = (done: number, of: number): number => told.push(`${done}/${of}`);
  assert.deepEqual(await verifyLockedFiles(clips, root, { ...QUIET, onChecked }), []);
  assert.deepEqual(told, ['1/5', '2/5', '3/5', '4/5', '5/5']);
});

test('a changed byte of the same size, a lost and a locked-away file are each named', async (t) => {
  const { root, clips } = lockedFiles(t);
  writeFileSync(path.join(root, 'clips/4'), 'sane');
  rmSync(path.join(root, 'clips/0'));
  rmSync(path.join(root, 'clips/2'));
  mkdirSync(path.join(root, 'clips/2'));
  const found = await verifyLockedFiles(clips, root, QUIET);
  assert.deepEqual(
    found.map(({ name, problem }) => `${name} ${problem}`),
    ['video-00000_000000_000010 missing', 'video-00002_000000_000010 unreadable', 'video-00004_000000_000010 changed'],
  );
  assert.match(found[2]!.detail, /expected SHA-256 [0-9a-f]{12}…, found [0-9a-f]{12}… \(4 bytes\)/);
});

test('checking ends when it is told to', async (t) => {
  const { root, clips } = lockedFiles(t);
  const stop = new AbortController();
  const checking = verifyLockedFiles(clips, root, {
    ...QUIET,
    abortSignal: stop.signal,
    onChecked: () => stop.abort(new Error('enough')),
  });
  await assert.rejects(checking, /enough/);
});

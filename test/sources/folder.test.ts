import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Segment } from '../../src/dataset/segment.ts';
import { UsageError } from '../../src/errors.ts';
import { openFolderSource } from '../../src/sources/folder.ts';
import type { AcquireContext, SourceMedia } from '../../src/sources/source.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const context: AcquireContext = {
  directory: '/nowhere',
  abortSignal: new AbortController().signal,
  onProgress: () => {},
};

function segment(videoId: string, startSeconds = 10): Segment {
  return { videoId, startSeconds, endSeconds: startSeconds + 10, label: 'playing drums', split: 'train' };
}

async function folderOf(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const root = temporaryFolder(t);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  return root;
}

async function open(root: string) {
  const notes: string[] = [];
  const source = await openFolderSource(root, { onNote: (text) => notes.push(text) });
  const find = async (wanted: Segment): Promise<SourceMedia | undefined> => {
    const outcome = await source.acquire(wanted, context);
    return outcome.kind === 'acquired' ? outcome.media : undefined;
  };
  return { source, notes, find };
}

test('a clip is found under any folder, is the user`s own, and its times are known', async (t) => {
  const root = await folderOf(t, { 'train/playing drums/-Ab_000_5-__000010_000020.mp4': 'clip', 'notes.txt': 'x' });
  const { source, find, notes } = await open(root);
  assert.equal(source.name, 'folder');
  assert.equal(source.host, undefined);
  const filePath = join(root, 'train/playing drums/-Ab_000_5-__000010_000020.mp4');
  assert.deepEqual(await find(segment('-Ab_000_5-_')), {
    filePath,
    originSeconds: 10,
    extent: 'trimmed',
    route: 'file',
    sizeBytes: 4,
    ownership: 'borrowed',
    provenance: filePath,
  });
  assert.equal(await find(segment('-Ab_000_5-_', 11)), undefined);
  assert.deepEqual(notes, []);
});

test('the exact segment goes before the whole video, which serves the others', async (t) => {
  const root = await folderOf(t, { 'AAAAAAAAAAA.mkv': 'whole video', 'z/AAAAAAAAAAA_10000_20000.mp4': 'clip' });
  const { find } = await open(root);
  assert.equal((await find(segment('AAAAAAAAAAA')))?.sizeBytes, 4);
  const whole = await find(segment('AAAAAAAAAAA', 50));
  assert.equal(whole?.extent, 'unknown');
  assert.equal(whole?.originSeconds, 0);
  assert.equal(whole?.filePath, join(root, 'AAAAAAAAAAA.mkv'));
});

test('an empty file is handed on: the cut will name it corrupt', async (t) => {
  const { find } = await open(await folderOf(t, { 'AAAAAAAAAAA.mp4': '' }));
  assert.equal((await find(segment('AAAAAAAAAAA')))?.sizeBytes, 0);
});

test('links are followed, also in a loop and to nowhere', async (t) => {
  const elsewhere = await folderOf(t, { 'BBBBBBBBBBB.mp4': 'linked' });
  const root = await folderOf(t, { 'a/AAAAAAAAAAA.mp4': 'here' });
  await symlink(root, join(root, 'a/loop'));
  await symlink('self', join(root, 'self'));
  await symlink('/nonexistent/file.mp4', join(root, 'CCCCCCCCCCC.mp4'));
  await symlink(elsewhere, join(root, 'b'));
  await symlink(join(elsewhere, 'BBBBBBBBBBB.mp4'), join(root, 'DDDDDDDDDDD.mp4'));
  const { find } = await open(root);
  assert.equal((await find(segment('AAAAAAAAAAA')))?.filePath, join(root, 'a/AAAAAAAAAAA.mp4'));
  assert.equal((await find(segment('BBBBBBBBBBB')))?.sizeBytes, 6);
  assert.equal((await find(segment('DDDDDDDDDDD')))?.sizeBytes, 6);
  assert.equal(await find(segment('CCCCCCCCCCC')), undefined);
});

test('of two files with one name the first in order is taken, run after run', async (t) => {
  const { find } = await open(await folderOf(t, { 'b/AAAAAAAAAAA.mp4': 'second', 'a/AAAAAAAAAAA.webm': 'first' }));
  assert.equal((await find(segment('AAAAAAAAAAA')))?.sizeBytes, 5);
});

test('a subfolder that cannot be read is noted and passed over', {
  skip: process.getuid?.() === 0 && 'root reads all',
}, async (t) => {
  const root = await folderOf(t, { 'locked/AAAAAAAAAAA.mp4': 'x', 'open/BBBBBBBBBBB.mp4': 'x' });
  await chmod(join(root, 'locked'), 0);
  t.after(() => chmod(join(root, 'locked'), 0o700));
  const { find, notes } = await open(root);
  assert.ok(await find(segment('BBBBBBBBBBB')));
  assert.match(notes.join(), /locked: cannot be read \(EACCES\), passed over/);
});

test('a folder that is missing, is a file, or goes away is a usage error', async (t) => {
  const root = await folderOf(t, { 'AAAAAAAAAAA.mp4': 'x' });
  await assert.rejects(open(join(root, 'missing')), UsageError);
  await assert.rejects(open(join(root, 'AAAAAAAAAAA.mp4')), UsageError);
  const { find } = await open(root);
  await rm(root, { recursive: true });
  await assert.rejects(find(segment('AAAAAAAAAAA')), UsageError);
});

test('a file that goes away after the scan is absent, and an empty folder is noted', async (t) => {
  const root = await folderOf(t, { 'AAAAAAAAAAA.mp4': 'x' });
  const { find } = await open(root);
  await rm(join(root, 'AAAAAAAAAAA.mp4'));
  assert.equal(await find(segment('AAAAAAAAAAA')), undefined);
  assert.match((await open(root)).notes.join(), /no media file/);
});

const clips = new URL('../../../shared/clips', import.meta.url).pathname;

test('real clips named by milliseconds are found', { skip: !existsSync(clips) && 'no ../shared/clips' }, async () => {
  const { find } = await open(clips);
  for (const [videoId, startSeconds] of [
    ['-1pRmoJIGQc', 10],
    ['54bz5yqN2IA', 4],
    ['7tMPoaU2oL4', 0],
    ['-Qowmc0P9ic', 34],
  ] as const) {
    assert.equal((await find(segment(videoId, startSeconds)))?.extent, 'trimmed', videoId);
    assert.equal(await find(segment(videoId, startSeconds + 1)), undefined);
  }
  assert.equal((await find(segment('R6llTwEh07w', 3)))?.extent, 'unknown');
});

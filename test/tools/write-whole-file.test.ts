import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { DiskFullError } from '../../src/errors.ts';
import { writeWholeFile } from '../../src/tools/write-whole-file.ts';
import { temporaryFolder } from '../helpers/programs.ts';

test('a file is written in a folder that is made for it, its parts in their order, over what was there', async (t) => {
  const file = path.join(temporaryFolder(t), 'a', 'b', 'file');
  await writeWholeFile(file, [Buffer.from('old and longer')]);
  await writeWholeFile(file, [Buffer.from('one, '), Buffer.alloc(0), Buffer.from('two')]);
  assert.equal(readFileSync(file, 'utf8'), 'one, two');
  assert.deepEqual(readdirSync(path.dirname(file)), ['file']);
});

test('an error of the disk is thrown as it is, and no half file stays', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(path.join(folder, 'taken', 'inner'), { recursive: true });
  await assert.rejects(writeWholeFile(path.join(folder, 'taken'), [Buffer.from('x')]), {
    code: /^(EISDIR|ENOTEMPTY|EEXIST)$/,
  });
  assert.deepEqual(readdirSync(folder), ['taken']);
});

test('where the disk is full, what was there before stays whole and the error says how much was wanted', async (t) => {
  const disk = path.join(temporaryFolder(t), 'small-disk');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    t.skip('a small disk can be mounted by root only');
    return;
  }
  try {
    const file = path.join(disk, 'file');
    await writeWholeFile(file, [Buffer.from('before')]);
    await assert.rejects(writeWholeFile(file, [Buffer.alloc(200_000), Buffer.alloc(200_000)]), (error) => {
      assert.ok(error instanceof DiskFullError);
      assert.equal(error.exitCode, 8);
      assert.match(
        error.message,
        /file: no space left for its 0\.4 MB; free some space and run the same command again/,
      );
      return true;
    });
    assert.equal(readFileSync(file, 'utf8'), 'before');
    assert.deepEqual(readdirSync(disk), ['file']);
  } finally {
    execFileSync('umount', ['-l', disk]);
  }
});

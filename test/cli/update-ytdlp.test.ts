import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { runUpdate } from '../../src/cli/update-ytdlp.ts';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import { MissingToolError, UsageError } from '../../src/errors.ts';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';

test('a yt-dlp of a package manager is left alone, with the way to update it', async (t) => {
  const folder = temporaryFolder(t);
  const file = writeProgram(folder, 'yt-dlp', 'echo 2026.10.26');
  const search = { settings: {}, home: path.join(folder, '.ks'), searchPath: folder };
  await assert.rejects(runUpdate(search, DEFAULT_CONFIG), (error: unknown) => {
    assert.ok(error instanceof UsageError);
    assert.ok(error.message.includes(`${file} belongs to a package manager`));
    assert.match(error.message, /pipx upgrade yt-dlp.*ks-build setup/);
    return true;
  });
});

test('without any yt-dlp there is nothing to update', async () => {
  const search = { settings: {}, home: '/nowhere', searchPath: '' };
  await assert.rejects(runUpdate(search, DEFAULT_CONFIG), MissingToolError);
});

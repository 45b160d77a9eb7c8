import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ToolError } from '../../src/errors.ts';
import { updateYtDlp } from '../../src/tools/update-yt-dlp.ts';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';

test('yt-dlp updates itself, without the settings of the user', async (t) => {
  const folder = temporaryFolder(t);
  const done = path.join(folder, 'done');
  await updateYtDlp(writeProgram(folder, 'yt-dlp', `[ "$*" = "--ignore-config -U" ] && : > "${done}"`));
  assert.ok(existsSync(done));
});

test('when it cannot, its own words are the message', async (t) => {
  const words = 'ERROR: Unable to write to /usr/bin/yt-dlp; try running as administrator';
  const file = writeProgram(temporaryFolder(t), 'yt-dlp', `echo "${words}" >&2; exit 100`);
  await assert.rejects(updateYtDlp(file), (error: unknown) => {
    assert.ok(error instanceof ToolError);
    assert.ok(error.message.includes(words));
    assert.equal(error.failure.exitCode, 100);
    return true;
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wrapperScript } from '../../src/tools/debian-package.ts';
import { classifyYtDlp, ytDlpBuildOf } from '../../src/tools/yt-dlp-build.ts';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';

test('builds that update themselves are told from packages by their first bytes', () => {
  assert.equal(classifyYtDlp(Buffer.from('#!/usr/bin/env python3\nPK\u0003\u0004rest', 'latin1')), 'zipapp');
  assert.equal(classifyYtDlp(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1])), 'standalone');
  assert.equal(classifyYtDlp(Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0])), 'standalone');
  assert.equal(classifyYtDlp(Buffer.from(wrapperScript('/usr/bin/python3'))), 'unpacked');
  assert.equal(classifyYtDlp(Buffer.from('#!/usr/bin/python3\nimport sys\nfrom yt_dlp import main\n')), 'package');
  assert.equal(classifyYtDlp(Buffer.alloc(0)), 'package');
});

test('a file shorter than the part that is read is no problem', async (t) => {
  assert.equal(await ytDlpBuildOf(writeProgram(temporaryFolder(t), 'yt-dlp', 'echo')), 'package');
});

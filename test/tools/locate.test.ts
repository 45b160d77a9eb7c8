import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { MissingToolError } from '../../src/errors.ts';
import type { ToolSearch } from '../../src/tools/find-program.ts';
import { findFfmpeg, findYtDlp, locateTools, toolVersions } from '../../src/tools/locate.ts';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';

const ENCODERS = ' V....D libx264   H.264\n A....D aac   AAC';

function ffmpegLike(name: string, version: string, encoders = ENCODERS): string {
  return `case "$*" in *-encoders*) echo "${encoders}";; *) echo "${name} version ${version} Copyright";; esac`;
}

function emptySearch(folder: string): ToolSearch {
  return { settings: {}, home: path.join(folder, 'home'), searchPath: path.join(folder, 'path') };
}

test('programs are found on PATH, with their versions for the record', async (t) => {
  const search = emptySearch(temporaryFolder(t));
  writeProgram(search.searchPath, 'ffmpeg', ffmpegLike('ffmpeg', 'n7.1'));
  writeProgram(search.searchPath, 'ffprobe', ffmpegLike('ffprobe', '7.1.5'));
  const toolbox = await locateTools(search, { videoSite: false });
  assert.equal(toolbox.ffmpeg.origin, 'path');
  assert.deepEqual(toolVersions(toolbox), { ffmpeg: 'n7.1', ffprobe: '7.1.5' });
});

test('our own yt-dlp comes before the one on PATH, and the setting before both', async (t) => {
  const folder = temporaryFolder(t);
  const search = emptySearch(folder);
  const setting = writeProgram(path.join(folder, 'chosen'), 'yt-dlp', 'echo 2024.01.01');
  const own = writeProgram(path.join(search.home, 'bin'), 'yt-dlp', 'echo 2026.10.26');
  writeProgram(search.searchPath, 'yt-dlp', 'echo 2026.11.01');
  const found = { origin: 'own', path: own, version: '2026.10.26', build: 'package' };
  assert.deepEqual(await findYtDlp(search), { state: 'found', tool: found });
  const chosen = await findYtDlp({ ...search, settings: { ytDlp: setting } });
  assert.ok(chosen.state === 'found');
  assert.deepEqual([chosen.tool.origin, chosen.tool.path, chosen.tool.version], ['setting', setting, '2024.01.01']);
});

test('a missing ffmpeg stops the run with exit 4 and says how to install it', async (t) => {
  const search = emptySearch(temporaryFolder(t));
  await assert.rejects(locateTools(search, { videoSite: false }), (error: unknown) => {
    assert.ok(error instanceof MissingToolError);
    assert.equal(error.exitCode, 4);
    assert.equal(error.tool, 'ffmpeg');
    assert.match(error.message, /found none on PATH.*apt-get install -y ffmpeg.*brew install ffmpeg.*KS_FFMPEG/s);
    return true;
  });
});

test('a setting that leads nowhere is reported, not replaced by PATH', async (t) => {
  const search = emptySearch(temporaryFolder(t));
  writeProgram(search.searchPath, 'ffmpeg', ffmpegLike('ffmpeg', '7.1'));
  const finding = await findFfmpeg({ ...search, settings: { ffmpeg: '/nowhere/ffmpeg' } });
  assert.equal(finding.state, 'absent');
});

test('an old ffmpeg, one without x264 and one that crashes are told apart', async (t) => {
  const folder = temporaryFolder(t);
  const search = emptySearch(folder);
  const stateOf = async (body: string) => {
    writeProgram(search.searchPath, 'ffmpeg', body);
    return findFfmpeg(search);
  };
  const old = await stateOf(ffmpegLike('ffmpeg', '4.4.2'));
  assert.ok(old.state === 'too-old' && old.problem.startsWith('expected ffmpeg 5.1 or newer, got 4.4.2'));
  const bare = await stateOf(ffmpegLike('ffmpeg', '7.1', ' A....D aac  AAC'));
  assert.ok(bare.state === 'broken' && bare.problem.endsWith('without libx264'));
  assert.equal((await stateOf('exit 127')).state, 'broken');
  assert.equal((await stateOf('kill -SEGV $$')).state, 'broken');
});

test('a yt-dlp that cannot be used with the large site any more is too old, unless the user names it', async (t) => {
  const search = emptySearch(temporaryFolder(t));
  writeProgram(search.searchPath, 'yt-dlp', 'echo 2023.03.04');
  assert.equal((await findYtDlp(search)).state, 'too-old');
});

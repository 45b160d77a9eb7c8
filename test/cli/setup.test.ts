import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';
import { release, serveRelease } from '../helpers/release-server.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/run-setup.ts', import.meta.url));
/** A version of today, whatever day it is. */
const TODAY = new Date().toISOString().slice(0, 10).replaceAll('-', '.');
const YT_DLP = `#!/bin/sh\necho ${TODAY}\n`;
const SUMS = `${createHash('sha256').update(YT_DLP).digest('hex')}  yt-dlp\n`;

interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function prepare(t: TestContext) {
  const folder = temporaryFolder(t);
  const search = { settings: {}, home: path.join(folder, '.ks'), searchPath: path.join(folder, 'path') };
  const encoders = ' V....D libx264 x\n A....D aac x';
  writeProgram(
    search.searchPath,
    'ffmpeg',
    `case "$*" in *-encoders*) echo "${encoders}";; *) echo "ffmpeg version 7.1.5 C";; esac`,
  );
  writeProgram(search.searchPath, 'ffprobe', 'echo "ffprobe version 7.1.5 C"');
  writeProgram(search.searchPath, 'python3', 'echo "Python 3.13.1"');
  writeProgram(search.searchPath, 'deno', 'echo "deno 2.9.6"');
  const run = (releaseUrl: string, offline = false): Promise<Ending> =>
    new Promise((resolve) => {
      const argv = ['--import', 'tsx', FIXTURE, JSON.stringify({ search, releaseUrl, offline })];
      execFile(process.execPath, argv, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      });
    });
  return { search, run };
}

test('each tool gets a line with its version and place; a second run fetches nothing', async (t) => {
  const { search, run } = prepare(t);
  const requested: string[] = [];
  const url = await serveRelease(t, release(SUMS, YT_DLP, requested));
  const first = await run(url);
  assert.equal(first.code, 0, first.stderr);
  const lines = first.stdout.trim().split('\n');
  assert.equal(lines[0], `ffmpeg    7.1.5  ${search.searchPath}/ffmpeg`);
  assert.equal(lines[1], `ffprobe   7.1.5  ${search.searchPath}/ffprobe`);
  assert.match(lines[2] ?? '', /^yt-dlp {4}[\d.]+, \d days old {2}\S+\/\.ks\/bin\/yt-dlp {2}.*checksum verified$/);
  assert.equal(requested.length, 3);

  const second = await run(url);
  assert.equal(second.code, 0);
  assert.match(second.stdout, /^yt-dlp {4}[\d.]+, \d days old {2}\S+\/\.ks\/bin\/yt-dlp$/m);
  assert.equal(requested.length, 3);
});

test('offline, a missing yt-dlp ends the set-up with exit 4 and what to do', async (t) => {
  const { code, stderr } = await prepare(t).run('http://127.0.0.1:1', true);
  assert.equal(code, 4);
  assert.match(stderr, /expected a current yt-dlp, found none[\s\S]*KS_YTDLP/);
});

test('Ctrl-C ends the programs that are running, too', async (t) => {
  const { search } = prepare(t);
  const pidFile = path.join(search.searchPath, 'pid');
  writeProgram(
    search.searchPath,
    'ffmpeg',
    `echo $$ > "${pidFile}.new"; mv "${pidFile}.new" "${pidFile}"; exec sleep 60`,
  );
  const argv = [
    '--import',
    'tsx',
    FIXTURE,
    JSON.stringify({ search, releaseUrl: 'http://127.0.0.1:1', offline: true }),
  ];
  const setup = spawn(process.execPath, argv, { stdio: 'ignore' });
  const ended = once(setup, 'exit');
  await until(() => existsSync(pidFile));
  setup.kill('SIGINT');
  assert.deepEqual(await ended, [130, null]);
  const pid = Number(readFileSync(pidFile, 'utf8'));
  await until(() => !isRunning(pid));
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

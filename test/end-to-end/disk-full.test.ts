import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ksBuild } from '../helpers/ks-build.ts';
import { temporaryFolder } from '../helpers/programs.ts';
import { makeVideo, writeCsv } from '../helpers/source-videos.ts';

const CLIPS = 60;

test('a disk that fills stops the run with a clear message, leaves no half file, and the run goes on when there is room', async (t) => {
  const folder = temporaryFolder(t);
  const disk = path.join(folder, 'small-disk');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2500k', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    t.skip('a small disk can be mounted by root only');
    return;
  }
  try {
    await fillAndGoOn(folder, disk);
  } finally {
    execFileSync('umount', ['-l', disk]);
  }
});

async function fillAndGoOn(folder: string, disk: string): Promise<void> {
  await makeVideo(path.join(folder, 'video-aaaaa.mp4'), { seconds: CLIPS + 3, toneHz: 440, size: '320x240' });
  const csv = writeCsv(
    folder,
    Array.from({ length: CLIPS }, (_, number) => ({
      videoId: 'video-aaaaa',
      startSeconds: number,
      endSeconds: number + 3,
      label: 'humming',
    })),
  );
  const settings = path.join(folder, 'no-reserve.yaml');
  writeFileSync(settings, 'pool: { minFreeBytes: 0 }\n');
  const workspace = path.join(disk, 'workspace');
  const fetch = ['fetch', csv, '--no-measure', '-w', workspace, '--source', `folder:${folder}`];

  const full = await ksBuild([...fetch, '--config', settings]);
  assert.equal(full.exitCode, 8, full.stdout + full.stderr);
  assert.match(full.stderr, /free some space and run the same command again/);
  const files = readdirSync(path.join(workspace, 'clips'), { recursive: true, encoding: 'utf8' });
  assert.deepEqual(
    files.filter((file) => !file.endsWith('.mp4') && file.includes('.')),
    [],
  );

  execFileSync('mount', ['-o', 'remount,size=64m', disk]);
  const verify = await ksBuild(['verify', '-w', workspace, '--deep']);
  assert.match(verify.stdout, /0 +0 +[0-2]$/m, 'nothing missing, nothing changed');
  const status = JSON.parse((await ksBuild(['status', '-w', workspace, '--json'])).stdout) as {
    listed: number;
    kept: number;
    pending: number;
  };
  assert.equal(status.listed, status.kept + status.pending);
  assert.ok(status.kept > 0 && status.pending > 0, JSON.stringify(status));

  const rest = await ksBuild([...fetch, '--config', settings]);
  assert.equal(rest.exitCode, 0, rest.stderr);
  assert.equal((await ksBuild(['verify', '-w', workspace, '--deep'])).exitCode, 0);
}

test('a reserve that is not there stops the run before anything is taken into hand', async (t) => {
  const folder = temporaryFolder(t);
  await makeVideo(path.join(folder, 'video-aaaaa.mp4'), { seconds: 5, toneHz: 440 });
  const csv = writeCsv(folder, [{ videoId: 'video-aaaaa', startSeconds: 0, endSeconds: 3, label: 'humming' }]);
  const settings = path.join(folder, 'huge-reserve.yaml');
  writeFileSync(settings, 'pool: { minFreeBytes: 9000000000000000 }\n');
  const run = await ksBuild([
    'fetch',
    '--no-measure',
    csv,
    '-w',
    path.join(folder, 'workspace'),
    '--source',
    `folder:${folder}`,
    '--config',
    settings,
  ]);
  assert.equal(run.exitCode, 8, run.stderr);
  assert.match(run.stderr, /expected at least .* free on its disk, got/);
  assert.match(run.stdout, /pending 1/);
});

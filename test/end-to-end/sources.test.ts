import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type MediaServer, startMediaServer } from '../../src/synthetic/media-server.ts';
import { ksBuild, startKsBuild } from '../helpers/ks-build.ts';
import { temporaryFolder } from '../helpers/programs.ts';
import { query } from '../helpers/query.ts';
import { type CsvRow, makeVideo, writeCsv } from '../helpers/source-videos.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const SHARED = path.join(REPOSITORY, '../shared');
const skipWithoutYtDlp =
  existsSync(path.join(REPOSITORY, '.ks/bin/yt-dlp')) || process.env.KS_YTDLP !== undefined
    ? false
    : 'no yt-dlp: run bin/setup';
const skipWithout = (folder: string) => (existsSync(path.join(SHARED, folder)) ? false : `no ../shared/${folder}`);

let video: Buffer;
before(async (t) => {
  const folder = temporaryFolder(t as TestContext);
  await makeVideo(path.join(folder, 'a.mp4'), { seconds: 30, toneHz: 440, size: '320x240' });
  video = readFileSync(path.join(folder, 'a.mp4'));
});

async function siteOf(
  t: TestContext,
  behaviours: Parameters<typeof startMediaServer>[0]['behaviours'],
  ids: readonly string[],
): Promise<{ folder: string; server: MediaServer }> {
  const folder = temporaryFolder(t);
  const directory = path.join(folder, 'site');
  mkdirSync(directory);
  for (const id of ids) writeFileSync(path.join(directory, `${id}.mp4`), video);
  const server = await startMediaServer({ directory, behaviours: behaviours ?? {} });
  t.after(() => server.close());
  return { folder, server };
}

const row = (videoId: string, startSeconds = 0, label = 'humming'): CsvRow => ({
  videoId,
  startSeconds,
  endSeconds: startSeconds + 2,
  label,
});

/** Waits of minutes become parts of a second. */
function writeQuickSettings(folder: string): string {
  const file = path.join(folder, 'quick.yaml');
  writeFileSync(file, 'governor: { firstPauseSeconds: 0.2, confirmAfterSeconds: 0.1, maxPausesInARow: 2 }\n');
  return file;
}

test('a site with dead, refusing and broken addresses: each clip ends in the state that its answer means', {
  skip: skipWithoutYtDlp,
}, async (t) => {
  const { folder, server } = await siteOf(
    t,
    {
      '/forbidden.mp4': { kind: 'status', status: 403 },
      '/limited.mp4': { kind: 'status', status: 429, times: 1 },
      '/a-page.mp4': { kind: 'html' },
      '/broken.mp4': { kind: 'broken' },
    },
    ['good', '-dash-start', 'forbidden', 'limited', 'a-page', 'broken'],
  );
  const csv = writeCsv(
    folder,
    ['good', '-dash-start', 'gone', 'forbidden', 'limited', 'a-page', 'broken'].map((id) => row(id, 20)),
  );
  const workspace = path.join(folder, 'workspace');
  const fetch = [
    'fetch',
    '--no-measure',
    csv,
    '-w',
    workspace,
    '--source',
    `url:${server.origin}/{id}.mp4`,
    '--config',
    writeQuickSettings(folder),
  ];
  const first = await ksBuild(fetch);
  assert.equal(first.exitCode, 75, first.stderr);
  const states = () =>
    Object.fromEntries(
      query<{ id: string; end: string }>(
        workspace,
        `SELECT video_id AS id, state || ' ' || reason AS end FROM clip_list`,
      ).map(({ id, end }) => [id, end]),
    );
  assert.deepEqual(states(), {
    good: 'kept ',
    '-dash-start': 'kept ',
    gone: 'deferred unconfirmed',
    forbidden: 'deferred forbidden',
    limited: 'kept ',
    'a-page': 'dead not-a-video',
    broken: 'dropped corrupt',
  });
  await ksBuild([...fetch, '--retry', 'deferred']);
  assert.equal(states().gone, 'dead not-found');
  const ledger = query<{ outcome: string }>(
    workspace,
    `SELECT outcome FROM ledger WHERE video_id = 'limited' ORDER BY attempt`,
  );
  assert.deepEqual(
    ledger.map(({ outcome }) => outcome),
    ['rate-limited', 'acquired'],
  );
});

test('a host that keeps refusing ends the run with 75; what was not asked stays pending, nothing is dead', {
  skip: skipWithoutYtDlp,
}, async (t) => {
  const ids = ['one', 'two', 'three', 'four', 'five', 'six'];
  const { folder, server } = await siteOf(
    t,
    Object.fromEntries(ids.map((id) => [`/${id}.mp4`, { kind: 'status', status: 429 } as const])),
    ids,
  );
  const workspace = path.join(folder, 'workspace');
  const fetch = [
    'fetch',
    '--no-measure',
    writeCsv(
      folder,
      ids.map((id) => row(id)),
    ),
    '-w',
    workspace,
    '--source',
    `url:${server.origin}/{id}.mp4`,
  ];
  const run = await ksBuild([...fetch, '--jobs', '1', '--config', writeQuickSettings(folder), '--json']);
  assert.equal(run.exitCode, 75, run.stderr);
  const status = JSON.parse(run.stdout) as {
    dead: { total: number };
    pending: number;
    deferred: { byCode: Record<string, number> };
  };
  assert.equal(status.dead.total, 0);
  assert.ok(status.pending > 0, run.stdout);
  assert.equal(status.pending + (status.deferred.byCode['rate-limited'] ?? 0), ids.length);
});

test('a host that gave up does not keep the next source from being asked', { skip: skipWithoutYtDlp }, async (t) => {
  const ids = ['one', 'two', 'three', 'four', 'five'];
  const refusing = Object.fromEntries(ids.map((id) => [`/${id}.mp4`, { kind: 'status', status: 429 } as const]));
  const { folder, server } = await siteOf(t, refusing, ids);
  const workspace = path.join(folder, 'workspace');
  const sources = ['--source', `url:${server.origin}/{id}.mp4`, '--source', `folder:${path.join(folder, 'site')}`];
  const fetch = [
    'fetch',
    '--no-measure',
    writeCsv(
      folder,
      ids.map((id) => row(id)),
    ),
    '-w',
    workspace,
    ...sources,
  ];
  const run = await ksBuild([...fetch, '--jobs', '1', '--config', writeQuickSettings(folder), '--json']);
  assert.equal(run.exitCode, 0, run.stderr);
  assert.equal((JSON.parse(run.stdout) as { kept: number }).kept, ids.length);
});

test('cookies, proxies and credentials reach yt-dlp and appear in no file of the workspace and on no line', {
  skip: skipWithoutYtDlp,
}, async (t) => {
  const { folder, server } = await siteOf(t, {}, ['good']);
  const workspace = path.join(folder, 'workspace');
  const cookies = path.join(folder, 'secret-cookie-file.txt');
  const secretCookie = 'topsecretcookievalue';
  writeFileSync(
    cookies,
    `# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t4102444800\tsession\t${secretCookie}\n`,
  );
  const proxy = 'http://someuser:hunter2hunter2@127.0.0.1:9';
  const source = `url:${server.origin.replace('http://', 'http://viewer:siteword99@')}/{id}.mp4?token=urltoken12345`;
  const run = await ksBuild([
    'fetch',
    '--no-measure',
    writeCsv(folder, [row('good')]),
    '-w',
    workspace,
    '--source',
    source,
    '--cookies',
    cookies,
    '--proxy',
    proxy,
    '-v',
  ]);
  assert.equal(run.exitCode, 75, run.stderr);
  const texts = [run.stdout, run.stderr];
  for (const file of readdirSync(workspace, { recursive: true, withFileTypes: true })) {
    if (file.isFile()) texts.push(readFileSync(path.join(file.parentPath, file.name), 'latin1'));
  }
  for (const secret of [
    secretCookie,
    'secret-cookie-file',
    'hunter2hunter2',
    'someuser',
    'siteword99',
    'urltoken12345',
  ]) {
    assert.equal(
      texts.some((text) => text.includes(secret)),
      false,
      secret,
    );
  }
});

test('Ctrl-C in the middle of a download leaves no process behind', { skip: skipWithoutYtDlp }, async (t) => {
  const { folder, server } = await siteOf(t, { '/slow.mp4': { kind: 'slow', bytesPerSecond: 2000 } }, ['slow']);
  const workspace = path.join(folder, 'workspace-of-the-interrupted');
  const run = startKsBuild([
    'fetch',
    '--no-measure',
    writeCsv(folder, [row('slow', 20)]),
    '-w',
    workspace,
    '--source',
    `url:${server.origin}/{id}.mp4`,
    '-v',
  ]);
  await run.untilPrinted('acquire');
  await new Promise<void>((resolve) => {
    const watch = setInterval(() => {
      if (server.requests.length === 0) return;
      clearInterval(watch);
      resolve();
    }, 20);
  });
  run.child.kill('SIGINT');
  const { exitCode, stderr } = await run.ended;
  assert.equal(exitCode, 130, stderr);
  const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
  assert.deepEqual(
    processes.filter((line) => line.includes('workspace-of-the-interrupted') && !line.startsWith('ps ')),
    [],
  );
});

test('an archive in parts is read once: wanted members are kept bit for bit, the rest never lands, a rerun opens no part again', async (t) => {
  const { folder, server } = await siteOf(t, {}, []);
  const members = path.join(folder, 'members');
  mkdirSync(path.join(members, 'some label'), { recursive: true });
  for (const name of [
    'video-aaaaa_000010_000040',
    'video-bbbbb_000000_000030',
    'some label/video-ccccc_000005_000035',
  ]) {
    writeFileSync(path.join(members, `${name}.mp4`), video);
  }
  const tar = (name: string, ...files: string[]) =>
    execFileSync('tar', ['-czf', path.join(folder, 'site', name), '-C', members, ...files]);
  tar('part_0.tar.gz', 'video-aaaaa_000010_000040.mp4', 'video-bbbbb_000000_000030.mp4');
  tar('part_1.tar.gz', 'some label');
  writeFileSync(
    path.join(folder, 'site/parts.txt'),
    ['part_0.tar.gz', 'part_1.tar.gz'].map((name) => `${server.origin}/${name}\n`).join(''),
  );
  const clip = (videoId: string, startSeconds: number): CsvRow => ({
    videoId,
    startSeconds,
    endSeconds: startSeconds + 30,
    label: 'humming',
  });
  const csv = writeCsv(folder, [clip('video-aaaaa', 10), clip('video-ccccc', 5), clip('video-ddddd', 0)]);
  const workspace = path.join(folder, 'workspace');
  const fetch = ['fetch', csv, '--no-measure', '-w', workspace, '--source', `archive:${server.origin}/parts.txt`];
  const run = await ksBuild(fetch);
  assert.equal(run.exitCode, 75, run.stderr);
  const clips = query<{ id: string; state: string; method: string | null }>(
    workspace,
    'SELECT video_id AS id, state, method FROM clip_list ORDER BY 1',
  );
  assert.deepEqual(clips, [
    { id: 'video-aaaaa', state: 'kept', method: 'verbatim' },
    { id: 'video-ccccc', state: 'kept', method: 'verbatim' },
    { id: 'video-ddddd', state: 'deferred', method: null },
  ]);
  assert.deepEqual(readdirSync(path.join(workspace, 'clips/train/humming')).length, 2);
  const asked = server.requests.filter(({ path: at }) => at.endsWith('.tar.gz')).length;
  await ksBuild([...fetch, '--retry', 'deferred']);
  assert.equal(
    server.requests.filter(({ path: at }) => at.endsWith('.tar.gz')).length,
    asked,
    'the catalogue says that no part holds it',
  );
});

test('the real clips come through a loopback server into an index, all with picture and sound, none falsely dropped', {
  skip: skipWithoutYtDlp || skipWithout('clips'),
}, async (t) => {
  const clips = path.join(SHARED, 'clips');
  const files = readdirSync(clips).filter((file) => file.endsWith('.mp4') && /^[\w.-]+$/.test(file));
  const server = await startMediaServer({ directory: clips });
  t.after(() => server.close());
  const folder = temporaryFolder(t);
  const csv = writeCsv(
    folder,
    files.map((file) => ({ videoId: path.basename(file, '.mp4'), startSeconds: 0, endSeconds: 10, label: 'real' })),
  );
  const workspace = path.join(folder, 'workspace');
  const run = await ksBuild(['fetch', csv, '-w', workspace, '--source', `url:${server.origin}/{id}.mp4`, '--json']);
  assert.equal(run.exitCode, 0, run.stderr);
  const dropped = query<{ id: string; reason: string }>(
    workspace,
    `SELECT video_id AS id, reason FROM clip_list WHERE state <> 'kept'`,
  );
  // bento lasts 1.1 s and ducks 3.6 s of the ten that are asked for.
  assert.deepEqual(
    dropped.sort((a, b) => (a.id < b.id ? -1 : 1)),
    [
      { id: 'bento', reason: 'too-short' },
      { id: 'ducks_issue515', reason: 'too-short' },
    ],
  );
  const offsets = query<{ apart: number }>(
    workspace,
    `SELECT abs(audio_after_video_seconds) AS apart FROM clip_list WHERE state = 'kept'`,
  );
  assert.equal(offsets.length, files.length - 2);
  for (const { apart } of offsets) assert.ok(apart <= 0.04, `${apart} s`);
});

test('every odd or broken file ends in a defined state with a reason, none is kept without picture and sound', {
  skip: skipWithout('pathological'),
}, async (t) => {
  const source = path.join(SHARED, 'pathological');
  const folder = temporaryFolder(t);
  const files = readdirSync(source).filter((file) => file !== 'README.md');
  const csv = writeCsv(
    folder,
    files.map((file) => ({ videoId: path.parse(file).name, startSeconds: 0, endSeconds: 5, label: 'odd' })),
  );
  const workspace = path.join(folder, 'workspace');
  const run = await ksBuild(['fetch', csv, '-w', workspace, '--source', `folder:${source}`, '--json']);
  assert.equal(run.exitCode, 0, run.stderr);
  const rows = query<{ id: string; state: string; reason: string; audio: number | null; video: number | null }>(
    workspace,
    'SELECT video_id AS id, state, reason, audio_duration_seconds AS audio, video_duration_seconds AS video FROM clip_list',
  );
  assert.equal(rows.length, files.length);
  for (const { id, state, reason, audio, video: picture } of rows) {
    assert.ok(state === 'kept' || (state === 'dropped' && reason !== ''), `${id}: ${state} ${reason}`);
    if (state === 'kept') assert.ok(audio !== null && picture !== null, id);
  }
  const reasonOf = (id: string) => rows.find((candidate) => candidate.id === id)?.reason;
  assert.equal(reasonOf('derived_digital_silence'), 'silent');
  assert.equal(reasonOf('derived_truncated_half'), 'corrupt');
  assert.equal(reasonOf('derived_zero_bytes'), 'corrupt');
  assert.equal(reasonOf('html_or_text_as_video'), 'corrupt');
  assert.equal(reasonOf('derived_still_image_slideshow'), 'static');
  assert.equal(reasonOf('mmaction2_demo_noaudio_28fps'), 'no-audio');
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import { lockWorkspace } from '../../src/store/workspace-lock.ts';
import { ksBuild, startKsBuild } from '../helpers/ks-build.ts';
import { temporaryFolder } from '../helpers/programs.ts';
import { query } from '../helpers/query.ts';
import { type CsvRow, makeVideo, writeCsv } from '../helpers/source-videos.ts';

interface Ground {
  readonly folder: string;
  readonly videos: string;
  readonly workspace: string;
}

/** Two sounding videos of 20 s and a silent one, made once and linked into the folder of each test. */
let made: string;
before(async (t) => {
  made = temporaryFolder(t as TestContext);
  await makeVideo(path.join(made, 'a.mp4'), { seconds: 20, toneHz: 440 });
  await makeVideo(path.join(made, 'mute.mp4'), { seconds: 20, toneHz: 0 });
});

function groundOf(t: TestContext): Ground {
  const folder = temporaryFolder(t);
  const videos = path.join(folder, 'videos');
  mkdirSync(videos);
  for (const [name, source] of Object.entries({ 'video-aaaaa': 'a', '-ideo-bbbbb': 'a', 'video-muted': 'mute' })) {
    writeFileSync(path.join(videos, `${name}.mp4`), readFileSync(path.join(made, `${source}.mp4`)));
  }
  return { folder, videos, workspace: path.join(folder, 'workspace') };
}

const row = (videoId: string, startSeconds = 0, label = 'humming'): CsvRow => ({
  videoId,
  startSeconds,
  endSeconds: startSeconds + 2,
  label,
});

test('every clip gets an answer with a reason, the exit code says whether more may come, and JSON on stdout counts them', async (t) => {
  const { folder, videos, workspace } = groundOf(t);
  writeFileSync(path.join(videos, 'video-empty.mp4'), '');
  writeFileSync(path.join(videos, 'video-htmls.mp4'), '<html>not a video</html>');
  const csv = writeCsv(folder, [
    row('video-aaaaa', 3),
    row('-ideo-bbbbb', 0),
    row('video-muted', 5),
    row('video-empty'),
    row('video-htmls'),
    row('video-aaaaa', 19.5),
  ]);
  const run = await ksBuild(['fetch', csv, '-w', workspace, '--source', `folder:${videos}`, '--json']);
  assert.equal(run.exitCode, 0, run.stderr);
  assert.deepEqual(JSON.parse(run.stdout), {
    schema: 1,
    corpus: 'corpus',
    listed: 6,
    kept: 2,
    dropped: { total: 4, byReason: { corrupt: 2, 'no-audio': 1, 'too-short': 1 } },
    ask: 0,
    askByReason: {},
    dead: { total: 0, byCode: {} },
    deferred: { total: 0, byCode: {} },
    failed: { total: 0, byCode: {} },
    pending: 0,
  });
  const status = await ksBuild(['status', '-w', workspace, '--json']);
  const { funnel, ...counts } = JSON.parse(status.stdout);
  assert.deepEqual(counts, JSON.parse(run.stdout));
  assert.deepEqual(funnel.through, { listed: 6, reachable: 6, cut: 3, facts: 2, correspondence: 2, kept: 2 });
  const verify = await ksBuild(['verify', '-w', workspace, '--deep']);
  assert.equal(verify.exitCode, 0, verify.stdout);
});

test('a clip that one source lacks or holds corrupt goes to the next, and each answer stands in the ledger', async (t) => {
  const { folder, videos, workspace } = groundOf(t);
  const first = path.join(folder, 'first');
  mkdirSync(first);
  writeFileSync(
    path.join(first, 'video-aaaaa.mp4'),
    readFileSync(path.join(videos, 'video-aaaaa.mp4')).subarray(0, 5000),
  );
  const csv = writeCsv(folder, [row('video-aaaaa'), row('-ideo-bbbbb'), row('video-noone')]);
  const run = await ksBuild([
    'fetch',
    '--no-measure',
    csv,
    '-w',
    workspace,
    '--source',
    `folder:${first}`,
    '--source',
    `folder:${videos}`,
  ]);
  assert.equal(run.exitCode, 75, run.stderr);
  const ledger = query<{ id: string; outcome: string }>(
    workspace,
    'SELECT video_id AS id, outcome FROM ledger ORDER BY video_id, attempt',
  );
  const outcomesOf = (videoId: string) => ledger.filter(({ id }) => id === videoId).map(({ outcome }) => outcome);
  assert.deepEqual(outcomesOf('video-aaaaa'), ['corrupt', 'acquired']);
  assert.deepEqual(outcomesOf('-ideo-bbbbb'), ['absent', 'acquired']);
  assert.deepEqual(outcomesOf('video-noone'), ['absent', 'absent']);
  const states = query<{ state: string; reason: string }>(
    workspace,
    'SELECT state, reason FROM clip_list ORDER BY video_id',
  );
  assert.deepEqual(
    states.map(({ state, reason }) => `${state} ${reason}`),
    ['kept ', 'kept ', 'deferred absent-from-sources'],
  );
});

test('a clip that arrives cut is kept bit for bit, and the file of the user is not touched', async (t) => {
  const { folder, videos, workspace } = groundOf(t);
  const bytes = readFileSync(path.join(made, 'a.mp4'));
  const own = path.join(videos, 'video-ccccc_000100_000120.mp4');
  writeFileSync(own, bytes);
  const csv = writeCsv(folder, [{ videoId: 'video-ccccc', startSeconds: 100, endSeconds: 120, label: 'humming' }]);
  const run = await ksBuild(['fetch', csv, '--no-measure', '-w', workspace, '--source', `folder:${videos}`]);
  assert.equal(run.exitCode, 0, run.stdout);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const [clip] = query<{ path: string; sha256: string; method: string }>(
    workspace,
    'SELECT path, sha256, method FROM clip_list',
  );
  assert.deepEqual(clip, { path: 'clips/train/humming/video-ccccc_000100_000120.mp4', sha256, method: 'verbatim' });
  assert.deepEqual(readFileSync(path.join(workspace, clip!.path)), bytes);
  assert.deepEqual(readFileSync(own), bytes);
});

test('a second run does nothing again, and a wider selection adds to what is there', async (t) => {
  const { folder, videos, workspace } = groundOf(t);
  const csv = writeCsv(folder, [row('video-aaaaa', 0), row('video-aaaaa', 4, 'singing'), row('video-aaaaa', 8)]);
  const fetch = ['fetch', csv, '--no-measure', '-w', workspace, '--source', `folder:${videos}`];
  await ksBuild([...fetch, '--class', 'singing']);
  assert.equal(query(workspace, 'SELECT * FROM segments').length, 1);
  const wider = await ksBuild(fetch);
  assert.match(wider.stdout, /2 of 3 clips to do/);
  const again = await ksBuild(fetch);
  assert.match(again.stdout, /0 of 3 clips to do/);
  assert.equal(query(workspace, 'SELECT * FROM attempts').length, 3);
});

test('--dry-run prints the plan by class and split and touches nothing', async (t) => {
  const { folder, videos, workspace } = groundOf(t);
  const csv = writeCsv(folder, [row('video-aaaaa'), { ...row('-ideo-bbbbb', 4, 'singing'), split: 'val' }]);
  const run = await ksBuild([
    'fetch',
    csv,
    '--no-measure',
    '-w',
    workspace,
    '--source',
    `folder:${videos}`,
    '--dry-run',
  ]);
  assert.equal(run.exitCode, 0, run.stderr);
  assert.match(run.stdout, /selected +2 of 2 segments, 2 classes/);
  assert.match(run.stdout, /singing +0 +1 +0/);
  assert.equal(existsSync(workspace), false);
});

test('a second fetch on the workspace is refused with the pid of the first', async (t) => {
  const { folder, videos, workspace } = groundOf(t);
  const csv = writeCsv(folder, [row('video-aaaaa')]);
  mkdirSync(workspace);
  const lock = lockWorkspace(workspace, 'fetch');
  t.after(() => lock.release());
  const run = await ksBuild(['fetch', csv, '--no-measure', '-w', workspace, '--source', `folder:${videos}`]);
  assert.equal(run.exitCode, 6);
  assert.match(run.stderr, new RegExp(`only writer.*pid ${process.pid}`));
});

test('an index from a newer version is refused, and left alone', async (t) => {
  const { folder, videos, workspace } = groundOf(t);
  const csv = writeCsv(folder, [row('video-aaaaa')]);
  mkdirSync(workspace);
  const newer = new Database(path.join(workspace, 'index.db'));
  newer.pragma('user_version = 999');
  newer.close();
  for (const argv of [['fetch', csv, '--source', `folder:${videos}`], ['status'], ['verify']]) {
    const run = await ksBuild([...argv, '-w', workspace]);
    assert.equal(run.exitCode, 6, argv[0]);
    assert.match(run.stderr, /schema version 999.*update ks-build/);
  }
});

test('a budget for the disk stops the run with a clear message and exit 8, and nothing half-written stays', async (t) => {
  const { folder, videos, workspace } = groundOf(t);
  const csv = writeCsv(
    folder,
    Array.from({ length: 30 }, (_, number) => row('video-aaaaa', number)),
  );
  const run = await ksBuild([
    'fetch',
    csv,
    '--no-measure',
    '-w',
    workspace,
    '--source',
    `folder:${videos}`,
    '--max-disk',
    '400k',
  ]);
  assert.equal(run.exitCode, 8, run.stdout);
  assert.match(run.stderr, /budget is 0\.4 MiB; raise --max-disk/);
  assert.deepEqual(readdirSync(path.join(workspace, 'sources')), []);
  const verify = await ksBuild(['verify', '-w', workspace]);
  assert.equal(verify.exitCode, 0, verify.stdout);
});

test('Ctrl-C ends with 130, finishes the cuts in hand, and the next run goes on', async (t) => {
  const { folder, videos, workspace } = groundOf(t);
  const csv = writeCsv(
    folder,
    Array.from({ length: 30 }, (_, number) => row('video-aaaaa', number / 2)),
  );
  const fetch = ['fetch', csv, '--no-measure', '-w', workspace, '--source', `folder:${videos}`];
  const run = startKsBuild(fetch);
  await run.untilPrinted('kept ');
  run.child.kill('SIGINT');
  const { exitCode, stderr } = await run.ended;
  assert.equal(exitCode, 130, stderr);
  assert.match(stderr, /interrupted/);
  assert.deepEqual(readdirSync(path.join(workspace, 'sources')), []);
  const verify = await ksBuild(['verify', '-w', workspace, '--deep']);
  assert.equal(verify.exitCode, 0, verify.stdout);
  const [{ kept } = { kept: 0 }] = query<{ kept: number }>(
    workspace,
    `SELECT count(*) AS kept FROM segments WHERE state = 'kept'`,
  );
  assert.ok(kept > 0 && kept < 30, `${kept} kept before the interruption`);
  assert.equal((await ksBuild(fetch)).exitCode, 0);
});

test('files that were lost or changed are found, and come back after verify --requeue', async (t) => {
  const { folder, videos, workspace } = groundOf(t);
  const csv = writeCsv(folder, [row('video-aaaaa', 0), row('video-aaaaa', 4), row('video-aaaaa', 8)]);
  const fetch = ['fetch', csv, '--no-measure', '-w', workspace, '--source', `folder:${videos}`];
  await ksBuild(fetch);
  const clips = path.join(workspace, 'clips/train/humming');
  const [lost, changed] = readdirSync(clips).sort();
  rmSync(path.join(clips, lost!));
  const bytes = readFileSync(path.join(clips, changed!));
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(path.join(clips, changed!), bytes);
  writeFileSync(path.join(clips, 'stranger.mp4'), 'x');
  const shallow = await ksBuild(['verify', '-w', workspace]);
  assert.equal(shallow.exitCode, 9);
  assert.match(shallow.stdout, /^3 .* 1 +0 +1$/m);
  const deep = await ksBuild(['verify', '-w', workspace, '--deep', '--requeue', '--json']);
  const report = JSON.parse(deep.stdout) as { requeued: number; differences: { problem: string }[] };
  assert.deepEqual(report.differences.map(({ problem }) => problem).sort(), ['changed', 'missing', 'orphaned']);
  assert.equal(report.requeued, 2);
  const again = await ksBuild(fetch);
  assert.match(again.stdout, /2 of 3 clips to do/);
  rmSync(path.join(clips, 'stranger.mp4'));
  assert.equal((await ksBuild(['verify', '-w', workspace, '--deep'])).exitCode, 0);
});

test('hostile labels and ids stay inside the workspace or are refused with file and line', async (t) => {
  const { folder, videos, workspace } = groundOf(t);
  const labels = ['../../escape', 'a/b', '..', '"quoted" $(touch owned)', "it's; rm -rf ~", `long ${'x'.repeat(150)}`];
  const csv = writeCsv(
    folder,
    labels.map((label, number) => row('-ideo-bbbbb', number, label)),
  );
  const run = await ksBuild(['fetch', csv, '--no-measure', '-w', workspace, '--source', `folder:${videos}`], {
    cwd: folder,
  });
  assert.equal(run.exitCode, 0, run.stderr);
  assert.deepEqual(readdirSync(folder).sort(), ['corpus.csv', 'videos', 'workspace']);
  assert.equal(readdirSync(path.join(workspace, 'clips/train')).length, labels.length);
  for (const bad of ['../../x', '--exec', 'a b', 'a\0b', '.hidden', 'x'.repeat(400)]) {
    const hostile = writeCsv(folder, [row('video-aaaaa'), row(bad)], 'hostile.csv');
    const refused = await ksBuild(['fetch', hostile, '-w', workspace, '--source', `folder:${videos}`]);
    if (bad === '--exec') continue; // An odd name, but a safe one: it never reaches a program as an option.
    assert.equal(refused.exitCode, 3, `${JSON.stringify(bad)}: ${refused.stderr}`);
    assert.match(refused.stderr, /hostile\.csv:3 youtube_id/);
  }
});

test('wrong flags, sources and corpora are usage errors that say what was expected', async (t) => {
  const { folder, workspace } = groundOf(t);
  const csv = writeCsv(folder, [row('video-aaaaa')]);
  const cases: [string[], RegExp][] = [
    [['fetch', 'ks23'], /ks23.*ks32/],
    [['fetch', csv, '--source', 'folder:/nowhere/at/all'], /\/nowhere\/at\/all/],
    [['fetch', csv, '--source', 'ftp://x'], /--source/],
    [['fetch', csv, '--source', 'url:file:///etc/passwd?{id}'], /http/],
    [['fetch', csv, '--limit', '0'], /--limit/],
    [['fetch', csv, '--class', 'hummin', '--source', `folder:${folder}`], /humming/],
    [['fetch', csv, '--split', 'validate'], /train, val, test/],
    [['fetch', csv, '--no-such-flag'], /unknown option/],
    [['fetch'], /missing required argument/],
    [['frobnicate'], /unknown command/],
  ];
  for (const [argv, message] of cases) {
    const run = await ksBuild([...argv, '-w', workspace].slice(0, argv[0] === 'frobnicate' ? 1 : undefined));
    assert.equal(run.exitCode, 2, `${argv.join(' ')}: ${run.stdout}${run.stderr}`);
    assert.match(run.stderr, message);
  }
});

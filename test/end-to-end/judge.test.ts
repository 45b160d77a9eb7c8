import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { segmentOf } from '../helpers/index-with-plan.ts';
import { judgedWorkspace } from '../helpers/judged-workspace.ts';
import { ksBuild } from '../helpers/ks-build.ts';
import { temporaryFolder } from '../helpers/programs.ts';
import { query } from '../helpers/query.ts';

const MISSPELT = 2;

/** Six clips of two classes; two of one video with one start; a video id that begins with a dash. */
function workspace(t: TestContext): string {
  const folder = path.join(temporaryFolder(t), 'ws');
  mkdirSync(folder);
  const segments = [
    ...[1, 2, 3].map((number) => segmentOf(number, 'playing drums')),
    { ...segmentOf(4, 'tap dancing'), videoId: '-dash-4' },
    { ...segmentOf(5, 'tap dancing'), videoId: 'twice' },
    { ...segmentOf(5, 'tap dancing'), videoId: 'twice', endSeconds: 12 },
  ];
  judgedWorkspace(
    folder,
    segments.map((segment, at) => ({ segment, scores: { probability: at / 10 } })),
  );
  return folder;
}

const states = (folder: string): string[] =>
  query<{ id: string; state: string; reason: string; label: string }>(
    folder,
    `SELECT video_id AS id, state, reason, label FROM clip_list ORDER BY start_seconds, end_seconds`,
  ).map(({ id, state, reason, label }) => `${id} ${state} ${reason || '-'} ${label}`);

test('a script judges clips by id, path and stdin, and takes its word back', async (t) => {
  const folder = workspace(t);
  const run = (...argv: string[]) => ksBuild(['judge', '-w', folder, '--rater', 'mk', ...argv]);
  const dropped = await run('--reason', 'voice-over', '--note', 'radio', 'video-00001_000001', 'video-00002', 'drop');
  assert.deepEqual([dropped.exitCode, dropped.stderr], [0, '']);
  assert.deepEqual(dropped.stdout.trimEnd().split('\n'), [
    'video-00001_000001  dropped: voice-over  playing drums',
    'video-00002_000002  dropped: voice-over  playing drums',
  ]);
  const relabelled = await run('--label', 'tap dancing', '--json', 'clips/video-00003_000003_000013.mp4', 'keep');
  assert.deepEqual(JSON.parse(relabelled.stdout), {
    schema: 1,
    undone: false,
    clips: [
      {
        id: 'video-00003_000003',
        clip: 'video-00003_000003_000013',
        corpus: 'ks-test',
        state: 'kept',
        code: '',
        label: 'tap dancing',
        listedLabel: 'playing drums',
      },
    ],
  });
  const asked = await run('--', '-dash-4_000004', 'twice_000005_000012', 'ask');
  assert.deepEqual([asked.exitCode, asked.stderr], [0, '']);
  assert.deepEqual(states(folder), [
    'video-00001 dropped voice-over playing drums',
    'video-00002 dropped voice-over playing drums',
    'video-00003 kept - tap dancing',
    '-dash-4 ask unsure tap dancing',
    'twice ask unsure tap dancing',
    'twice kept - tap dancing',
  ]);
  const undone = await run('--undo', 'video-00001', 'video-00003');
  assert.deepEqual(undone.stdout.trimEnd().split('\n'), [
    'video-00001_000001  kept  playing drums',
    'video-00003_000003  kept  playing drums',
  ]);
  const again = await run('--undo', 'video-00002', 'video-00003');
  assert.equal(again.exitCode, MISSPELT);
  assert.match(again.stderr, /video-00003: expected a verdict that was given here, got none; nothing was undone/);
  assert.match(states(folder)[1]!, /dropped voice-over/);
});

const WRONG: readonly (readonly [argv: readonly string[], message: RegExp])[] = [
  [['video-0001_000001', 'keep'], /"?video-0001_000001"?: .* not listed; did you mean "video-00001_000001"/],
  [['video-00001', 'video-1', 'keep'], /nothing was judged/],
  [
    ['twice_000005', 'keep'],
    /twice_000005: expected one clip, got 2 of that name: 5 to 12 s, 5 to 15 s; name it as ID_START_END/,
  ],
  [['video-00001', 'kep'], /expected keep, drop or ask behind the clips, got "kep"; did you mean "keep"\?/],
  [['keep'], /expected a clip before keep, got none/],
  [['--reason', 'noise', 'video-00001', 'drop'], /--reason: expected a reason to drop, got "noise"/],
  [['--reason', 'silent', 'video-00001', 'keep'], /--reason: expected with drop, got it with keep/],
  [['--label', 'tap dansing', 'video-00001', 'keep'], /got "tap dansing"; did you mean "tap dancing"\?/],
  [['--trim', '5..1', 'video-00001', 'keep'], /--trim: expected seconds from\.\.to such as 0\.5\.\.8, got "5\.\.1"/],
  [['--undo', 'video-00001', 'keep'], /--undo: expected clips only, got keep as well/],
  [['--undo', '--note', 'x', 'video-00001'], /--note: expected with keep, drop or ask, got it with --undo/],
  [['--corpus', 'other', 'video-00001', 'keep'], /--corpus: expected one of ks-test, got other/],
];

test('what is wrong is said, and nothing is judged', async (t) => {
  const folder = workspace(t);
  const before = states(folder);
  for (const [argv, message] of WRONG) {
    const { exitCode, stderr, stdout } = await ksBuild(['judge', '-w', folder, ...argv]);
    assert.equal(exitCode, MISSPELT, argv.join(' '));
    assert.match(stderr, message);
    assert.equal(stdout, '');
  }
  assert.deepEqual(states(folder), before);
  const none = await ksBuild(['judge', '-w', `${folder}-missing`, 'x', 'keep']);
  assert.equal(none.exitCode, 6);
  assert.match(none.stderr, /expected an index, found none/);
});

test('clips are listed by a query, for people and as JSON', async (t) => {
  const folder = workspace(t);
  await ksBuild(['judge', '-w', folder, '--rater', 'mk', '--trim', '1..4', '--heard', 'video-00002', 'keep']);
  const list = (...argv: string[]) => ksBuild(['curate', '--list', '-w', folder, ...argv]);
  const lines = await list('score:<0.35 sort:-score', '--limit', '3');
  assert.deepEqual(lines.stdout.trimEnd().split('\n'), [
    'clip                class          split  score  state  reasons  judged by',
    '-dash-4_000004      tap dancing    train   0.30  kept',
    'video-00003_000003  playing drums  train   0.20  kept',
    'video-00002_000002  playing drums  train   0.10  kept            mk',
    '4 of 6 clips, the first 3 are shown',
  ]);
  const json = JSON.parse((await list('--json', 'is:judged')).stdout) as { clips: Record<string, unknown>[] };
  const { clips, ...head } = json;
  assert.deepEqual(head, { schema: 1, corpus: 'ks-test', query: 'is:judged', found: 1 });
  const { id, clip, score, rater, heard, trim, decision, conflict, label } = clips[0]!;
  assert.deepEqual(
    { id, clip, score, rater, heard, trim, decision, conflict, label },
    {
      id: 'video-00002_000002',
      clip: 'video-00002_000002_000012',
      score: 0.1,
      rater: 'mk',
      heard: true,
      trim: { startSeconds: 1, endSeconds: 4 },
      decision: 'keep',
      conflict: false,
      label: 'playing drums',
    },
  );
  assert.equal(JSON.parse((await list('--json', 'class:none')).stdout).found, 0);
  const wrong = await list('scor:0.3');
  assert.equal(wrong.exitCode, MISSPELT);
  assert.match(wrong.stderr, /query, character 1: expected the name of a column, got "scor"; did you mean "score"/);
});

test('verdicts travel as text: taken once, conflicts shown, nothing overwritten', async (t) => {
  const [mine, theirs] = [workspace(t), workspace(t)];
  const judge = (folder: string, rater: string, ...argv: string[]) =>
    ksBuild(['judge', '-w', folder, '--rater', rater, ...argv]);
  await judge(mine, 'mk', 'video-00001', 'video-00002', 'keep');
  await judge(theirs, 'ann', '--reason', 'music-bed', 'video-00001', 'video-00003', 'drop');
  const file = path.join(theirs, 'ann.jsonl');
  const exported = await ksBuild(['curate', '-w', theirs, '--export', file]);
  assert.equal(exported.exitCode, 0, exported.stderr);
  assert.equal((await ksBuild(['curate', '-w', theirs, '--export', '-'])).stdout, readFileSync(file, 'utf8'));
  const take = (from: string, ...flags: string[]) => ksBuild(['curate', '-w', mine, '--import', from, ...flags]);
  const taken = await take(file);
  assert.deepEqual(taken.stdout.trimEnd().split('\n'), [
    'corpus ks-test: 2 verdicts added, 0 here already, 1 in conflict',
    '',
    'clip                       in force  others',
    'video-00001_000001_000011  mk: keep  ann: drop music-bed',
    '',
    'judged anew here, a conflict is resolved: `ks-build curate is:conflict`',
  ]);
  assert.deepEqual(states(mine).slice(0, 3), [
    'video-00001 kept - playing drums',
    'video-00002 kept - playing drums',
    'video-00003 dropped music-bed playing drums',
  ]);
  assert.deepEqual(JSON.parse((await take(file, '--json')).stdout), {
    schema: 1,
    corpus: 'ks-test',
    added: 0,
    known: 2,
    conflicts: [{ clip: 'video-00001_000001_000011', inForce: 'mk: keep', said: ['ann: drop music-bed'] }],
  });
  await judge(mine, 'mk', 'video-00001', 'drop');
  assert.deepEqual(JSON.parse((await take(file, '--json')).stdout).conflicts, []);

  const text = readFileSync(file, 'utf8');
  const half = path.join(theirs, 'half.jsonl');
  writeFileSync(half, text.replace('"ann"', '"bob"').replace('video-00003', 'video-99999'));
  const before = query(mine, 'SELECT count(*) FROM judgements');
  const refused = await take(half);
  assert.equal(refused.exitCode, 3);
  assert.match(
    refused.stderr,
    /half\.jsonl:3: video-99999_000003_000013 is not listed in corpus ks-test\nnothing was taken/,
  );
  assert.deepEqual(query(mine, 'SELECT count(*) FROM judgements'), before);
  writeFileSync(half, text.replace('"ks-test"', '"ks-other"'));
  assert.match((await take(half)).stderr, /expected verdicts on corpus ks-test, got some on ks-other/);
  assert.match((await take(path.join(theirs, 'missing'))).stderr, /missing: expected a file to read: ENOENT/);
});

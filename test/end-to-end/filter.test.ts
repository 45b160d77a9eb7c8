import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { ksBuild, startKsBuild } from '../helpers/ks-build.ts';
import { temporaryFolder } from '../helpers/programs.ts';

interface MadeClip {
  /** That of its file, which is that of its row too. */
  readonly clip: string;
  readonly videoId: string;
  readonly defect: { readonly name: string; readonly of?: string } | null;
}

const DEFECTS = 'other-class-swap,silence,frozen-picture,near-duplicate';
/** Few folds of one seed: these tests ask for order and direction, `filter --evaluate` for figures. */
const QUICK = ['--seeds', '1', '--folds', '2'];

test('filter measures, judges and decides a made corpus; interrupted, it goes on; a policy is tried before it is used', async (t) => {
  const cwd = temporaryFolder(t);
  const run = async (...argv: string[]) => {
    const ending = await ksBuild(argv, { cwd });
    assert.equal(ending.exitCode, 0, `${argv.join(' ')}\n${ending.stdout}${ending.stderr}`);
    return ending.stdout;
  };
  await run(
    'generate',
    'made',
    '--clips',
    '48',
    '--seconds',
    '4',
    '--share',
    '0.25',
    '--defects',
    DEFECTS,
    '--seed',
    'f',
    '-q',
  );
  await run('fetch', 'made/manifest.csv', '--source', 'folder:made/clips', '-w', 'w', '--no-tui', '-q');

  const interrupted = startKsBuild(['filter', '-w', 'w', ...QUICK], { cwd });
  await interrupted.untilPrinted('reading arrays');
  interrupted.child.kill('SIGINT');
  assert.equal((await interrupted.ended).exitCode, 130);

  const report = JSON.parse(await run('filter', '-w', 'w', ...QUICK, '--json', '-q'));
  assert.equal(report.clips, 48);
  assert.equal(report.measured, 0, 'fetch had measured them all');
  assert.equal(report.kept + report.dropped.total + report.ask.total, 48);

  const index = new Database(join(cwd, 'w', 'index.db'), { readonly: true });
  t.after(() => index.close());
  const made = JSON.parse(readFileSync(join(cwd, 'made', 'truth.json'), 'utf8')).clips as MadeClip[];
  const truth = new Map(made.map(({ videoId, defect }) => [videoId, defect?.name ?? 'clean']));
  const rows = index
    .prepare(
      `SELECT s.video_id AS videoId, s.state, s.code, p.probability FROM segments s LEFT JOIN scores p ON p.clip_id = s.clip_id`,
    )
    .all() as { videoId: string; state: string; code: string; probability: number | null }[];
  const ofKind = (kind: string) => rows.filter(({ videoId }) => truth.get(videoId) === kind);
  const heldOut = (index.prepare('SELECT payload FROM judge_folds').pluck().all() as string[]).map(
    (payload) => new Set(JSON.parse(payload).scores.map(({ clipName }: { clipName: string }) => clipName)),
  );
  const copies = made.filter(({ defect }) => defect?.name === 'near-duplicate');
  assert.ok(copies.length > 0);
  for (const { clip, defect } of copies) {
    const both = heldOut.filter((names) => names.has(clip) && names.has(defect!.of!));
    assert.equal(both.length, 1, `${clip} and what it is a copy of are held out by the same model`);
  }

  assert.ok(ofKind('silence').every(({ code }) => code === 'silent'));
  assert.ok(ofKind('frozen-picture').every(({ code }) => code === 'static'));
  const meanProbability = (kind: string): number => {
    const known = ofKind(kind).flatMap(({ probability }) => probability ?? []);
    return known.reduce((sum, probability) => sum + probability, 0) / known.length;
  };
  const notKept = (kind: string): number =>
    ofKind(kind).filter(({ state }) => state !== 'kept').length / ofKind(kind).length;
  assert.ok(meanProbability('other-class-swap') < meanProbability('clean'));
  assert.ok(notKept('other-class-swap') >= notKept('clean'), `${notKept('other-class-swap')} ${notKept('clean')}`);

  const status = JSON.parse(await run('status', '-w', 'w', '--json'));
  assert.equal(status.funnel.through.kept, report.kept);
  assert.match(
    await run('status', '-w', 'w', '--funnel'),
    /class\s+listed\s+reachable\s+cut\s+facts\s+correspondence\s+kept/,
  );

  assert.match(await run('filter', '-w', 'w', '--dry-run'), /nothing would move/);
  await run('filter', '-w', 'w', '--dry-run', '--json');
  const misspelt = await ksBuild(['filter', '-w', 'w', '--dry-run', '--policy', 'none.yaml'], { cwd });
  assert.equal(misspelt.exitCode, 2);
  assert.match(misspelt.stderr, /none\.yaml: expected a settings file that can be read, got ENOENT/);
});

test('a workspace without an index is told to fetch first, and nothing is made there', async (t) => {
  const cwd = temporaryFolder(t);
  const ending = await ksBuild(['filter', '-w', 'nowhere'], { cwd });
  assert.equal(ending.exitCode, 6);
  assert.match(ending.stderr, /expected an index, found none; run `ks-build fetch` first/);
});

// The whole path on real video: fetch, filter, a person's word, lock, benchmark, report. About a minute of one core.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readCard } from '../../src/benchmark/card/card-file.ts';
import { parseLock } from '../../src/dataset/lock-text.ts';
import { ksBuild } from '../helpers/ks-build.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const CLIPS = new URL('../../../shared/clips', import.meta.url).pathname;

/** Coarse classes, so that both splits have each; two intervals of a video stay on one side. Small files, and just enough for the filter to learn from. */
const ROWS = [
  'percussion,-Qowmc0P9ic,0,2,train',
  'percussion,hammer_video_00323,0,2,train',
  'percussion,fireworks_video_03051,0,2,train',
  'percussion,fireworks_video_03051,5,7,train',
  'percussion,drum_video_02542,0,2,test',
  'percussion,drum_video_02542,5,7,test',
  'animals,0nib7bMm8BA,0,2,train',
  'animals,rabbit320,0,2,train',
  'animals,rabbit320,4,6,train',
  'animals,ducks_issue515,0,2,train',
  'animals,dog_video_02754,0,2,test',
  'animals,dog_video_02754,5,7,test',
  'people,cough_video_00331,0,2,train',
  'people,cough_video_00331,5,7,train',
  'people,7tMPoaU2oL4,0,2,train',
  'people,R6llTwEh07w,0,2,train',
  'people,R6llTwEh07w,5,7,train',
  'people,SOX5yA1l24A,0,2,train',
  'people,nasa_13013,0,2,train',
  'people,nasa_13013,5,7,train',
  'people,WUzgd7C1pWA,0,2,test',
  'people,flipping_a_pancake,0,2,test',
  'strings,54bz5yqN2IA,0,2,train',
  'strings,54bz5yqN2IA,5,7,train',
  'strings,6zlMP_kQ_-w,0,2,test',
  'strings,6zlMP_kQ_-w,5,7,test',
];

/** Named by id alone, so that the files count as whole videos, out of which any interval can be cut. */
function linkVideos(folder: string): void {
  mkdirSync(folder);
  for (const file of readdirSync(CLIPS)) {
    const { name, ext } = path.parse(file);
    if (ext === '.md') continue;
    symlinkSync(path.join(CLIPS, file), path.join(folder, `${name.replace(/_\d+_\d+$/, '')}${ext}`));
  }
}

test('real clips are fetched, filtered, judged, locked and benchmarked, and the report says what they were', {
  skip: !existsSync(CLIPS) && 'no ../shared/clips',
}, async (t) => {
  const cwd = temporaryFolder(t);
  const run = async (...argv: string[]): Promise<string> => {
    const ending = await ksBuild(argv, { cwd });
    assert.equal(ending.exitCode, 0, `${argv.join(' ')}\n${ending.stdout}${ending.stderr}`);
    return ending.stdout;
  };
  linkVideos(path.join(cwd, 'videos'));
  writeFileSync(path.join(cwd, 'real.csv'), `label,youtube_id,time_start,time_end,split\n${ROWS.join('\n')}\n`);
  await run('fetch', 'real.csv', '--source', 'folder:videos', '-w', 'ws', '--no-tui', '-q');
  const filtered = JSON.parse(await run('filter', '-w', 'ws', '--seeds', '1', '--folds', '3', '--json', '-q'));
  assert.equal(filtered.clips, ROWS.length);
  assert.equal(filtered.kept + filtered.dropped.total + filtered.ask.total, ROWS.length);
  assert.ok(filtered.kept > 0, JSON.stringify(filtered));

  // A person looks at them all: of so few clips the filter may leave none of a class.
  const ids: string[] = [];
  for (const split of ['train', 'test']) {
    const listed = await run('curate', '-w', 'ws', '--list', `split:${split}`, '--json');
    const { clips } = JSON.parse(listed) as { clips: { id: string }[] };
    assert.equal(clips.length, ROWS.filter((row) => row.endsWith(split)).length);
    ids.push(...clips.map(({ id }) => id));
  }
  await run('judge', '-w', 'ws', '--rater', 'jo', '--', ...ids, 'keep');

  await run('lock', '-w', 'ws');
  const lock = parseLock(readFileSync(path.join(cwd, 'ws/real.lock.json'), 'utf8'), 'real.lock.json');
  assert.equal(lock.clips.length, ROWS.length);
  const quick = ['--protocols', 'linear-probe,retrieval', '--seeds', '1', '--epochs', '2', '--batch', '8'];
  const told = JSON.parse(
    await run('benchmark', '-w', 'ws', '--methods', 'avcl-pairwise', ...quick, '--backend', 'wasm', '--json'),
  ) as { card: string; report: string; markdown: string };

  const { card } = readCard(told.card);
  assert.equal(card.lock.sha256, lock.sha256);
  assert.deepEqual(card.failures, []);
  const { kept, dropped, ask } = card.lock.clips;
  assert.equal(kept + dropped + ask, ROWS.length);
  const probe = card.rows.find((row) => row.protocol === 'linear-probe' && row.task === 'both');
  assert.equal(probe?.metrics['top-1']?.chance, 1 / 4);
  assert.ok(readFileSync(told.report, 'utf8').includes(lock.sha256.slice(0, 12)));
  assert.match(readFileSync(told.markdown, 'utf8'), /chance/);
});

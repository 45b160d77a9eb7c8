import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { identityHolds } from '../../src/dataset/clip-state.ts';
import { countsOf } from '../../src/store/counts.ts';
import { openIndexForReading } from '../../src/store/open.ts';
import { startKsBuild } from '../helpers/ks-build.ts';
import { temporaryFolder } from '../helpers/programs.ts';
import { makeVideo, writeCsv } from '../helpers/source-videos.ts';

const KILLS = 50;
const CLIPS = 120;

/** What must be the same after an interrupted and an uninterrupted run: everything but times, paths and the ledger of tries. */
function contentOf(workspace: string): unknown[] {
  const index = openIndexForReading(path.join(workspace, 'index.db'));
  try {
    return index
      .prepare(
        `SELECT video_id, start_seconds, split, label, state, reason, path, size_bytes, sha256, method, video_duration_seconds,
                audio_duration_seconds, mean_level_dbfs
         FROM clip_list ORDER BY video_id, start_seconds`,
      )
      .all();
  } finally {
    index.close();
  }
}

/** Promise 1, and: no row without its file, no file that is only half there. */
function assertConsistent(workspace: string): void {
  const index = openIndexForReading(path.join(workspace, 'index.db'));
  try {
    const counts = countsOf(index, 1);
    assert.ok(identityHolds(counts), JSON.stringify(counts));
    assert.equal(counts.listed, CLIPS);
    const rows = index.prepare('SELECT path, size_bytes AS sizeBytes FROM clips').all() as {
      path: string;
      sizeBytes: number;
    }[];
    for (const row of rows) assert.equal(statSync(path.join(workspace, row.path)).size, row.sizeBytes, row.path);
    const files = readdirSync(path.join(workspace, 'clips'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.mp4'),
    );
    // At most the two clips being published at the instant of the kill are complete but not yet in the index.
    assert.ok(files.length - rows.length <= 2, `${files.length} files, ${rows.length} rows`);
  } finally {
    index.close();
  }
}

/** A small generator of its own, so that a failing instant can be had again: mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

test('killed at 50 random instants and resumed: the identity holds each time, and the index ends as that of an uninterrupted run', async (t) => {
  const folder = temporaryFolder(t);
  const videos = path.join(folder, 'videos');
  mkdirSync(videos);
  await Promise.all([
    makeVideo(path.join(videos, 'video-aaaaa.mp4'), { seconds: 70, toneHz: 440 }),
    makeVideo(path.join(videos, 'video-bbbbb.mp4'), { seconds: 70, toneHz: 0 }),
  ]);
  const csv = writeCsv(
    folder,
    Array.from({ length: CLIPS }, (_, number) => ({
      label: 'test pictures',
      videoId: ['video-aaaaa', 'video-bbbbb', 'video-ccccc'][number % 3]!,
      startSeconds: number / 2,
      endSeconds: number / 2 + 2,
    })),
  );
  const fetchInto = (workspace: string) =>
    startKsBuild(['fetch', csv, '--no-measure', '-w', workspace, '--source', `folder:${videos}`]);

  const whole = path.join(folder, 'whole');
  const uninterrupted = await fetchInto(whole).ended;
  assert.equal(uninterrupted.exitCode, 75, uninterrupted.stderr);

  const random = randomFrom(20221113);
  const workspace = path.join(folder, 'killed');
  let kills = 0;
  while (kills < KILLS) {
    const run = fetchInto(workspace);
    // Counting from its first line keeps the instants inside the work on slow machines as well.
    await run.untilPrinted('clips to do');
    const timer = setTimeout(() => run.child.kill('SIGKILL'), random() * 400);
    const { exitSignal } = await run.ended;
    clearTimeout(timer);
    if (exitSignal !== 'SIGKILL') break;
    kills += 1;
    assertConsistent(workspace);
  }
  const last = await fetchInto(workspace).ended;
  assert.equal(last.exitCode, 75, last.stderr);
  assertConsistent(workspace);
  assert.equal(kills, KILLS, 'the work was done before the last kill: give it more clips');
  assert.deepEqual(contentOf(workspace), contentOf(whole));
  assert.deepEqual(readdirSync(path.join(workspace, 'sources')), []);
});

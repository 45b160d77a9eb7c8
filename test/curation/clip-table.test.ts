import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ClipTable, openClipTable } from '../../src/curation/clip-table.ts';
import { type CorrespondenceScores, SCORES_VERSION } from '../../src/dataset/evidence.ts';
import { requeueClips } from '../../src/store/clip-files.ts';
import { createJudgementWriter } from '../../src/store/judgements.ts';
import { replaceLikePairs } from '../../src/store/like-clips.ts';
import { type Index, openIndex } from '../../src/store/open.ts';
import { replaceScores } from '../../src/store/scores.ts';
import { createSettlementWriter } from '../../src/store/settle.ts';
import { writeVerdicts } from '../../src/store/verdicts.ts';
import { indexWithClips } from '../helpers/index-with-clips.ts';
import { indexWithPlan, planIn, segmentOf } from '../helpers/index-with-plan.ts';
import { judgementOf } from '../helpers/judgement.ts';

function loadedTable(index: Index): ClipTable {
  const table = openClipTable(index, 1);
  while (!table.loadSome(1));
  return table;
}

/** Another process, as far as SQLite can tell. */
function elsewhere<T>(index: Index, write: (other: Index) => T): T {
  const other = openIndex(index.name);
  try {
    return write(other);
  } finally {
    other.close();
  }
}

const positionOf = (table: ClipTable, segmentId: number): number =>
  Array.from({ length: table.size }, (_, position) => position).find((at) => table.row(at).segmentId === segmentId)!;
const positionsOf = (table: ClipTable, segmentIds: readonly number[]): number[] =>
  segmentIds.map((segmentId) => positionOf(table, segmentId));

const NO_SCORES = Object.fromEntries(
  [
    'otherClass',
    'sameClass',
    'sync',
    'classAgreement',
    'soundLabelProbability',
    'soundLabelGuess',
    'pictureLabelProbability',
    'pictureLabelGuess',
    'mismatch',
  ].map((name) => [name, undefined]),
) as unknown as CorrespondenceScores;

test('what is asked about comes first, then what has a file, then the rest; a little at a time', (t) => {
  const { index } = indexWithClips(t, 150);
  planIn(index, [segmentOf(500)]);
  writeVerdicts(index, 'abc', [{ clipId: 149, verdict: { decision: 'ask', reasons: [{ code: 'uncertain' }] } }]);
  const table = openClipTable(index, 1);
  assert.equal(table.size, 0);
  assert.equal(table.listed, 151);
  assert.equal(table.loadSome(0), false);
  assert.equal(table.size, 0);
  while (!table.loadSome(0.01));
  assert.equal(table.size, 151);
  assert.equal(table.text('state', 0), 'ask');
  assert.equal(table.row(0).clipId, 149);
  assert.equal(table.text('state', 150), 'pending');
  assert.equal(table.row(150).clipId, undefined);
  assert.deepEqual(table.refresh(), []);
});

test('a row says all that is known of its clip, and leaves open what is not', (t) => {
  const { index } = indexWithClips(t, 2);
  const scores = { ...NO_SCORES, probability: 0.4, spread: 0.1, sync: { mean: 0.7, spread: 0.2 } };
  replaceScores(index, [{ clipId: 1, clipSha256: 'sha-0', scores }]);
  const reasons = [{ code: 'music-bed', value: 0.9 }, { code: 'silent' }] as const;
  writeVerdicts(index, 'abc', [{ clipId: 1, verdict: { decision: 'drop', reasons: [reasons[0], reasons[1]] } }]);
  const table = loadedTable(index);
  const row = table.row(1);
  assert.equal(row.id, 'video-00000_000000');
  assert.equal(row.videoId, 'video-00000');
  assert.equal(table.positionOfClip(1), row.position);
  assert.equal(table.positionOfClip(99), undefined);
  assert.equal(row.startSeconds, 0);
  assert.equal(row.label, 'playing drums');
  assert.equal(row.state, 'dropped');
  assert.equal(row.code, 'music-bed');
  assert.deepEqual(row.reasons, ['music-bed', 'silent']);
  assert.deepEqual(row.facts, []);
  assert.equal(row.score, 0.4);
  assert.equal(row.sync, 0.7);
  assert.equal(row.syncSpread, 0.2);
  // (1 - |2 * 0.4 - 1| + 0.1) / 1.5
  assert.ok(Math.abs(row.uncertainty! - 0.6) < 1e-9);
  assert.equal(row.duplicates, 0);
  assert.equal(row.videoFps, undefined);
  assert.equal(row.judgedAtMs, undefined);
  assert.equal(row.rater, '');
});

test('scores of other bytes or of an older version are not known', (t) => {
  const { index } = indexWithClips(t, 2);
  const scores = { ...NO_SCORES, probability: 0.4, spread: 0.1 };
  replaceScores(index, [
    { clipId: 1, clipSha256: 'other bytes', scores },
    { clipId: 2, clipSha256: 'sha-1', scores },
  ]);
  index.prepare('UPDATE scores SET version = ? WHERE clip_id = 2').run(SCORES_VERSION - 1);
  const table = loadedTable(index);
  assert.ok(Number.isNaN(table.number('score', 0)));
  assert.ok(Number.isNaN(table.number('score', 1)));
  assert.equal(table.number('uncertainty', 0), 1);
});

test('a word of a person stands in its row, and goes with an undo', (t) => {
  const { index } = indexWithClips(t, 1);
  const writer = createJudgementWriter(index);
  const ids = writer.take([
    judgementOf(1, {
      decision: 'drop',
      reason: 'voice-over',
      label: 'tap dancing',
      note: 'a radio',
      trim: { startSeconds: 1, endSeconds: 4 },
      wasHeard: true,
    }),
  ]);
  const table = loadedTable(index);
  const row = table.row(0);
  assert.equal(row.decision, 'drop');
  assert.deepEqual(row.reasons, ['voice-over']);
  assert.equal(row.label, 'tap dancing');
  assert.equal(row.listedLabel, 'playing drums');
  assert.equal(row.note, 'a radio');
  assert.equal(row.rater, 'mk');
  assert.equal(row.judgedAtMs, 1000);
  assert.equal(row.judgedSeconds, 4);
  assert.equal(row.trimEndSeconds, 4);
  assert.equal(row.isHeard, 1);
  assert.equal(row.isConflict, 0);
  writer.undo(ids);
  assert.deepEqual(table.refresh(), [0]);
  assert.equal(table.text('decision', 0), '');
  assert.equal(table.text('state', 0), 'kept');
  assert.ok(Number.isNaN(table.number('judgedAtMs', 0)));
});

test('a refresh reads what this or another process wrote, and says which rows have other values', (t) => {
  const { index } = indexWithClips(t, 3);
  const table = loadedTable(index);
  assert.deepEqual(table.refresh(), []);
  createJudgementWriter(index).take([judgementOf(2, { decision: 'drop' })]);
  assert.deepEqual(table.refresh(), positionsOf(table, [2]));
  elsewhere(index, (other) => createJudgementWriter(other).take([judgementOf(3, { decision: 'ask' })]));
  assert.deepEqual(table.refresh(), positionsOf(table, [3]));
  elsewhere(index, (other) =>
    writeVerdicts(other, 'abc', [{ clipId: 1, verdict: { decision: 'drop', reasons: [{ code: 'silent' }] } }]),
  );
  assert.deepEqual(table.refresh(), positionsOf(table, [1]));
  assert.equal(table.text('code', positionOf(table, 1)), 'silent');
  assert.deepEqual(table.refresh(), []);
});

test('segments that are settled, or listed, while the table is open come into it', (t) => {
  const { index, runId } = indexWithPlan(t, [segmentOf(1), segmentOf(2)]);
  const table = loadedTable(index);
  elsewhere(index, (other) => {
    const attempt = { atMs: 1, source: 's', route: 'r', outcome: 'x', rawText: '', receivedBytes: 0, seconds: 0 };
    const settlement = { segmentId: 1, segment: segmentOf(1), retryAtMs: 0, clip: undefined };
    createSettlementWriter(other, runId).settle({ ...settlement, state: 'dead', code: 'video-private' }, [attempt]);
  });
  assert.deepEqual(table.refresh(), positionsOf(table, [1]));
  assert.deepEqual(table.row(positionOf(table, 1)).reasons, ['video-private']);
  elsewhere(index, (other) => planIn(other, [segmentOf(1), segmentOf(2), segmentOf(3)]));
  assert.deepEqual(table.refresh(1000), [2]);
  assert.equal(table.size, 3);
  assert.equal(table.text('id', 2), 'video-00003_000003');
});

test('new scores and new pairs of duplicates reach every row', (t) => {
  const { index } = indexWithClips(t, 4);
  const table = loadedTable(index);
  const scores = { ...NO_SCORES, probability: 0.9, spread: 0 };
  replaceScores(
    index,
    [1, 2, 3, 4].map((clipId) => ({ clipId, clipSha256: `sha-${clipId - 1}`, scores })),
  );
  assert.deepEqual([...table.refresh(1000)].sort(), [0, 1, 2, 3]);
  assert.equal(table.number('score', 3), 0.9);
  const pair = {
    firstClipId: 1,
    secondClipId: 3,
    pictureDistance: 0.01,
    soundDistance: undefined,
    soundLeadSeconds: undefined,
  };
  replaceLikePairs(index, { pictureWithin: 0.1, soundWithin: 0.1 }, [pair]);
  assert.deepEqual([...table.refresh(1000)].sort(), positionsOf(table, [1, 3]));
  assert.equal(table.number('duplicates', positionOf(table, 3)), 1);
});

test('files that were asked for anew leave their rows waiting', (t) => {
  const { index } = indexWithClips(t, 3);
  const table = loadedTable(index);
  elsewhere(index, (other) => requeueClips(other, ['clips/1.mp4']));
  assert.deepEqual(table.refresh(), positionsOf(table, [2]));
  const row = table.row(positionOf(table, 2));
  assert.equal(row.state, 'pending');
  assert.equal(row.clipId, undefined);
});

test('many changes are read over several refreshes, none of which takes long, and none is lost', (t) => {
  const { index } = indexWithClips(t, 400);
  const table = loadedTable(index);
  createJudgementWriter(index).take(Array.from({ length: 400 }, (_, at) => judgementOf(at + 1, { decision: 'drop' })));
  const seen = new Set<number>();
  let calls = 0;
  while (seen.size < 400 && calls < 10_000) {
    for (const position of table.refresh(0.2)) seen.add(position);
    calls++;
  }
  assert.equal(seen.size, 400);
  assert.ok(calls > 1);
  assert.equal(table.text('state', 399), 'dropped');
});

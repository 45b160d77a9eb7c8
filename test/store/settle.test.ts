import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identityHolds } from '../../src/dataset/clip-state.ts';
import type { MediaFacts } from '../../src/dataset/media-facts.ts';
import { attritionBy, countsOf } from '../../src/store/counts.ts';
import { type ClipRow, createSettlementWriter } from '../../src/store/settle.ts';
import { readWork } from '../../src/store/work.ts';
import { indexWithPlan, segmentOf } from '../helpers/index-with-plan.ts';

const facts: MediaFacts = {
  sizeBytes: 1234,
  sha256: 'f'.repeat(64),
  container: 'mov',
  video: {
    codec: 'h264',
    widthPx: 340,
    heightPx: 256,
    videoFps: 25,
    pixelFormat: 'yuv420p',
    startSeconds: 0,
    durationSeconds: 10,
    decodedVideoFrames: 250,
    staticRatio: 0,
    blackRatio: 0,
  },
  audio: {
    codec: 'aac',
    channels: 2,
    sampleRateHz: 44100,
    startSeconds: 0,
    durationSeconds: 10,
    meanLevelDbfs: Number.NEGATIVE_INFINITY,
    peakLevelDbfs: -3,
    sourceStreamCount: 1,
  },
  decodeErrors: [],
};

const clip: ClipRow = {
  path: 'clips/train/playing_drums/x.mp4',
  facts,
  verdict: {
    decision: 'drop',
    reasons: [{ code: 'silent', measurement: 'meanLevelDbfs', value: -91, threshold: -70 }],
  },
  source: 'folder',
  route: 'file',
  provenance: 'x',
  method: 're-encode',
  expectedDurationSeconds: 10,
};

const attempt = {
  atMs: 5,
  source: 'folder',
  route: 'file',
  outcome: 'acquired',
  rawText: '',
  receivedBytes: 9,
  seconds: 0.1,
};
const everything = { nowMs: 0, retry: [] } as const;

test('a settlement writes attempt, clip, facts, verdict and state together, and the identity holds', (t) => {
  const { index, plan, runId } = indexWithPlan(t, [segmentOf(1), segmentOf(2)]);
  const [work] = [...readWork(index, plan, everything)];
  createSettlementWriter(index, runId).settle({ ...work!, state: 'dropped', code: 'silent', retryAtMs: 0, clip }, [
    attempt,
  ]);
  const counts = countsOf(index, plan.corpusId);
  assert.deepEqual(counts.dropped, { silent: 1 });
  assert.equal(identityHolds(counts), true);
  const row = index
    .prepare('SELECT state, reason, path, mean_level_dbfs AS level FROM clip_list WHERE path IS NOT NULL')
    .get();
  assert.deepEqual(row, { state: 'dropped', reason: 'silent', path: clip.path, level: -200 });
  const verdict = index.prepare('SELECT decision, reasons FROM verdicts').get() as {
    decision: string;
    reasons: string;
  };
  assert.deepEqual([verdict.decision, JSON.parse(verdict.reasons)], ['drop', clip.verdict.reasons]);
  assert.equal(index.prepare('SELECT count(*) FROM ledger').pluck().get(), 1);
});

test('a settlement that fails half-way leaves nothing', (t) => {
  const { index, plan, runId } = indexWithPlan(t, [segmentOf(1)]);
  const [work] = [...readWork(index, plan, everything)];
  const broken = { ...clip, method: 'by-hand' as 'copy' };
  const writer = createSettlementWriter(index, runId);
  assert.throws(
    () => writer.settle({ ...work!, state: 'kept', code: undefined, retryAtMs: 0, clip: broken }, [attempt]),
    /CHECK/,
  );
  assert.equal(index.prepare('SELECT count(*) FROM attempts').pluck().get(), 0);
  assert.equal(countsOf(index, plan.corpusId).pending, 1);
});

test('the ledger is append-only', (t) => {
  const { index, plan, runId } = indexWithPlan(t, [segmentOf(1)]);
  const [work] = [...readWork(index, plan, everything)];
  createSettlementWriter(index, runId).recordAttempts(work!.segmentId, [attempt]);
  assert.throws(() => index.exec(`UPDATE attempts SET outcome = 'nothing happened'`), /append-only/);
  assert.throws(() => index.exec('DELETE FROM attempts'), /append-only/);
});

test('attrition is counted by class, split, source and reason, and a clip nobody delivered counts for the source asked last', (t) => {
  const { index, plan, runId } = indexWithPlan(t, [segmentOf(1), segmentOf(2, 'tickling', 'val'), segmentOf(3)]);
  const [first, second] = [...readWork(index, plan, everything)];
  const writer = createSettlementWriter(index, runId);
  writer.settle({ ...first!, state: 'kept', code: undefined, retryAtMs: 0, clip }, [attempt]);
  const asked = [
    { ...attempt, outcome: 'absent' },
    { ...attempt, atMs: 6, source: 'youtube', outcome: 'video-removed' },
  ];
  writer.settle({ ...second!, state: 'dead', code: 'video-removed', retryAtMs: 0, clip: undefined }, asked);
  const groups = (grouping: 'class' | 'split' | 'source' | 'reason') =>
    attritionBy(index, plan.corpusId, grouping).map(({ group, listed, kept, dead, pending }) => [
      group,
      listed,
      kept,
      dead,
      pending,
    ]);
  assert.deepEqual(groups('class'), [
    ['playing drums', 2, 1, 0, 1],
    ['tickling', 1, 0, 1, 0],
  ]);
  assert.deepEqual(groups('split'), [
    ['train', 2, 1, 0, 1],
    ['val', 1, 0, 1, 0],
  ]);
  assert.deepEqual(groups('source'), [
    ['(not tried)', 1, 0, 0, 1],
    ['folder', 1, 1, 0, 0],
    ['youtube', 1, 0, 1, 0],
  ]);
  assert.deepEqual(groups('reason'), [
    ['dead: video-removed', 1, 0, 1, 0],
    ['kept', 1, 1, 0, 0],
    ['pending', 1, 0, 0, 1],
  ]);
});

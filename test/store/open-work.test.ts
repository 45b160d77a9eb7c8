import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CorrespondenceScores } from '../../src/dataset/evidence.ts';
import { SIGNAL_MEASUREMENTS_VERSION } from '../../src/dataset/signal-measurements.ts';
import { createJudgementWriter } from '../../src/store/judgements.ts';
import { readLastAudit, readOpenWork, readRecentSeconds } from '../../src/store/open-work.ts';
import { readLastRuns, readLastSources, startRun } from '../../src/store/runs.ts';
import { replaceScores } from '../../src/store/scores.ts';
import { indexWithClips } from '../helpers/index-with-clips.ts';
import { judgementOf } from '../helpers/judgement.ts';

const CORPUS = 1;
const ABSTAINED = { mismatch: undefined, probability: undefined } as CorrespondenceScores;

test('what is not measured or not scored yet is counted; what facts drop needs no score', (t) => {
  const { index, clipIds } = indexWithClips(t, 4);
  assert.deepEqual(readOpenWork(index, CORPUS), { clips: 4, unmeasured: 4, unscored: 4 });
  const measure = index.prepare(
    `INSERT INTO measurements (clip_id, clip_sha256, version, measured_at, scene_cut_seconds, picture_hash) VALUES (?, ?, ?, '', '[]', x'')`,
  );
  measure.run(clipIds[0], 'sha-0', SIGNAL_MEASUREMENTS_VERSION);
  measure.run(clipIds[1], 'sha of other bytes', SIGNAL_MEASUREMENTS_VERSION);
  measure.run(clipIds[2], 'sha-2', SIGNAL_MEASUREMENTS_VERSION - 1);
  replaceScores(index, [{ clipId: clipIds[0]!, clipSha256: 'sha-0', scores: ABSTAINED }]);
  index.prepare(`UPDATE segments SET state = 'dropped', code = 'silent' WHERE clip_id = ?`).run(clipIds[3]);
  assert.deepEqual(readOpenWork(index, CORPUS), { clips: 4, unmeasured: 3, unscored: 2 });
});

test('the pace is that of clips that were looked at, taken back ones left out', (t) => {
  const { index, clipIds } = indexWithClips(t, 3);
  const writer = createJudgementWriter(index);
  writer.take([judgementOf(clipIds[0]!, { seconds: 3 })]);
  writer.undo(writer.take([judgementOf(clipIds[1]!, { seconds: 5 })]));
  writer.take([judgementOf(clipIds[1]!, { seconds: undefined, via: 'judge' })]);
  writer.take([judgementOf(clipIds[2]!, { seconds: 7 })]);
  assert.deepEqual(readRecentSeconds(index, 20), [7, 3]);
  assert.deepEqual(readRecentSeconds(index, 1), [7]);
});

test('a corpus that was never audited has no last audit', (t) => {
  const { index } = indexWithClips(t, 1);
  assert.equal(readLastAudit(index, CORPUS), undefined);
});

test('the last runs come latest first, and the sources of the last fetch are known', (t) => {
  const { index } = indexWithClips(t, 1);
  const planId = index.prepare('SELECT id FROM plans').pluck().get() as number;
  const started = { planId, programVersion: '1', toolVersions: {} };
  startRun(index, { ...started, command: 'fetch', config: { sources: ['folder:/a', 'youtube'] } });
  startRun(index, { ...started, planId: undefined, command: 'filter', config: {} });
  assert.deepEqual(
    readLastRuns(index, 2).map(({ command, ending }) => [command, ending]),
    [
      ['filter', undefined],
      ['fetch', undefined],
    ],
  );
  assert.deepEqual(readLastSources(index, CORPUS), ['folder:/a', 'youtube']);
  assert.deepEqual(readLastSources(index, 99), []);
});

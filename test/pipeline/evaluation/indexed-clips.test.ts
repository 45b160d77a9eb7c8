import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipName } from '../../../src/dataset/segment.ts';
import { indexedClips } from '../../../src/pipeline/evaluation/indexed-clips.ts';
import { createJudgementWriter } from '../../../src/store/judgements.ts';
import type { Index } from '../../../src/store/open.ts';
import { indexWithPlan, segmentOf } from '../../helpers/index-with-plan.ts';
import { judgementOf } from '../../helpers/judgement.ts';
import { temporaryFolder } from '../../helpers/programs.ts';

const CONTEXT = { ffprobePath: 'ffprobe', abortSignal: new AbortController().signal, timeLimitSeconds: 10 };

/** Rows as a settlement and the filter would write them, without the rest of it. */
function addClip(
  index: Index,
  runId: number,
  id: number,
  changes: { audio?: null; facts?: string; human?: 'drop' } = {},
) {
  const { audio = 'aac', facts = '[]', human } = changes;
  index
    .prepare(
      `INSERT INTO clips (id, video_id, start_seconds, end_seconds, path, size_bytes, sha256, source, route, provenance, method,
         expected_duration_seconds, run_id, made_at)
       SELECT id, video_id, start_seconds, end_seconds, 'clips/train/x/' || id || '.mp4', 1, 'sha', '', '', '', 'copy', 10, ?, ''
       FROM segments WHERE id = ?`,
    )
    .run(runId, id);
  index
    .prepare(
      `INSERT INTO media_facts (clip_id, container, video_codec, audio_codec, decode_errors) VALUES (?, 'mp4', 'h264', ?, '[]')`,
    )
    .run(id, audio);
  const verdict = index.prepare(
    `INSERT INTO verdicts (clip_id, decided_at, decided_by, decision, reasons) VALUES (?, '', ?, ?, ?)`,
  );
  verdict.run(id, 'facts', facts === '[]' ? 'keep' : 'drop', facts);
  const state = facts === '[]' ? 'kept' : 'dropped';
  index.prepare('UPDATE segments SET clip_id = id, state = ? WHERE id = ?').run(state, id);
  if (human !== undefined) createJudgementWriter(index).take([judgementOf(id, { decision: human })]);
}

test('clips with picture and sound that facts and people leave are taken, whatever the filter said', async (t) => {
  const segments = [1, 2, 3, 4, 5].map((number) => segmentOf(number));
  const { index, runId } = indexWithPlan(t, segments);
  addClip(index, runId, 1);
  addClip(index, runId, 2, { audio: null });
  addClip(index, runId, 3, { facts: '[{"code":"silent"}]' });
  addClip(index, runId, 4, { human: 'drop' });
  addClip(index, runId, 5);
  index.exec(`UPDATE segments SET state = 'dropped', code = 'out-of-sync' WHERE id = 5`);
  const clips = await indexedClips(index, temporaryFolder(t), CONTEXT, 100, 1);
  assert.deepEqual(clips.map((clip) => clip.clipName).sort(), [segments[0]!, segments[4]!].map(clipName).sort());
  assert.deepEqual(clips[0]!.streams, { videoIndex: 0, audioIndex: 1 });
});

test('of many clips as many as wanted are drawn, the classes in turn', async (t) => {
  const labelOf = (number: number): string => (number <= 20 ? 'playing drums' : 'tap dancing');
  const { index, runId } = indexWithPlan(
    t,
    Array.from({ length: 24 }, (_, at) => segmentOf(at + 1, labelOf(at + 1))),
  );
  for (let id = 1; id <= 24; id += 1) addClip(index, runId, id);
  const clips = await indexedClips(index, temporaryFolder(t), CONTEXT, 6, 1);
  const dancing = clips.filter(({ segment }) => segment.label === 'tap dancing');
  assert.deepEqual([clips.length, dancing.length], [6, 3]);
});

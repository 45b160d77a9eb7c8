import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_POLICY } from '../../src/dataset/policy.ts';
import { lockCorpus } from '../../src/pipeline/lock-corpus.ts';
import { corporaOf } from '../../src/store/counts.ts';
import { replaceLikePairs } from '../../src/store/like-clips.ts';
import type { Index } from '../../src/store/open.ts';
import { endRun, startRun } from '../../src/store/runs.ts';
import { writeVerdicts } from '../../src/store/verdicts.ts';
import { indexWithClips } from '../helpers/index-with-clips.ts';
import { planIn, segmentOf } from '../helpers/index-with-plan.ts';

function lockOfFirst(index: Index) {
  return lockCorpus(index, corporaOf(index)[0]!);
}

test('a corpus that was fetched and not filtered: all clips, no policy, the programs that cut them', (t) => {
  const { index } = indexWithClips(t, 3);
  const { lock, leftOut, unfilteredClips } = lockOfFirst(index);
  assert.equal(lock.corpus, 'ks-test');
  assert.equal(lock.manifestSha256, 'abc');
  assert.equal(lock.policy, undefined);
  assert.deepEqual(lock.tools, { 'ks-build': '0', ffmpeg: '5.1' });
  assert.deepEqual(lock.clips[1], {
    name: 'video-00001_000001_000011',
    videoId: 'video-00001',
    startSeconds: 1,
    endSeconds: 11,
    label: 'playing drums',
    split: 'train',
    videoGroup: 'video-00001',
    path: 'clips/1.mp4',
    sha256: 'sha-1',
    verdict: 'kept',
    reasons: [],
    isHuman: false,
  });
  assert.deepEqual({ leftOut, unfilteredClips }, { leftOut: {}, unfilteredClips: 3 });
});

test('verdicts of the filter, and its policy, stand in the lock of a filtered corpus', (t) => {
  const { index, clipIds } = indexWithClips(t, 3);
  const run = startRun(index, {
    command: 'filter',
    planId: undefined,
    programVersion: '1',
    toolVersions: { ffmpeg: '6.0' },
    config: { policy: DEFAULT_POLICY, jobs: 2 },
  });
  const reasons = [{ code: 'music-bed', value: 0.9 }, { code: 'voice-over' }] as const;
  writeVerdicts(index, 'a', [
    { clipId: clipIds[0]!, verdict: { decision: 'keep', reasons: [] } },
    { clipId: clipIds[1]!, verdict: { decision: 'drop', reasons } },
    { clipId: clipIds[2]!, verdict: { decision: 'ask', reasons: [{ code: 'uncertain' }] } },
  ]);
  assert.equal(lockOfFirst(index).lock.policy, undefined, 'a filter at work has not decided yet');
  endRun(index, run, 'done');
  const { lock, unfilteredClips } = lockOfFirst(index);
  assert.deepEqual(lock.policy, JSON.parse(JSON.stringify(DEFAULT_POLICY)));
  assert.deepEqual(lock.tools, { 'ks-build': '0, 1', ffmpeg: '5.1, 6.0' });
  assert.deepEqual(
    lock.clips.map(({ verdict, reasons: codes }) => [verdict, ...codes]),
    [['kept'], ['dropped', 'music-bed', 'voice-over'], ['ask', 'uncertain']],
  );
  assert.equal(unfilteredClips, 0);
});

test("a person's word and label stand for the filter's, what is wrong with the file stays", (t) => {
  const { index, clipIds } = indexWithClips(t, 2);
  index.exec(`
    INSERT INTO verdicts (clip_id, decided_at, decided_by, decision, reasons)
      VALUES (${clipIds[0]}, '2026-01-01', 'facts', 'drop', '[{"code":"no-audio"}]'),
             (${clipIds[0]}, '2026-01-01', 'filter', 'drop', '[{"code":"no-audio"},{"code":"low-correspondence"}]');
    UPDATE segments SET state = 'dropped', code = 'by-hand', curated_label = 'playing piano' WHERE clip_id = ${clipIds[0]};
    INSERT INTO judgements (video_id, start_seconds, end_seconds, segment_id, clip_sha256, rater, at_ms, recorded_at_ms, via, decision, note,
                            was_heard, seen, batch, revision)
      SELECT k.video_id, k.start_seconds, k.end_seconds, s.id, k.sha256, 'anna', 0, 0, 'curate', 'drop', '', 1, '[]', 1, 1
      FROM clips k JOIN segments s ON s.clip_id = k.id WHERE k.id = ${clipIds[0]};`);
  const [first, second] = lockOfFirst(index).lock.clips;
  assert.deepEqual(
    [first!.isHuman, first!.verdict, first!.reasons, first!.label],
    [true, 'dropped', ['by-hand', 'no-audio'], 'playing piano'],
  );
  assert.equal(second!.isHuman, false);
});

test('copies of a video are one group, also through a third', (t) => {
  const { index, clipIds } = indexWithClips(t, 4);
  const alike = { pictureDistance: 0.05, soundDistance: undefined, soundLeadSeconds: undefined };
  replaceLikePairs(index, DEFAULT_POLICY.duplicates, [
    { firstClipId: clipIds[1]!, secondClipId: clipIds[3]!, ...alike },
    { firstClipId: clipIds[0]!, secondClipId: clipIds[3]!, ...alike },
  ]);
  assert.deepEqual(
    lockOfFirst(index).lock.clips.map(({ videoGroup }) => videoGroup),
    ['video-00000', 'video-00000', 'video-00002', 'video-00000'],
  );
});

test('of a workspace with several corpora each is locked with its own splits and labels', (t) => {
  const { index } = indexWithClips(t, 2);
  planIn(index, [segmentOf(1, 'drumming', 'test'), segmentOf(7)], 'ks-other');
  const other = corporaOf(index).find(({ name }) => name === 'ks-other')!;
  const { lock, leftOut } = lockCorpus(index, other);
  assert.deepEqual(
    lock.clips.map(({ name, label, split }) => [name, label, split]),
    [['video-00001_000001_000011', 'drumming', 'test']],
  );
  assert.deepEqual(leftOut, { pending: 1 });
});

test('a corpus without clips cannot be locked', (t) => {
  const { index } = indexWithClips(t, 0);
  planIn(index, [segmentOf(1)]);
  assert.throws(() => lockOfFirst(index), /expected clips of ks-test, got none; run `ks-build fetch ks-test`/);
});

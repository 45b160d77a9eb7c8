import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Judgement } from '../../src/dataset/judgement.ts';
import { StoreError } from '../../src/errors.ts';
import { requeueClips } from '../../src/store/clip-files.ts';
import { createJudgementWriter, readJudgements } from '../../src/store/judgements.ts';
import { type Index, openIndexForJudging, openIndexForReading } from '../../src/store/open.ts';
import { createSettlementWriter } from '../../src/store/settle.ts';
import { readDecidedClips, writeVerdicts } from '../../src/store/verdicts.ts';
import { indexWithClips } from '../helpers/index-with-clips.ts';
import { indexWithPlan, segmentOf } from '../helpers/index-with-plan.ts';
import { judgementOf } from '../helpers/judgement.ts';

const stateOf = (index: Index, segmentId = 1): string => {
  const { state, code, label } = index
    .prepare(`SELECT state, code, coalesce(curated_label, '-') AS label FROM segments WHERE id = ?`)
    .get(segmentId) as { state: string; code: string; label: string };
  return `${state} ${code || '-'} ${label}`;
};

test('a judgement comes back as it was taken', (t) => {
  const { index } = indexWithClips(t, 1);
  const judgement: Judgement = {
    clipId: 1,
    segmentId: 1,
    rater: 'mk',
    atMs: 1_700_000_000_123,
    decision: 'drop',
    reason: 'voice-over',
    label: 'tap dancing',
    trim: { startSeconds: 0, endSeconds: 7.5 },
    note: 'a radio\tplays',
    seconds: 3.25,
    wasHeard: true,
    seen: ['strip', 'mel'],
    via: 'curate',
  };
  const [id] = createJudgementWriter(index).take([judgement]);
  const { clipId: _, ...said } = judgement;
  const [stored, ...others] = readJudgements(index, 1);
  assert.deepEqual(others, []);
  assert.deepEqual(stored, {
    ...said,
    id,
    batch: id,
    clipSha256: 'sha-0',
    listedLabel: 'playing drums',
    recordedAtMs: stored!.recordedAtMs,
    undoneAtMs: undefined,
  });
});

test('states follow what a person says: kept, dropped with the reason or by hand, asked again when unsure', (t) => {
  const { index } = indexWithClips(t, 4);
  createJudgementWriter(index).take([
    judgementOf(1),
    judgementOf(2, { decision: 'drop', reason: 'music-bed' }),
    judgementOf(3, { decision: 'drop' }),
    judgementOf(4, { decision: 'ask' }),
  ]);
  assert.deepEqual(
    [1, 2, 3, 4].map((id) => stateOf(index, id)),
    ['kept - -', 'dropped music-bed -', 'dropped by-hand -', 'ask unsure -'],
  );
});

test('undo goes back to the word before, then to the latest verdict; redo says it again', (t) => {
  const { index } = indexWithClips(t, 1);
  writeVerdicts(index, 'abc', [{ clipId: 1, verdict: { decision: 'ask', reasons: [{ code: 'uncertain' }] } }]);
  const writer = createJudgementWriter(index);
  const [first] = writer.take([judgementOf(1, { decision: 'drop', reason: 'silent' })]) as [number];
  const [second] = writer.take([judgementOf(1, { decision: 'keep' })]) as [number];
  assert.equal(stateOf(index), 'kept - -');
  writer.undo([second]);
  assert.equal(stateOf(index), 'dropped silent -');
  writer.undo([first]);
  assert.equal(stateOf(index), 'ask uncertain -');
  writer.redo([first]);
  assert.equal(stateOf(index), 'dropped silent -');
  writer.redo([second]);
  assert.equal(stateOf(index), 'kept - -');
});

test('without a filter, undo goes back to what the facts said', (t) => {
  const { index } = indexWithClips(t, 1);
  const writer = createJudgementWriter(index);
  writer.undo(writer.take([judgementOf(1, { decision: 'drop' })]));
  assert.equal(stateOf(index), 'kept - -');
});

test('many are taken, undone and redone as one', (t) => {
  const { index } = indexWithClips(t, 3);
  const writer = createJudgementWriter(index);
  const ids = writer.take([1, 2, 3].map((id) => judgementOf(id, { decision: 'drop' })));
  assert.equal(new Set([1, 2, 3].map((id) => readJudgements(index, id)[0]!.batch)).size, 1);
  writer.undo(ids);
  assert.deepEqual(
    [1, 2, 3].map((id) => stateOf(index, id)),
    ['kept - -', 'kept - -', 'kept - -'],
  );
});

test('a judgement that cannot be taken takes none of its batch', (t) => {
  const { index } = indexWithClips(t, 2);
  const writer = createJudgementWriter(index);
  const wrong = judgementOf(2, { decision: 'perhaps' as 'keep' });
  assert.throws(() => writer.take([judgementOf(1, { decision: 'drop' }), wrong]));
  assert.equal(stateOf(index), 'kept - -');
  assert.deepEqual(readJudgements(index, 1), []);
});

test('a better label goes to the segment that was shown, stays when nothing is said of it, and can be taken back', (t) => {
  const { index } = indexWithClips(t, 1);
  const writer = createJudgementWriter(index);
  const [first] = writer.take([judgementOf(1, { label: 'tap dancing' })]) as [number];
  assert.equal(stateOf(index), 'kept - tap dancing');
  assert.equal(readDecidedClips(index)[0]!.segment.label, 'tap dancing');
  writer.take([judgementOf(1)]);
  assert.equal(stateOf(index), 'kept - tap dancing');
  const [third] = writer.take([judgementOf(1, { label: 'playing drums' })]) as [number];
  assert.equal(stateOf(index), 'kept - -');
  writer.undo([third]);
  assert.equal(stateOf(index), 'kept - tap dancing');
  writer.undo([first]);
  assert.equal(stateOf(index), 'kept - -');
});

function settleAgain(index: Index, sha256: string): void {
  const clip = {
    path: 'clips/again.mp4',
    facts: { sizeBytes: 1, sha256, container: 'mov', decodeErrors: [] },
    verdict: { decision: 'keep', reasons: [] },
    source: 'folder',
    route: 'file',
    provenance: '',
    method: 're-encode',
    expectedDurationSeconds: 10,
  } as const;
  createSettlementWriter(index, 1).settle(
    { segmentId: 1, segment: segmentOf(0), state: 'kept', code: undefined, retryAtMs: 0, clip },
    [],
  );
}

test('a clip that is cut again keeps the word of a person, also when its row was gone meanwhile', (t) => {
  const { index } = indexWithClips(t, 1);
  createJudgementWriter(index).take([judgementOf(1, { decision: 'drop', label: 'tap dancing' })]);
  settleAgain(index, 'other');
  assert.equal(stateOf(index), 'dropped by-hand tap dancing');
  requeueClips(index, ['clips/again.mp4']);
  assert.equal(stateOf(index), 'pending - tap dancing');
  settleAgain(index, 'third');
  assert.equal(stateOf(index), 'dropped by-hand tap dancing');
  const { id } = index.prepare('SELECT id FROM clips').get() as { id: number };
  assert.deepEqual(
    readJudgements(index, id).map(({ clipSha256 }) => clipSha256),
    ['sha-0'],
  );
});

test('a clip that is cut again after everything was undone follows its facts', (t) => {
  const { index } = indexWithClips(t, 1);
  const writer = createJudgementWriter(index);
  writer.undo(writer.take([judgementOf(1, { decision: 'drop' })]));
  settleAgain(index, 'other');
  assert.equal(stateOf(index), 'kept - -');
});

test('what others said of a clip that is not here yet waits for it', (t) => {
  const { index } = indexWithPlan(t, [segmentOf(0)]);
  createJudgementWriter(index).take([
    judgementOf(1, { via: 'import', rater: 'ann', decision: 'drop', label: 'tap dancing' }),
  ]);
  assert.equal(stateOf(index), 'pending - tap dancing');
  settleAgain(index, 'sha');
  assert.equal(stateOf(index), 'dropped by-hand tap dancing');
});

test('judgements are never changed or deleted', (t) => {
  const { index } = indexWithClips(t, 1);
  createJudgementWriter(index).take([judgementOf(1)]);
  assert.throws(() => index.exec(`UPDATE judgements SET decision = 'drop'`), /undone, not changed/);
  assert.throws(() => index.exec('DELETE FROM judgements'), /undone, not deleted/);
});

test('an index that cannot be written takes nothing and says what to do', (t) => {
  const { index } = indexWithClips(t, 1);
  const reader = openIndexForReading(index.name);
  t.after(() => reader.close());
  assert.throws(
    () => createJudgementWriter(reader).take([judgementOf(1)]),
    (error) => error instanceof StoreError && /cannot be written here; check the permissions/.test(error.message),
  );
});

test('the connection for judging puts every commit on disk, and makes no index where there is none', (t) => {
  const { index } = indexWithClips(t, 1);
  const judging = openIndexForJudging(index.name);
  t.after(() => judging.close());
  const FULL = 2;
  assert.equal(judging.pragma('synchronous', { simple: true }), FULL);
  assert.throws(() => openIndexForJudging(`${index.name}.missing`), /expected an index, found none/);
});

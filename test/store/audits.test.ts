import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Audit, AuditAnswer } from '../../src/dataset/audit.ts';
import { clipName } from '../../src/dataset/segment.ts';
import type { Verdict } from '../../src/dataset/verdict.ts';
import { readAuditableCorpus } from '../../src/store/audit-population.ts';
import {
  auditNames,
  countMovedVerdicts,
  createAuditWriter,
  readAudit,
  readAuditAnswers,
  readAuditClips,
  writeAudit,
} from '../../src/store/audits.ts';
import { writeVerdicts } from '../../src/store/verdicts.ts';
import { indexWithClips } from '../helpers/index-with-clips.ts';
import { segmentOf } from '../helpers/index-with-plan.ts';

const KEEP: Verdict = { decision: 'keep', reasons: [] };
const ASK: Verdict = { decision: 'ask', reasons: [{ code: 'no-evidence' }] };
const drop = (...codes: ('music-bed' | 'duplicate-sound')[]): Verdict => {
  const [first, ...others] = codes.map((code) => ({ code }));
  return { decision: 'drop', reasons: [first!, ...others] };
};

const AUDIT: Audit = {
  name: 'first',
  corpus: 'ks-test',
  seed: 3,
  policy: 'abc',
  drawnAtMs: 1000,
  population: { keep: 2, drop: 0, ask: 0, leftOut: { facts: 1, otherReasons: 0, unfiltered: 4 } },
  strata: [{ band: 10, labels: ['playing drums'], population: 2 }],
  items: [1, 0].map((number) => ({
    clipName: clipName(segmentOf(number)),
    stratum: 0,
    decision: 'keep',
    decisionWithPeople: 'drop',
    probability: number === 0 ? undefined : 0.9,
  })),
};

function answer(position: number, rater: string, more: Partial<AuditAnswer> = {}): AuditAnswer {
  return { position, rater, word: 'belongs', atMs: 5, seconds: undefined, wasHeard: false, ...more };
}

function auditedIndex(t: TestContext) {
  const { index, clipIds } = indexWithClips(t, 2);
  writeAudit(index, AUDIT);
  return { index, clipIds, writer: createAuditWriter(index, 'first') };
}

test('an audit is about the clips that their facts leave and the filter decided on, for sound and picture', (t) => {
  const { index, clipIds } = indexWithClips(t, 6);
  const verdicts = [KEEP, ASK, drop('music-bed'), drop('duplicate-sound'), drop('duplicate-sound', 'music-bed')];
  writeVerdicts(
    index,
    'abc',
    verdicts.map((verdict, at) => ({ clipId: clipIds[at]!, verdict })),
  );
  const corpusId = index.prepare('SELECT id FROM corpora').pluck().get() as number;
  const { clips, population, policy } = readAuditableCorpus(index, corpusId);
  assert.deepEqual(population, { keep: 1, drop: 2, ask: 1, leftOut: { facts: 0, otherReasons: 1, unfiltered: 1 } });
  assert.deepEqual(
    clips.map((clip) => [clip.clipName, clip.decision, clip.decisionWithPeople, clip.label, clip.probability]).sort(),
    [0, 1, 2, 4].map((number) => {
      const decision = number === 0 ? 'keep' : number === 1 ? 'ask' : 'drop';
      return [clipName(segmentOf(number)), decision, decision, 'playing drums', undefined];
    }),
  );
  assert.equal(policy, 'abc');
});

test('an audit is read as it was written', (t) => {
  const { index } = auditedIndex(t);
  assert.deepEqual(readAudit(index, 'first'), AUDIT);
  assert.deepEqual(auditNames(index), ['first']);
  assert.equal(readAudit(index, 'second'), undefined);
  assert.throws(() => writeAudit(index, AUDIT), /UNIQUE/);
});

test('a person has one answer to a question; undone, there is room for another', (t) => {
  const { index, writer } = auditedIndex(t);
  writer.answer([answer(0, 'mk', { seconds: 2.5, wasHeard: true })]);
  assert.throws(() => writer.answer([answer(1, 'mk'), answer(0, 'mk', { word: 'does-not' })]), {
    code: 'store',
    message: /answered this question elsewhere/,
  });
  assert.deepEqual(readAuditAnswers(index, 'first'), [answer(0, 'mk', { seconds: 2.5, wasHeard: true })]);
  writer.undo(0, 'mk');
  assert.deepEqual(readAuditAnswers(index, 'first'), []);
  writer.answer([answer(0, 'mk', { word: 'does-not' }), answer(0, 'other')]);
  assert.deepEqual(
    readAuditAnswers(index, 'first').map(({ rater, word }) => `${rater} ${word}`),
    ['mk does-not', 'other belongs'],
  );
  assert.equal(index.prepare('SELECT count(*) FROM audit_answers').pluck().get(), 3);
});

test('answers are neither changed nor deleted', (t) => {
  const { index, writer } = auditedIndex(t);
  writer.answer([answer(0, 'mk')]);
  assert.throws(() => index.exec(`UPDATE audit_answers SET word = 'does-not'`), /undone, not changed/);
  assert.throws(() => index.exec('DELETE FROM audit_answers'), /undone, not deleted/);
});

test('a question whose clip is not in this workspace is said to have no file', (t) => {
  const { index, clipIds } = auditedIndex(t);
  index.exec(
    `UPDATE segments SET clip_id = NULL WHERE clip_id = ${clipIds[0]}; DELETE FROM clips WHERE id = ${clipIds[0]}`,
  );
  assert.deepEqual(
    readAuditClips(index, 'first').map(({ position, clipName: name, file }) => [position, name, file?.path]),
    [
      [0, clipName(segmentOf(1)), 'clips/1.mp4'],
      [1, clipName(segmentOf(0)), undefined],
    ],
  );
});

test('a filter that decided anew is noticed', (t) => {
  const { index, clipIds } = auditedIndex(t);
  const decide = (verdict: Verdict) => writeVerdicts(index, 'abc', [{ clipId: clipIds[0]!, verdict }]);
  decide(KEEP);
  assert.equal(countMovedVerdicts(index, 'first'), 0);
  decide(drop('music-bed'));
  assert.equal(countMovedVerdicts(index, 'first'), 1);
});

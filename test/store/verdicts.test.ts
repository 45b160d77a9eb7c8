import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Verdict } from '../../src/dataset/verdict.ts';
import { createJudgementWriter } from '../../src/store/judgements.ts';
import { readDecidedClips, writeVerdicts } from '../../src/store/verdicts.ts';
import { indexWithClips } from '../helpers/index-with-clips.ts';
import { judgementOf } from '../helpers/judgement.ts';

const DROP: Verdict = {
  decision: 'drop',
  reasons: [
    { code: 'music-bed', measurement: 'musicBedProbability', value: 0.9, threshold: 0.5, classPercentile: 0.75 },
  ],
};
const KEEP: Verdict = { decision: 'keep', reasons: [] };
const ASK: Verdict = { decision: 'ask', reasons: [{ code: 'no-evidence' }] };

const states = (index: Parameters<typeof readDecidedClips>[0]): string[] =>
  readDecidedClips(index).map(({ state, code }) => `${state} ${code}`.trim());

test("the filter's verdicts become states, each with its first reason", (t) => {
  const { index, clipIds } = indexWithClips(t, 3);
  const verdicts = [DROP, KEEP, ASK].map((verdict, at) => ({ clipId: clipIds[at]!, verdict }));
  assert.equal(writeVerdicts(index, 'abc', verdicts), 2);
  assert.deepEqual(states(index), ['dropped music-bed', 'kept', 'ask no-evidence']);
  assert.equal(writeVerdicts(index, 'abc', verdicts), 0);
});

test('a verdict is kept with its reasons and policy; the same one twice is one row', (t) => {
  const { index, clipIds } = indexWithClips(t, 1);
  const [clipId] = clipIds as [number];
  for (const verdict of [DROP, DROP, KEEP]) writeVerdicts(index, 'abc', [{ clipId, verdict }]);
  const rows = index
    .prepare(`SELECT decision, reasons, policy FROM verdicts WHERE decided_by = 'filter' ORDER BY id`)
    .all() as { decision: string; reasons: string; policy: string }[];
  assert.deepEqual(
    rows.map(({ decision, policy }) => [decision, policy]),
    [
      ['drop', 'abc'],
      ['keep', 'abc'],
    ],
  );
  assert.deepEqual(JSON.parse(rows[0]!.reasons), DROP.reasons);
});

test('the word of a person wins over the filter, before and after; both are kept', (t) => {
  const { index, clipIds } = indexWithClips(t, 1);
  const [clipId] = clipIds as [number];
  writeVerdicts(index, 'abc', [{ clipId, verdict: DROP }]);
  createJudgementWriter(index).take([judgementOf(clipId, { decision: 'keep' })]);
  assert.deepEqual(states(index), ['kept']);
  writeVerdicts(index, 'abd', [{ clipId, verdict: ASK }]);
  assert.deepEqual(states(index), ['kept']);
  assert.equal(readDecidedClips(index)[0]!.isHuman, true);
  const authors = index.prepare('SELECT decided_by FROM verdicts ORDER BY id').pluck().all();
  assert.deepEqual(authors, ['facts', 'filter', 'filter']);
});

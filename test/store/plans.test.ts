import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countsOf } from '../../src/store/counts.ts';
import { findPlan } from '../../src/store/plans.ts';
import { createSettlementWriter } from '../../src/store/settle.ts';
import { countWork, readWork } from '../../src/store/work.ts';
import { indexWithPlan, planIn, segmentOf } from '../helpers/index-with-plan.ts';

const five = [1, 2, 3, 4, 5].map((number) => segmentOf(number));
const everything = { nowMs: 0, retry: [] } as const;

test('a plan lists its segments once, however often it is written', (t) => {
  const { index, plan } = indexWithPlan(t, five);
  const again = planIn(index, five);
  assert.equal(again.id, plan.id);
  assert.equal(countsOf(index, plan.corpusId).listed, 5);
  assert.deepEqual(findPlan(index, { corpusName: 'ks-test', manifestSha256: 'abc', selection: '{}' }), again);
  assert.equal(findPlan(index, { corpusName: 'ks-test', manifestSha256: 'other', selection: '{}' }), undefined);
});

test('a partial plan has only its own segments as work, beside others of the same corpus', (t) => {
  const { index } = indexWithPlan(t, five);
  const partial = planIn(index, five.slice(1, 3), 'ks-test', '{"limit":2}');
  const work = [...readWork(index, partial, everything)].map(({ segment }) => segment);
  assert.deepEqual(work, five.slice(1, 3));
  assert.equal(countWork(index, partial, everything), 2);
});

test('work comes in the order of the manifest, over more than one page', (t) => {
  const many = Array.from({ length: 1203 }, (_, number) => segmentOf(number));
  const { index, plan } = indexWithPlan(t, many);
  assert.deepEqual(
    [...readWork(index, plan, everything)].map(({ segment }) => segment),
    many,
  );
});

test('rows settled while the work is read are not yielded twice nor skipped over', (t) => {
  const many = Array.from({ length: 1100 }, (_, number) => segmentOf(number));
  const { index, plan, runId } = indexWithPlan(t, many);
  const writer = createSettlementWriter(index, runId);
  let seen = 0;
  for (const { segmentId, segment } of readWork(index, plan, everything)) {
    seen += 1;
    writer.settle({ segmentId, segment, state: 'dead', code: 'video-removed', retryAtMs: 0, clip: undefined }, []);
  }
  assert.equal(seen, 1100);
});

test('a deferred clip is work when its time has come or it is asked for; a dead one only when asked for', (t) => {
  const { index, plan, runId } = indexWithPlan(t, five);
  const writer = createSettlementWriter(index, runId);
  const [first, second] = [...readWork(index, plan, everything)];
  writer.settle({ ...first!, state: 'deferred', code: 'network', retryAtMs: 1000, clip: undefined }, []);
  writer.settle({ ...second!, state: 'dead', code: 'video-removed', retryAtMs: 0, clip: undefined }, []);
  assert.equal(countWork(index, plan, { nowMs: 999, retry: [] }), 3);
  assert.equal(countWork(index, plan, { nowMs: 1000, retry: [] }), 4);
  assert.equal(countWork(index, plan, { nowMs: 0, retry: ['deferred'] }), 4);
  assert.equal(countWork(index, plan, { nowMs: 0, retry: ['dead'] }), 4);
  assert.equal(countWork(index, plan, { nowMs: 0, retry: ['deferred', 'dead', 'failed'] }), 5);
});

test('a second corpus of the workspace takes over what the first has settled', (t) => {
  const { index, plan, runId } = indexWithPlan(t, five);
  const writer = createSettlementWriter(index, runId);
  const [first] = [...readWork(index, plan, everything)];
  writer.settle({ ...first!, state: 'dead', code: 'video-private', retryAtMs: 0, clip: undefined }, []);
  const other = planIn(index, [five[0]!, segmentOf(9)], 'other');
  const counts = countsOf(index, other.corpusId);
  assert.deepEqual(
    { listed: counts.listed, dead: counts.dead, pending: counts.pending },
    { listed: 2, dead: { 'video-private': 1 }, pending: 1 },
  );
});

test('the hot query of the claim uses the index and sorts nothing', (t) => {
  const { index, plan } = indexWithPlan(t, five);
  const steps = index
    .prepare(
      `EXPLAIN QUERY PLAN SELECT id FROM segments s WHERE s.corpus_id = ? AND s.state = 'pending' AND s.code = '' AND s.id > ? ORDER BY s.id LIMIT 500`,
    )
    .all(plan.corpusId, 0) as { detail: string }[];
  const details = steps.map(({ detail }) => detail).join('; ');
  assert.match(details, /USING COVERING INDEX segments_by_state/);
  assert.doesNotMatch(details, /TEMP B-TREE/);
});

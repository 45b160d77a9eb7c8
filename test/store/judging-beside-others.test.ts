import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { openClipTable } from '../../src/curation/clip-table.ts';
import { createJudgementWriter } from '../../src/store/judgements.ts';
import { openIndexForJudging } from '../../src/store/open.ts';
import { indexWithClips } from '../helpers/index-with-clips.ts';
import { planIn, segmentOf } from '../helpers/index-with-plan.ts';
import { judgementOf } from '../helpers/judgement.ts';
import { startFixture } from '../helpers/line-process.ts';

const CLIPS = 50;
const VERDICTS = 100;

test('verdicts are taken while another process settles clips, and its rows appear', async (t) => {
  const { index } = indexWithClips(t, CLIPS);
  planIn(
    index,
    Array.from({ length: 50_000 }, (_, at) => segmentOf(1000 + at)),
  );
  const judging = openIndexForJudging(index.name);
  t.after(() => judging.close());
  const table = openClipTable(judging, 1);
  while (!table.loadSome(1000));
  const writer = createJudgementWriter(judging);
  const settling = startFixture(t, 'keep-settling', index.name);
  await settling.untilLines(1);
  const waitsMs: number[] = [];
  const appeared = new Set<number>();
  for (let count = 0; count < VERDICTS; count++) {
    const settledBefore = settling.lines.length;
    const begunMs = performance.now();
    writer.take([judgementOf((count % CLIPS) + 1, { decision: 'drop' })]);
    waitsMs.push(performance.now() - begunMs);
    for (const position of table.refresh()) if (table.text('state', position) === 'kept') appeared.add(position);
    await settling.untilLines(settledBefore + 1);
  }
  await settling.kill();
  // A median, since a busy machine may hold up any single one; test/bench/curation-table.bench.ts has the figures.
  const median = waitsMs.sort((a, b) => a - b)[VERDICTS / 2]!;
  assert.ok(median < 100, `${median} ms`);
  while (table.refresh(1000).length > 0);
  const isKept = new Set<number>();
  for (let position = 0; position < table.size; position++) {
    const { state, clipId, segmentId } = table.row(position);
    if (state === 'kept' && clipId !== undefined) isKept.add(segmentId);
  }
  assert.deepEqual(
    settling.lines.filter((segmentId) => !isKept.has(Number(segmentId))),
    [],
  );
  assert.ok(appeared.size > 0);
});

test('killed at any moment, every verdict that was acknowledged is in the index, with the state that follows', async (t) => {
  for (const verdicts of [1, 7, 40]) {
    const { index } = indexWithClips(t, 10);
    index.close();
    const judging = startFixture(t, 'keep-judging', path.resolve(index.name));
    await judging.untilLines(verdicts);
    await judging.kill();
    const after = openIndexForJudging(index.name);
    t.after(() => after.close());
    assert.equal(after.pragma('integrity_check', { simple: true }), 'ok');
    const taken = after.prepare('SELECT id FROM judgements ORDER BY id').pluck().all().map(String);
    assert.deepEqual(taken.slice(0, judging.lines.length), judging.lines);
    assert.ok(taken.length <= judging.lines.length + 1, 'at most one was taken and not yet told');
    const wrong = after
      .prepare(
        `SELECT s.id FROM segments s JOIN judgements j ON j.id = (SELECT max(id) FROM judgements WHERE segment_id = s.id)
         WHERE s.state <> iif(j.decision = 'keep', 'kept', 'dropped')`,
      )
      .all();
    assert.deepEqual(wrong, []);
  }
});

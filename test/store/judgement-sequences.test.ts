import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openClipTable } from '../../src/curation/clip-table.ts';
import type { Verdict } from '../../src/dataset/verdict.ts';
import { createJudgementWriter } from '../../src/store/judgements.ts';
import { createSettlementWriter } from '../../src/store/settle.ts';
import { writeVerdicts } from '../../src/store/verdicts.ts';
import { indexWithClips } from '../helpers/index-with-clips.ts';
import { segmentOf } from '../helpers/index-with-plan.ts';
import { judgementOf } from '../helpers/judgement.ts';

const CLIPS = 3;
const STATES = { keep: 'kept ', drop: 'dropped by-hand', ask: 'ask unsure' } as const;
const VERDICTS: Record<Verdict['decision'], Verdict> = {
  keep: { decision: 'keep', reasons: [] },
  drop: { decision: 'drop', reasons: [{ code: 'music-bed' }] },
  ask: { decision: 'ask', reasons: [{ code: 'uncertain' }] },
};
const BY_FILTER = { keep: 'kept ', drop: 'dropped music-bed', ask: 'ask uncertain' } as const;

const decision = fc.constantFrom('keep' as const, 'drop' as const, 'ask' as const);
const clip = fc.integer({ min: 1, max: CLIPS });
const STEP = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('judge' as const),
      clips: fc.uniqueArray(clip, { minLength: 1 }),
      decision,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('redo' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('filter' as const), clip, decision }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut-again' as const), clip }) },
);

/** What a reader of the rules would expect: the last of what people said and did not take back, else the last verdict of a program. */
interface Expected {
  said: Verdict['decision'][];
  program: string;
}

test('whatever is judged, undone, redone, filtered and cut again: each state is what the rules say, and the table follows', (t) => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 25 }), (steps) => {
      const { index } = indexWithClips(t, CLIPS);
      const writer = createJudgementWriter(index);
      const settling = createSettlementWriter(index, 1);
      const table = openClipTable(index, 1);
      while (!table.loadSome(1000));
      const expected = Array.from({ length: CLIPS }, (): Expected => ({ said: [], program: 'kept ' }));
      const done: { ids: number[]; clips: number[]; decision: Verdict['decision'] }[] = [];
      const undone: typeof done = [];
      for (const step of steps) {
        if (step.kind === 'judge') {
          const { decision: said } = step;
          const ids = writer.take(step.clips.map((clipId) => judgementOf(clipId, { decision: said })));
          done.push({ ids, clips: step.clips, decision: said });
          undone.length = 0;
          for (const at of step.clips) expected[at - 1]!.said.push(said);
        } else if (step.kind === 'undo') {
          const last = done.pop();
          if (last === undefined) continue;
          writer.undo(last.ids);
          undone.push(last);
          for (const at of last.clips) expected[at - 1]!.said.pop();
        } else if (step.kind === 'redo') {
          const last = undone.pop();
          if (last === undefined) continue;
          writer.redo(last.ids);
          done.push(last);
          for (const at of last.clips) expected[at - 1]!.said.push(last.decision);
        } else if (step.kind === 'filter') {
          writeVerdicts(index, 'abc', [{ clipId: step.clip, verdict: VERDICTS[step.decision] }]);
          expected[step.clip - 1]!.program = BY_FILTER[step.decision];
        } else {
          const made = {
            path: `clips/${step.clip - 1}.mp4`,
            facts: { sizeBytes: 1, sha256: 'again', container: 'mov', decodeErrors: [] },
            verdict: { decision: 'drop', reasons: [{ code: 'silent' }] },
            source: 'folder',
            route: 'file',
            provenance: '',
            method: 'copy',
            expectedDurationSeconds: 10,
          } as const;
          const segment = segmentOf(step.clip - 1);
          settling.settle(
            { segmentId: step.clip, segment, state: 'dropped', code: 'silent', retryAtMs: 0, clip: made },
            [],
          );
          expected[step.clip - 1]!.program = 'dropped silent';
        }
        const wanted = expected.map(({ said, program }) => {
          const last = said.at(-1);
          return last === undefined ? program : STATES[last];
        });
        const states = index.prepare(`SELECT state || ' ' || code FROM segments ORDER BY id`).pluck().all();
        assert.deepEqual(states, wanted);
        table.refresh(1000);
        const shown = [1, 2, 3].map((clipId) => {
          const { state, code } = table.row(table.positionOfClip(clipId)!);
          return `${state} ${code}`;
        });
        assert.deepEqual(shown, wanted);
      }
    }),
    { numRuns: 40 },
  );
});

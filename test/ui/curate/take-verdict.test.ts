import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClipRow } from '../../../src/curation/clip-table.ts';
import type { Effect } from '../../../src/ui/curate/curate-state.ts';
import { judgementsFor, knownDraft } from '../../../src/ui/curate/take-verdict.ts';

const CONTEXT = { rater: 'mk', atMs: 1000, durationSeconds: 10, seen: ['strip'] } as const;

function rowOf(fields: Partial<ClipRow>): ClipRow {
  return { position: 0, segmentId: 1, clipId: 1, note: '', ...fields } as ClipRow;
}

function wish(draft: Partial<Extract<Effect, { kind: 'judge' }>['draft']> = {}): Extract<Effect, { kind: 'judge' }> {
  return {
    kind: 'judge',
    positions: [0],
    wish: { decision: 'keep' },
    draft: { note: '', ...draft },
    seconds: 3,
    wasHeard: true,
  };
}

test('one clip: what was seen and how long goes with it', () => {
  const [judgement] = judgementsFor(wish({ note: 'hm', trimStartSeconds: 2 }), [rowOf({})], CONTEXT);
  assert.deepEqual(judgement, {
    clipId: 1,
    segmentId: 1,
    rater: 'mk',
    atMs: 1000,
    decision: 'keep',
    reason: undefined,
    label: undefined,
    trim: { startSeconds: 2, endSeconds: 10 },
    note: 'hm',
    seconds: 3,
    wasHeard: true,
    seen: ['strip'],
    via: 'curate',
  });
});

test('many clips: nothing was seen of each, and none is trimmed', () => {
  const rows = [rowOf({ clipId: 1, trimEndSeconds: 4 }), rowOf({ clipId: 2 })];
  const judgements = judgementsFor(wish(), rows, CONTEXT);
  assert.deepEqual(
    judgements.map(({ clipId, seen, trim }) => ({ clipId, seen, trim })),
    [1, 2].map((clipId) => ({ clipId, seen: [], trim: undefined })),
  );
});

test('a row without a file cannot be judged', () => {
  assert.deepEqual(judgementsFor(wish(), [rowOf({ clipId: undefined })], CONTEXT), []);
});

test('a trim that was there and is cleared is taken back by one that holds the whole clip', () => {
  const [cleared] = judgementsFor(wish(), [rowOf({ trimStartSeconds: 1, trimEndSeconds: 4 })], CONTEXT);
  assert.deepEqual(cleared?.trim, { startSeconds: 0, endSeconds: 10 });
});

test('note and trim of the verdict in force are known; a trim that holds the whole clip is none', () => {
  assert.deepEqual(knownDraft(rowOf({ note: 'hm', trimStartSeconds: 0, trimEndSeconds: 4 }), 10), {
    note: 'hm',
    trimEndSeconds: 4,
  });
  assert.deepEqual(knownDraft(rowOf({ trimStartSeconds: 0, trimEndSeconds: 10 }), 10), { note: '' });
});

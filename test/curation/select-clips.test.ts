import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseQuery } from '../../src/curation/query.ts';
import { select } from '../../src/curation/select-clips.ts';
import { type TestRow, tableOf } from '../helpers/clip-columns.ts';

const ROWS: readonly TestRow[] = [
  {
    id: 'Abc_000001',
    label: 'playing drums',
    listedLabel: 'playing drums',
    state: 'ask',
    reasons: 'uncertain',
    score: 0.5,
  },
  {
    id: 'def_000002',
    label: 'tap dancing',
    listedLabel: 'playing drums',
    state: 'kept',
    score: 0.9,
    note: 'Café',
    decision: 'keep',
    isHeard: 1,
  },
  {
    id: 'ghi_000003',
    label: 'tickling',
    listedLabel: 'tickling',
    state: 'dropped',
    reasons: 'music-bed voice-over',
    score: 0.1,
    duplicates: 2,
  },
  { id: 'jkl_000004', label: 'tickling', listedLabel: 'tickling', state: 'dead', reasons: 'video-private' },
  {
    id: 'mno_000005',
    label: 'tickling',
    listedLabel: 'tickling',
    state: 'dropped',
    reasons: 'music-bed',
    score: 0,
    decision: 'drop',
    isHeard: 0,
    isConflict: 1,
    trimEndSeconds: 4,
  },
];

const FOUND: readonly (readonly [query: string, positions: readonly number[]])[] = [
  ['', [0, 1, 2, 3, 4]],
  ['is:ask', [0]],
  ['is:dropped', [2, 4]],
  ['is:ask|dead', [0, 3]],
  ['-is:dropped', [0, 1, 3]],
  ['-is:ask|dead', [1, 2, 4]],
  ['is:judged', [1, 4]],
  ['is:heard', [1]],
  ['is:relabelled', [1]],
  ['is:trimmed', [4]],
  ['is:noted', [1]],
  ['is:conflict', [4]],
  ['is:duplicate', [2]],
  ['score:0', [4]],
  ['score:<0.5', [2, 4]],
  ['score:<=0.5', [0, 2, 4]],
  ['score:0.1..0.5', [0, 2]],
  ['-score:0.1..0.5', [1, 3, 4]],
  ['score:none', [3]],
  ['-score:none', [0, 1, 2, 4]],
  ['score:0|0.9', [1, 4]],
  ['reason:music-bed', [2, 4]],
  ['reason:voice-over', [2]],
  ['reason:music-bed -reason:voice-over', [4]],
  ['class:T', [1, 2, 3, 4]],
  ['class:=tickling', [2, 3, 4]],
  ['class:"playing drums"', [0]],
  ['listed-class:drums', [0, 1]],
  ['note:none', [0, 2, 3, 4]],
  ['CAFÉ', [1]],
  ['cafe\u0301', [1]],
  ['ABC', [0]],
  ['drums', [0]],
  ['class:tickling is:dropped score:<0.05', [4]],
  ['sort:score', [4, 2, 0, 1, 3]],
  ['sort:-score', [1, 0, 2, 4, 3]],
  ['sort:class', [0, 1, 2, 3, 4]],
  ['sort:class,-id', [0, 1, 4, 3, 2]],
  ['sort:-class,score', [4, 2, 3, 1, 0]],
  ['sort:-note', [1, 0, 2, 3, 4]],
  ['is:dropped sort:score', [4, 2]],
];

for (const [query, positions] of FOUND) {
  test(`"${query}" finds ${positions.join(' ')}`, () => {
    const table = tableOf(ROWS);
    assert.deepEqual([...select(table, parseQuery(query))], positions);
  });
}

const ROW = fc.record(
  {
    score: fc.oneof(fc.constantFrom(0, -0, 0.5), fc.double({ min: -1, max: 1, noNaN: true })),
    label: fc.constantFrom('a', 'B', 'c'),
    sizeBytes: fc.nat({ max: 5 }),
  },
  { requiredKeys: ['label'] },
);

test('many rows are in the same order as few: by every key, unknown last, then by place', () => {
  // 4096 rows are compared one by one, more go by ranks: the first rows once among themselves, and once among thousands of others.
  fc.assert(
    fc.property(fc.array(ROW, { minLength: 2, maxLength: 60 }), fc.boolean(), fc.boolean(), (rows, first, second) => {
      const sort = `sort:${first ? '-' : ''}score,${second ? '-' : ''}size,class`;
      const filler = Array.from(
        { length: 4100 },
        (_, at): TestRow => ({ score: ((at * 37) % 101) / 50 - 1, label: 'z' }),
      );
      const few = [...select(tableOf(rows), parseQuery(sort))];
      const many = [...select(tableOf([...rows, ...filler]), parseQuery(sort))].filter(
        (position) => position < rows.length,
      );
      assert.deepEqual(many, few);
    }),
    { numRuns: 40 },
  );
});

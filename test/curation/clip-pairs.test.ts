import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipPairs, isSettled } from '../../src/curation/clip-pairs.ts';
import { openClipTable } from '../../src/curation/clip-table.ts';
import { createJudgementWriter } from '../../src/store/judgements.ts';
import type { LikePair } from '../../src/store/like-clips.ts';
import { indexWithClips } from '../helpers/index-with-clips.ts';
import { judgementOf } from '../helpers/judgement.ts';

function pairOf(firstClipId: number, secondClipId: number, pictureDistance?: number, soundDistance?: number): LikePair {
  return { firstClipId, secondClipId, pictureDistance, soundDistance, soundLeadSeconds: undefined };
}

test('pairs across splits come first, then the nearest; those with clips of other corpora are left out', (t) => {
  const { index } = indexWithClips(t, 4);
  index.exec("UPDATE segments SET split = 'test' WHERE id = 4");
  const table = openClipTable(index, 1);
  table.loadSome(1000);
  const pairs = clipPairs(table, [pairOf(1, 2, 0.1), pairOf(1, 3, 0.1, 0.2), pairOf(2, 4, 0.15), pairOf(1, 99, 0)]);
  const at = (clip: number): number => table.positionOfClip(clip)!;
  assert.deepEqual(
    pairs.map(({ first, second }) => [first, second]),
    [
      [at(2), at(4)],
      [at(1), at(3)],
      [at(1), at(2)],
    ],
  );
});

test('a pair is settled when a person has said something of both', (t) => {
  const { index } = indexWithClips(t, 2);
  const table = openClipTable(index, 1);
  table.loadSome(1000);
  const [pair] = clipPairs(table, [pairOf(1, 2, 0.1)]);
  const writer = createJudgementWriter(index);
  writer.take([judgementOf(1)]);
  table.reread([0, 1]);
  assert.equal(isSettled(table, pair!), false);
  writer.take([judgementOf(2, { decision: 'drop' })]);
  table.reread([0, 1]);
  assert.equal(isSettled(table, pair!), true);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuplicates } from '../../src/cli/duplicates.ts';
import { DEFAULT_POLICY } from '../../src/dataset/policy.ts';
import type { Split } from '../../src/dataset/segment.ts';
import { flagOf } from '../../src/pipeline/duplicate-flags.ts';
import type { DuplicatePair } from '../../src/pipeline/find-duplicates.ts';

function pair(first: Split, second: Split, changes: Partial<DuplicatePair>): DuplicatePair {
  const clip = (name: string, split: Split) => ({
    clipName: name,
    places: [{ corpus: 'ks32', split, label: 'singing' }],
  });
  return {
    first: clip('a_000000_000010', first),
    second: clip('b_000000_000010', second),
    kinds: ['sound'],
    pictureDistance: undefined,
    soundDistance: 0.1,
    soundLeadSeconds: 0,
    leak: first === second ? 'none' : 'within-corpus',
    ...changes,
  };
}

function judged(pairs: readonly DuplicatePair[]) {
  return pairs.map((one) => ({ pair: one, flagged: flagOf(one, DEFAULT_POLICY) }));
}

test('leaks come first, each pair with its distances and the clip that is flagged', () => {
  const pairs = judged([
    pair('train', 'train', {}),
    pair('train', 'test', { kinds: ['picture', 'sound'], pictureDistance: 0.03125 }),
  ]);
  assert.deepEqual(formatDuplicates(9, pairs, 50), [
    'common         picture  sound  clip             stands in   other clip       stands in   flagged',
    'picture+sound     0.03   0.10  a_000000_000010  ks32/train  b_000000_000010  ks32/test   clip: leak',
    'sound                -   0.10  a_000000_000010  ks32/train  b_000000_000010  ks32/train  other clip: duplicate-sound',
    '',
    '9 clips: 1 pairs across splits, 0 across splits of two corpora, 1 within a split; 2 clips flagged',
  ]);
});

test('a long list is cut and says how much is left; an empty one is a line', () => {
  const pairs = judged([pair('train', 'train', {}), pair('val', 'test', {})]);
  assert.ok(formatDuplicates(9, pairs, 1).includes('and 1 more: --limit, --json'));
  assert.equal(formatDuplicates(9, [], 1).length, 1);
});

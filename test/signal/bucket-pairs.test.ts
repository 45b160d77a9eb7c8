import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eachPairInBuckets } from '../../src/signal/bucket-pairs.ts';

function pairsOf(keys: readonly number[], keyBits: number): string[] {
  const pairs: string[] = [];
  eachPairInBuckets(
    Uint32Array.from(keys.keys()),
    (entry) => keys[entry]!,
    keyBits,
    (first, second) => pairs.push(`${first} ${second}`),
  );
  return pairs.sort();
}

test('entries with equal keys meet once, in their order; others never', () => {
  assert.deepEqual(pairsOf([3, 0, 3, 1, 0, 3], 2), ['0 2', '0 5', '1 4', '2 5']);
});

test('in a crowded bucket every entry still meets an earlier one, and work grows with the entries only', () => {
  const pairs = pairsOf(new Array<number>(1000).fill(1), 1);
  assert.equal(new Set(pairs.map((pair) => pair.split(' ')[1])).size, 999);
  assert.ok(pairs.length < 64 * 1000, String(pairs.length));
});

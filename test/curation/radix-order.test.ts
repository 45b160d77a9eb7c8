import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { orderByNumbers, orderByRanks } from '../../src/curation/radix-order.ts';

const positions = (length: number): Uint32Array => Uint32Array.from({ length }, (_, at) => at);

test('numbers of every size and sign are in order, what is not known last', () => {
  const values = Float64Array.of(0, -0, 5e-324, -5e-324, NaN, Infinity, -Infinity, 1.5, -1.5, 1e300, 0.1, NaN);
  assert.deepEqual([...orderByNumbers(values, positions(12), false)], [6, 8, 3, 0, 1, 2, 10, 7, 9, 5, 4, 11]);
  assert.deepEqual([...orderByNumbers(values, positions(12), true)], [5, 9, 7, 10, 2, 0, 1, 3, 8, 6, 4, 11]);
});

test('only the positions that were handed in are there, and equals keep their order', () => {
  const values = Float64Array.of(2, 1, 2, 1, 9);
  assert.deepEqual([...orderByNumbers(values, Uint32Array.of(3, 2, 1, 0), false)], [3, 1, 2, 0]);
  assert.deepEqual([...orderByRanks(Uint32Array.of(2, 1, 2, 0), positions(4), true)], [0, 2, 1, 3]);
  assert.deepEqual([...orderByRanks(Uint32Array.of(2, 1, 2, 0), positions(4), false)], [1, 0, 2, 3]);
});

test('any numbers are in the order that comparing gives', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true })), fc.boolean(), (numbers, isDescending) => {
      const sign = isDescending ? -1 : 1;
      const compared = numbers
        .map((_, at) => at)
        .sort((a, b) => (numbers[a]! < numbers[b]! ? -sign : numbers[a]! > numbers[b]! ? sign : a - b));
      assert.deepEqual(
        [...orderByNumbers(Float64Array.from(numbers), positions(numbers.length), isDescending)],
        compared,
      );
    }),
  );
});

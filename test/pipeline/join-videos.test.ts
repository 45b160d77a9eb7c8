import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinVideos } from '../../src/pipeline/join-videos.ts';

test('copies of copies have one original, the first of their ids, in whatever order the pairs come', () => {
  const pairs = [
    ['e', 'd'],
    ['c', 'b'],
    ['y', 'x'],
    ['d', 'c'],
    ['b', 'a'],
  ] as const;
  const expected = { a: 'a', b: 'a', c: 'a', d: 'a', e: 'a', x: 'x', y: 'x' };
  for (const order of [pairs, [...pairs].reverse()])
    assert.deepEqual(Object.fromEntries([...joinVideos(order)].sort()), expected);
});

test('two clips of one video that are alike join it with nothing', () => {
  assert.deepEqual([...joinVideos([['a', 'a']])], [['a', 'a']]);
});

test('a chain of a hundred thousand copies is one video', () => {
  const name = (number: number): string => String(number).padStart(6, '0');
  const chain = Array.from({ length: 100_000 }, (_, at) => [name(100_000 - at), name(99_999 - at)] as const);
  assert.deepEqual(new Set(joinVideos(chain).values()), new Set([name(0)]));
});

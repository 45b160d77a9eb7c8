import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Segment, Split } from '../../src/dataset/segment.ts';
import { UsageError } from '../../src/errors.ts';
import { selectSegments } from '../../src/pipeline/select.ts';

const segment = (videoId: string, label: string, split: Split = 'train'): Segment => ({
  videoId,
  startSeconds: 0,
  endSeconds: 10,
  label,
  split,
});

const SEGMENTS = [
  segment('s1', 'singing'),
  segment('s2', 'singing'),
  segment('s3', 'singing', 'val'),
  segment('t1', 'tap dancing'),
  segment('t2', 'tap dancing', 'test'),
  segment('y1', 'yawning', 'val'),
];

const ids = (selection: Parameters<typeof selectSegments>[1]) =>
  selectSegments(SEGMENTS, selection).map((selected) => selected.videoId);

test('without wishes everything is selected, in the order of the corpus', () => {
  assert.deepEqual(ids({}), ['s1', 's2', 's3', 't1', 't2', 'y1']);
});

test('splits and classes narrow the selection', () => {
  assert.deepEqual(ids({ splits: ['val', 'test'] }), ['s3', 't2', 'y1']);
  assert.deepEqual(ids({ classes: ['yawning', 'tap dancing'] }), ['t1', 't2', 'y1']);
  assert.deepEqual(ids({ splits: ['train'], classes: ['singing'] }), ['s1', 's2']);
});

test('per class takes the first of each class in the order of the corpus', () => {
  assert.deepEqual(ids({ perClass: 1 }), ['s1', 't1', 'y1']);
  assert.deepEqual(ids({ perClass: 2 }), ['s1', 's2', 't1', 't2', 'y1']);
});

test('a limit goes round the classes, so that few clips show many classes', () => {
  assert.deepEqual(ids({ limit: 3 }), ['s1', 't1', 'y1']);
  assert.deepEqual(ids({ limit: 5 }), ['s1', 't1', 'y1', 's2', 't2']);
  assert.deepEqual(ids({ limit: 100 }), ['s1', 't1', 'y1', 's2', 't2', 's3']);
});

test('a larger limit extends what a smaller one gave', () => {
  for (let limit = 1; limit < 6; limit += 1) {
    assert.deepEqual(ids({ limit: limit + 1 }).slice(0, limit), ids({ limit }));
  }
});

test('the limit counts after per class', () => {
  assert.deepEqual(ids({ perClass: 1, limit: 2 }), ['s1', 't1']);
});

test('an unknown class is refused with the nearest names', () => {
  assert.throws(
    () => ids({ classes: ['tapdancing'] }),
    (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(
        error.message,
        /--class: expected one of the 3 classes .* got "tapdancing"; did you mean "tap dancing"\?/,
      );
      return true;
    },
  );
});

test('counts below one and fractions are refused', () => {
  for (const count of [0, -1, 1.5, Number.NaN]) {
    assert.throws(() => ids({ limit: count }), /--limit: expected a whole number above 0/);
    assert.throws(() => ids({ perClass: count }), /--per-class: expected a whole number above 0/);
  }
});

test('a selection that matches nothing is refused', () => {
  assert.throws(
    () => ids({ splits: ['test'], classes: ['singing'] }),
    /at least one segment for test, singing, got none of 6/,
  );
});

test('three hundred thousand segments, as many classes as segments or one, are selected without harm', () => {
  for (const classCount of [300_000, 1]) {
    const many = Array.from({ length: 300_000 }, (_, number) => segment(`v${number}`, `class ${number % classCount}`));
    assert.deepEqual(selectSegments(many, { limit: 299_999 }), many.slice(0, -1));
  }
});

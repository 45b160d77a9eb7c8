import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelProblem, parseSeconds, quoted } from '../../src/dataset/row-check.ts';

test('seconds are plain decimal text from 0 on, to the millisecond', () => {
  const texts = ['0', '012', '12.5', '1.0004', '999999'];
  assert.deepEqual(texts.map(parseSeconds), [0, 12, 12.5, 1, 999_999]);
});

test('anything else is no number of seconds', () => {
  for (const text of ['', ' ', '-1', '+1', '1e3', '0x10', 'NaN', 'Infinity', '1,5', '.5', '5.', '1000000']) {
    assert.equal(parseSeconds(text), undefined, text);
  }
});

test('class names of Kinetics are accepted as they are', () => {
  for (const label of ["massaging person's head", 'passing American football (in game)', '演奏 二胡']) {
    assert.equal(labelProblem(label), undefined);
  }
});

test('what a message repeats is short and cannot steer a terminal', () => {
  assert.equal(quoted('a\u001b[2Jb\u202e'), '"a\\u{1b}[2Jb\\u{202e}"');
  assert.equal(quoted('x'.repeat(1000)), `"${'x'.repeat(60)}..." (1000 characters)`);
});

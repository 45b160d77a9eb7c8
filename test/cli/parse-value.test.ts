import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseChoice, parseCount, parseRate, parseSize } from '../../src/cli/parse-value.ts';

test('sizes are powers of 1024', () => {
  assert.equal(parseSize('--max-disk', '500'), 500);
  assert.equal(parseSize('--max-disk', '2k'), 2048);
  assert.equal(parseSize('--max-disk', '1.5GiB'), 1.5 * 1024 ** 3);
  assert.equal(parseSize('--max-disk', '20G'), 20 * 1024 ** 3);
});

test('rates are videos an hour', () => {
  assert.equal(parseRate('--rate', '300'), 300);
  assert.equal(parseRate('--rate', '300/h'), 300);
  assert.equal(parseRate('--rate', '5/min'), 300);
  assert.equal(parseRate('--rate', '0.5/s'), 1800);
});

test('what cannot be read names the flag and what was got', () => {
  for (const text of ['', 'many', '-1', '0', '5 parsecs', '1e3']) {
    assert.throws(() => parseSize('--max-disk', text), {
      name: 'UsageError',
      message: new RegExp(`--max-disk.*"${text}"`),
    });
    assert.throws(() => parseRate('--rate', text), { name: 'UsageError' });
  }
  for (const text of ['0', '-3', '2.5', 'x', ''])
    assert.throws(() => parseCount('--limit', text), { name: 'UsageError' });
  assert.throws(() => parseChoice('--split', 'validate', ['train', 'val']), {
    message: /expected one of train, val, got "validate"/,
  });
});

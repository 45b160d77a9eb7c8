import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatByteRate,
  formatBytes,
  formatClipRate,
  formatCount,
  formatDateTime,
  formatDuration,
  formatDurationRange,
  formatMoment,
  formatShare,
  printableLine,
} from '../../src/ui/format.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('counts are grouped by threes with a space', () => {
  assert.deepEqual([0, 999, 1000, 21904, 650_000, 1_234_567].map(formatCount), [
    '0',
    '999',
    '1 000',
    '21 904',
    '650 000',
    '1 234 567',
  ]);
});

test('durations have two units at most', () => {
  const inputs = [0, 310, 9_990, 42_000, 100_000, 11 * MINUTE, 5 * HOUR + 20 * MINUTE, 6 * HOUR, 76 * HOUR];
  const expected = ['0.00 s', '0.31 s', '9.99 s', '42 s', '2 min', '11 min', '5 h 20 min', '6 h', '3 d 4 h'];
  assert.deepEqual(inputs.map(formatDuration), expected);
});

test('a duration just below a boundary never shows a whole larger unit', () => {
  for (let durationMs = 0; durationMs < 4 * HOUR; durationMs += 487) {
    assert.doesNotMatch(formatDuration(durationMs), /\b60 min|\b100 s/);
  }
  assert.doesNotMatch(formatDuration(24 * HOUR - 1), /60 min/);
});

test('a range names the unit once, both where they differ, and is one duration where its ends read the same', () => {
  assert.equal(formatDurationRange(5.2 * HOUR, 7.1 * HOUR), '5 to 7 h');
  assert.equal(formatDurationRange(40_000, 3 * MINUTE), '40 s to 3 min');
  assert.equal(formatDurationRange(5.1 * HOUR, 5.2 * HOUR), '5 h');
});

test('bytes keep three digits in powers of a thousand', () => {
  assert.deepEqual([0, 999, 1000, 1_204_000, 48_320_000_000, 999_600].map(formatBytes), [
    '0 B',
    '999 B',
    '1.00 kB',
    '1.20 MB',
    '48.3 GB',
    '1.00 MB',
  ]);
  assert.equal(formatByteRate(2_100_000), '2.10 MB/s');
});

test('a slow rate has a decimal, a quick one does not', () => {
  assert.deepEqual([5.23, 311.6, 18_000].map(formatClipRate), ['5.2 clips/h', '312 clips/h', '18 000 clips/h']);
});

test('a share reads 0 or 100 only when it is', () => {
  assert.deepEqual(
    [formatShare(0, 500), formatShare(1, 500), formatShare(120, 500), formatShare(499, 500), formatShare(500, 500)],
    ['0 %', '1 %', '24 %', '99 %', '100 %'],
  );
  assert.equal(formatShare(0, 0), '-');
});

test('a moment of another day carries its date', () => {
  const noon = new Date(2026, 10, 3, 12, 0).getTime();
  assert.equal(formatMoment(noon + 2 * HOUR, noon), '14:00');
  assert.equal(formatMoment(noon + 24 * HOUR, noon), '2026-11-04 12:00');
  assert.equal(formatDateTime(noon), '2026-11-03 12:00');
});

test('foreign text cannot steer the terminal', () => {
  assert.equal(printableLine('\x1b[31mred\x1b[0m\r\nnext\x07\t\u202eevil\x1b]0;title\x07'), 'red next evil');
  assert.equal(printableLine('演奏 e\u0301'), '演奏 e\u0301');
});

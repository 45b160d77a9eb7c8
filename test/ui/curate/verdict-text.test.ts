import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClipRow } from '../../../src/curation/clip-table.ts';
import { formatNumber, numbersLine, reasonText } from '../../../src/ui/curate/verdict-text.ts';

test('reasons are said in words with their number, its threshold and its rank in the class', () => {
  assert.equal(
    reasonText({ code: 'uncertain', measurement: 'probability', value: 0.43, threshold: 0.5, classPercentile: 0.12 }),
    'sound and picture may or may not belong together: score 0.43, below 0.50; 12 % of its class lie lower',
  );
  assert.equal(
    reasonText({ code: 'music-bed', measurement: 'musicBedProbability', value: 0.81, threshold: 0.5 }),
    'music laid over the picture: bed 0.81, above 0.50',
  );
  assert.equal(
    reasonText({ code: 'leak', otherClip: 'abc_000010_000020', measurement: 'distance', value: 0.05 }),
    'stands in another split as well abc_000010_000020: distance 0.05',
  );
  assert.equal(reasonText({ code: 'no-evidence' }), 'nothing could be said about sound and picture');
});

test('numbers have three digits at most after what they need', () => {
  assert.deepEqual([0, 3, 0.456, 12.34, 123.4, -0.04].map(formatNumber), ['0', '3', '0.46', '12.3', '123', '-0.04']);
});

test('the line of numbers holds whole ones only, as many as fit', () => {
  const row = { state: 'ask', score: 0.52, spread: 0.08, swapProbability: 0.3, pairLagSeconds: 0.04 } as ClipRow;
  const text = (columns: number): string =>
    numbersLine(row, columns)
      .map((part) => (typeof part === 'string' ? part : part.text))
      .join('');
  assert.equal(text(80), '? ask  score 0.52 ±0.08   swap 0.30  lag +40 ms');
  assert.equal(text(40), '? ask  score 0.52 ±0.08   swap 0.30');
  assert.equal(text(20), '? ask  score 0.52 ±0.08 ');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { computeEnvelope, peakDbfs } from '../../src/signal/sound-envelope.ts';

test('each step has its lowest and its highest sample, the last one even when it is short', () => {
  const samples = Int16Array.from([0, 16384, -8192, 0, 8192, 4096, -32768]);
  assert.deepEqual([...computeEnvelope(samples, 3)], [-0.25, 0.5, 0, 0.25, -1, -1]);
});

test('the peak is the sample that is farthest from zero: full scale is 0 dB, half of it 6 dB less, silence has none', () => {
  assert.equal(peakDbfs(computeEnvelope(Int16Array.from([5, -32768]), 1)), 0);
  assert.ok(Math.abs(peakDbfs(computeEnvelope(Int16Array.from([16384, 0]), 2)) + 6.0206) < 1e-4);
  assert.equal(peakDbfs(computeEnvelope(new Int16Array(10), 5)), -Infinity);
  assert.equal(peakDbfs(computeEnvelope(new Int16Array(0), 5)), -Infinity);
});

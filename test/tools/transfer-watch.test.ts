import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TransferWatch } from '../../src/tools/transfer-watch.ts';

const LIMITS = {
  silentSeconds: 30,
  slowSeconds: 20,
  slowBytesPerSecond: 1000,
  timeLimitSeconds: 600,
  maxBytes: 1_000_000,
};

test('the look-up is not watched for stalls, the transfer is', () => {
  const watch = new TransferWatch({ ...LIMITS, slowSeconds: undefined }, 0);
  assert.equal(watch.verdict(500_000), undefined);
  watch.transferStarted(500_000);
  assert.equal(watch.verdict(530_000), undefined);
  assert.equal(watch.verdict(530_001)?.code, 'stalled');
});

test('each byte starts the silence anew', () => {
  const watch = new TransferWatch({ ...LIMITS, slowSeconds: undefined }, 0);
  watch.received(1, 0);
  watch.received(2, 29_000);
  watch.received(2, 50_000);
  assert.equal(watch.verdict(59_000), undefined);
  assert.equal(watch.verdict(59_001)?.code, 'stalled');
});

test('a trickle is a stall, judged over each whole window', () => {
  const watch = new TransferWatch(LIMITS, 0);
  watch.received(0, 0);
  watch.received(25_000, 19_000);
  assert.equal(watch.verdict(20_000), undefined);
  watch.received(44_000, 39_000);
  assert.deepEqual(watch.verdict(40_000), { code: 'stalled', message: '950 bytes/s over 20 s' });
});

test('without stall limits only the time limit and the size count', () => {
  const watch = new TransferWatch({ ...LIMITS, silentSeconds: undefined, slowSeconds: undefined }, 0);
  watch.transferStarted(0);
  assert.equal(watch.verdict(600_000), undefined);
  assert.equal(watch.verdict(600_001)?.code, 'stalled');
  watch.received(1_000_001, 0);
  assert.equal(watch.verdict(1)?.code, 'too-large');
});

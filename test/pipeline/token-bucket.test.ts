import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBucket, slowDown, speedUp, type TokenBucket, takeToken } from '../../src/pipeline/token-bucket.ts';

/** Takes tokens as early as they come and returns when each one came. */
function takeAll(bucket: TokenBucket, count: number): number[] {
  let current = bucket;
  let nowMs = bucket.updatedAtMs;
  const takenAtMs: number[] = [];
  while (takenAtMs.length < count) {
    const taken = takeToken(current, nowMs);
    current = taken.bucket;
    if (taken.waitMs === 0) takenAtMs.push(nowMs);
    nowMs += taken.waitMs;
  }
  return takenAtMs;
}

test('the burst goes at once, then one request every 3600 / perHour seconds', () => {
  const times = takeAll(createBucket(300, 3, 0), 6);
  assert.deepEqual(times.slice(0, 3), [0, 0, 0]);
  for (const [position, expected] of [12_000, 24_000, 36_000].entries()) {
    assert.ok(Math.abs((times[3 + position] as number) - expected) <= 3);
  }
});

test('no more than the burst can be saved up', () => {
  const afterDay = takeToken(createBucket(300, 3, 0), 24 * 3600 * 1000);
  assert.equal(afterDay.bucket.tokens, 2);
});

test('a clock that goes backwards neither gives nor takes tokens', () => {
  const bucket = createBucket(300, 3, 10_000);
  assert.equal(takeToken(bucket, 0).bucket.tokens, 2);
});

test('a trip halves the speed down to a sixteenth and empties the burst to one', () => {
  let bucket = slowDown(createBucket(300, 5, 0), 0);
  assert.equal(bucket.speedRatio, 0.5);
  assert.equal(bucket.tokens, 1);
  for (let trips = 0; trips < 10; trips += 1) bucket = slowDown(bucket, 0);
  assert.equal(bucket.speedRatio, 1 / 16);
});

test('twenty successes bring half the speed back to the full one, and never beyond', () => {
  let bucket = slowDown(createBucket(300, 5, 0), 0);
  for (let successes = 0; successes < 20; successes += 1) bucket = speedUp(bucket, 0);
  assert.ok(Math.abs(bucket.speedRatio - 1) < 1e-9);
  assert.equal(speedUp(bucket, 0).speedRatio, 1);
});

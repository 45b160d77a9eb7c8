import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  afterAdmission,
  afterAnswer,
  atTime,
  type Breaker,
  CLOSED,
  pauseSeconds,
  tryNow,
} from '../../src/pipeline/breaker.ts';

const POLICY = { firstPauseSeconds: 60, pauseFactor: 2, maxPauseSeconds: 3600, maxPausesInARow: 4 };

const refused = (breaker: Breaker, nowMs: number): Breaker => afterAnswer(breaker, 'refused', true, nowMs, POLICY);

/** Lets the pause run out, sends the probe and has it refused. */
function nextStrike(breaker: Breaker): Breaker {
  assert.equal(breaker.state, 'open');
  const nowMs = breaker.state === 'open' ? breaker.openUntilMs : 0;
  return refused(afterAdmission(atTime(breaker, nowMs)), nowMs);
}

test('the first refusal opens it for the first pause', () => {
  assert.deepEqual(refused(CLOSED, 1000), { state: 'open', pausesInARow: 1, openUntilMs: 61_000 });
});

test('pauses double up to the longest one', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 6, 7, 50].map((number) => pauseSeconds(number, POLICY)),
    [60, 120, 240, 480, 1920, 3600, 3600],
  );
});

test('after the pause one request is let through, and its success closes it', () => {
  const open = refused(CLOSED, 0);
  assert.equal(atTime(open, 59_999), open);
  const probing = atTime(open, 60_000);
  assert.deepEqual(probing, { state: 'probing', pausesInARow: 1, isAsking: false });
  const asking = afterAdmission(probing);
  assert.deepEqual(asking, { state: 'probing', pausesInARow: 1, isAsking: true });
  assert.equal(afterAnswer(asking, 'served', true, 61_000, POLICY), CLOSED);
});

test('a probe without a clear answer lets the next request be the probe', () => {
  const asking = afterAdmission(atTime(refused(CLOSED, 0), 60_000));
  assert.deepEqual(afterAnswer(asking, 'inconclusive', true, 61_000, POLICY), {
    state: 'probing',
    pausesInARow: 1,
    isAsking: false,
  });
});

test('answers to requests from before the trip change nothing', () => {
  const open = refused(CLOSED, 0);
  assert.equal(afterAnswer(open, 'refused', false, 500, POLICY), open);
  assert.equal(afterAnswer(open, 'served', false, 500, POLICY), open);
  const asking = afterAdmission(atTime(open, 60_000));
  assert.equal(afterAnswer(asking, 'refused', false, 60_500, POLICY), asking);
  assert.equal(afterAnswer(asking, 'served', false, 60_500, POLICY), asking);
});

test('it gives up after the allowed pauses in a row and says when to come back', () => {
  let breaker = refused(CLOSED, 0);
  for (let pauses = 1; pauses < POLICY.maxPausesInARow; pauses += 1) breaker = nextStrike(breaker);
  assert.equal(breaker.state, 'open');
  assert.equal(breaker.pausesInARow, 4);
  // 60 + 120 + 240 + 480 s have passed; the next pause would be 960 s.
  assert.deepEqual(nextStrike(breaker), { state: 'given-up', pausesInARow: 5, openUntilMs: (900 + 960) * 1000 });
});

test('a success in between starts the pauses anew', () => {
  const second = nextStrike(refused(CLOSED, 0));
  const closed = afterAnswer(afterAdmission(tryNow(second)), 'served', true, 0, POLICY);
  assert.equal(refused(closed, 0).pausesInARow, 1);
});

test('try now ends a pause, keeps the count, and does nothing to a closed breaker', () => {
  assert.deepEqual(tryNow(refused(CLOSED, 0)), { state: 'probing', pausesInARow: 1, isAsking: false });
  assert.equal(tryNow(CLOSED), CLOSED);
});

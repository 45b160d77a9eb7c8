import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FailureCode } from '../../src/dataset/failure.ts';
import { resolveAnswers, type SourceAnswer } from '../../src/pipeline/resolve-answers.ts';

const DAY_SECONDS = 86_400;
const NOW_MS = 10 * DAY_SECONDS * 1000;

const failure = (source: string, code: FailureCode): SourceAnswer => ({
  kind: 'failure',
  source,
  failure: { code, message: `${code} text` },
});
const absent: SourceAnswer = { kind: 'absent', source: 'folder' };
const corrupt: SourceAnswer = { kind: 'unusable', source: 'archive', reason: 'corrupt', message: 'does not decode' };
const resolve = (answers: SourceAnswer[], history: Parameters<typeof resolveAnswers>[1] = []) => {
  const { state, code, retryAtMs } = resolveAnswers(answers, history, NOW_MS, DAY_SECONDS);
  return [state, code, retryAtMs];
};

test('a clip that no source has is deferred, never dead', () => {
  assert.deepEqual(resolve([absent]), ['deferred', 'absent-from-sources', NOW_MS]);
  assert.deepEqual(resolve([]), ['deferred', 'absent-from-sources', NOW_MS]);
});

test('a definite answer is dead at the first probe', () => {
  assert.deepEqual(resolve([absent, failure('youtube', 'video-private')]), ['dead', 'video-private', 0]);
});

test('an ambiguous answer is deferred until a second probe, long enough after, says the same', () => {
  const answer = failure('youtube', 'video-unavailable');
  const probedAt = (atMs: number, source = 'youtube', outcome = 'video-unavailable') => [{ atMs, source, outcome }];
  const later = NOW_MS + DAY_SECONDS * 1000;
  assert.deepEqual(resolve([answer]), ['deferred', 'unconfirmed', later]);
  assert.deepEqual(resolve([answer], probedAt(NOW_MS - DAY_SECONDS * 1000 + 1)), ['deferred', 'unconfirmed', later]);
  assert.deepEqual(resolve([answer], probedAt(NOW_MS - DAY_SECONDS * 1000)), ['dead', 'video-unavailable', 0]);
  assert.deepEqual(resolve([answer], probedAt(0, 'url')), ['deferred', 'unconfirmed', later]);
  assert.deepEqual(resolve([answer], probedAt(0, 'youtube', 'rate-limited')), ['deferred', 'unconfirmed', later]);
});

test('a rate limit is deferred until the host reopens, whatever other sources say', () => {
  const limited: SourceAnswer = {
    ...failure('youtube', 'rate-limited'),
    hostReopensAtMs: NOW_MS + 60_000,
  } as SourceAnswer;
  assert.deepEqual(resolve([failure('url', 'video-removed'), limited]), ['deferred', 'rate-limited', NOW_MS + 60_000]);
  assert.deepEqual(resolve([limited, corrupt]), ['deferred', 'rate-limited', NOW_MS + 60_000]);
});

test('the most hopeful answer of the chain wins: deferred, failed, dropped, dead, absent', () => {
  const inOrder = [failure('a', 'network'), failure('b', 'cut-failed'), corrupt, failure('c', 'video-removed'), absent];
  const states = ['deferred', 'failed', 'dropped', 'dead', 'deferred'];
  for (const [position, state] of states.entries()) {
    assert.equal(resolve(inOrder.slice(position).reverse())[0], state);
  }
});

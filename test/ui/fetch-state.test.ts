import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identityHolds } from '../../src/dataset/clip-state.ts';
import type { FetchEvent } from '../../src/pipeline/events.ts';
import { paceOf, timeLeftOf } from '../../src/ui/fetch-pace.ts';
import { type FetchState, INITIAL_FETCH_STATE, reduceFetch } from '../../src/ui/fetch-state.ts';
import { madeUpRun } from '../helpers/fetch-run.ts';

const HOUR = 3_600_000;

function play(events: readonly FetchEvent[], from: FetchState = INITIAL_FETCH_STATE): FetchState {
  return events.reduce(reduceFetch, from);
}

test('the identity holds after every event of a run, and every clip is counted once', () => {
  let state = INITIAL_FETCH_STATE;
  for (const event of madeUpRun({ clips: 200, slots: 4, startMs: 0, clipMs: 4000 })) {
    state = reduceFetch(state, event);
    assert.ok(identityHolds(state.counts));
  }
  assert.equal(state.settled, 200);
  assert.deepEqual(state.counts, {
    listed: 200,
    kept: 140,
    pending: 0,
    dropped: { 'no-audio': 10, silent: 10 },
    ask: {},
    dead: { 'video-private': 10, 'video-removed': 10 },
    deferred: { stalled: 10 },
    failed: { 'cut-failed': 10 },
  });
  assert.deepEqual(state.running, []);
});

test('a deferred clip that is tried again leaves its old reason', () => {
  const counts = {
    listed: 2,
    kept: 0,
    pending: 1,
    dropped: {},
    ask: {},
    dead: {},
    deferred: { stalled: 1 },
    failed: {},
  };
  const state = play([
    { type: 'started', atMs: 0, corpus: 'x', counts, planned: 1, sources: ['folder'], downloads: 1, slots: 1 },
    {
      type: 'settled',
      atMs: 1,
      clip: 'a',
      label: 'l',
      split: 'val',
      state: 'dead',
      code: 'video-private',
      previousState: 'deferred',
      previousCode: 'stalled',
      seconds: 1,
    },
  ]);
  assert.deepEqual(state.counts, { ...counts, dead: { 'video-private': 1 }, deferred: {} });
});

test('a clip handed back without an answer is not progress', () => {
  const [started, stage] = madeUpRun({ clips: 1, slots: 1, startMs: 0, clipMs: 4000 });
  const before = play([started!, stage!]);
  assert.equal(before.running.length, 1);
  const { clip, label } = before.running[0]!;
  const after = reduceFetch(before, {
    type: 'settled',
    atMs: 5,
    clip,
    label,
    split: 'val',
    state: 'pending',
    previousState: 'pending',
    seconds: 0,
  });
  assert.deepEqual([after.settled, after.running, after.counts], [0, [], before.counts]);
});

test('a clip keeps its row while it is in hand, and a row that falls free is taken again', () => {
  const stage = (clip: string, name: 'acquire' | 'cut' = 'acquire'): FetchEvent => ({
    type: 'stage',
    atMs: 0,
    clip,
    label: 'l',
    stage: name,
  });
  const settled = (clip: string): FetchEvent => ({
    type: 'settled',
    atMs: 0,
    clip,
    label: 'l',
    split: 'val',
    state: 'kept',
    previousState: 'pending',
    seconds: 1,
  });
  const state = play([stage('a'), stage('b'), stage('c'), settled('b'), stage('a', 'cut'), stage('d'), stage('e')]);
  assert.deepEqual(
    state.running.map(({ slot, clip }) => `${slot} ${clip}`),
    ['1 a', '2 d', '3 c', '4 e'],
  );
});

test('progress belongs to its stage, and progress of a clip not in hand is ignored', () => {
  const progress = (clip: string): FetchEvent => ({
    type: 'progress',
    atMs: 1,
    clip,
    receivedBytes: 0,
    bytesPerSecond: 0,
  });
  const acquiring = play([
    { type: 'stage', atMs: 0, clip: 'a', label: 'l', stage: 'acquire', source: 'youtube' },
    progress('a'),
    progress('z'),
  ]);
  assert.deepEqual(acquiring.running[0]?.transfer, { receivedBytes: 0, bytesPerSecond: 0 });
  const cutting = reduceFetch(acquiring, { type: 'stage', atMs: 2, clip: 'a', label: 'l', stage: 'cut' });
  assert.equal(cutting.running[0]?.transfer, undefined);
  assert.equal(cutting.running[0]?.source, 'youtube');
});

test('a breaker is shown until it closes, one a host', () => {
  const breaker = (host: string, state: 'open' | 'probing' | 'closed'): FetchEvent => ({
    type: 'breaker',
    atMs: 0,
    host,
    state,
    pausesInARow: 1,
  });
  const open = play([breaker('a', 'open'), breaker('b', 'open'), breaker('a', 'probing')]);
  assert.deepEqual(
    open.breakers.map(({ host, state }) => `${host} ${state}`),
    ['b open', 'a probing'],
  );
  assert.deepEqual(play([breaker('a', 'closed'), breaker('b', 'closed')], open).breakers, []);
});

test('the pace of an even run is its rate, and the time left contains the true one', () => {
  const clipMs = 8000;
  const events = madeUpRun({ clips: 1000, slots: 4, startMs: 0, clipMs });
  const untilMs = 20 * 60_000;
  const state = play(events.filter(({ atMs }) => atMs <= untilMs));
  const perHour = (HOUR / clipMs) * 4;
  const pace = paceOf(state, untilMs);
  assert.ok(Math.abs((pace?.recentPerHour ?? 0) / perHour - 1) < 0.03, `${pace?.recentPerHour} of ${perHour}`);
  assert.ok(Math.abs((pace?.overallPerHour ?? 0) / perHour - 1) < 0.03);
  const left = timeLeftOf(state, untilMs);
  const trueMs = ((1000 - state.settled) / perHour) * HOUR;
  assert.ok(left !== undefined && left.lowMs <= trueMs && trueMs <= left.highMs);
});

test('nothing is said about the time left from a handful of clips, after ten minutes of silence, or while a host refuses', () => {
  const events = madeUpRun({ clips: 100, slots: 1, startMs: 0, clipMs: 1000 });
  const few = play(events.filter(({ atMs }) => atMs < 5000));
  assert.equal(timeLeftOf(few, 5000), undefined);
  const many = play(events.filter(({ atMs }) => atMs < 50_000));
  assert.notEqual(timeLeftOf(many, 50_000), undefined);
  assert.equal(timeLeftOf(many, 50_000 + 11 * 60_000), undefined);
  const refused = play([{ type: 'breaker', atMs: 50_000, host: 'h', state: 'open', pausesInARow: 1 }], many);
  assert.equal(timeLeftOf(refused, 50_000), undefined);
});

test('the state stays small however long the run', () => {
  const events = madeUpRun({ clips: 2500, slots: 16, startMs: 0, clipMs: 30_000 });
  assert.ok(events.length >= 20_000);
  let largest = 0;
  let state = INITIAL_FETCH_STATE;
  events.forEach((event, position) => {
    state = reduceFetch(state, event);
    if (position % 500 === 0) largest = Math.max(largest, JSON.stringify(state).length);
  });
  assert.ok(largest < 32_000, `${largest} characters`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FetchControls } from '../../src/pipeline/controls.ts';
import { type FetchWishes, fetchKeyHints, NO_WISHES, pressFetchKey } from '../../src/ui/fetch-keys.ts';
import { type FetchState, INITIAL_FETCH_STATE } from '../../src/ui/fetch-state.ts';

const RUNNING: FetchState = { ...INITIAL_FETCH_STATE, downloads: 2, slots: 2 };
const BREAKER = { type: 'breaker', atMs: 0, host: 'h', state: 'open', pausesInARow: 1 } as const;

function press(keys: readonly string[], state = RUNNING): { calls: string[]; wishes: FetchWishes } {
  const calls: string[] = [];
  const controls: FetchControls = {
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
    setDownloads: (count) => calls.push(`downloads ${count}`),
    tryNow: (host) => calls.push(`try ${host}`),
    stop: (urgency) => calls.push(`stop ${urgency}`),
  };
  const wishes = keys.reduce((before, key) => pressFetchKey(key, before, state, controls), NO_WISHES);
  return { calls, wishes };
}

test('p pauses and goes on', () => {
  assert.deepEqual(press(['p', 'p', 'p']).calls, ['pause', 'resume', 'pause']);
});

test('plus and minus change the downloads at once, never below one', () => {
  assert.deepEqual(press(['+', '=', '-']).calls, ['downloads 3', 'downloads 4', 'downloads 3']);
  assert.deepEqual(press(['-', '-', '-']).calls, ['downloads 1', 'downloads 1', 'downloads 1']);
});

test('space tries every host whose breaker is open, and none that is being tried', () => {
  const breakers = [BREAKER, { ...BREAKER, host: 'g' }, { ...BREAKER, host: 'probed', state: 'probing' as const }];
  assert.deepEqual(press(['space'], { ...RUNNING, breakers }).calls, ['try h', 'try g']);
  assert.deepEqual(press(['space']).calls, []);
});

test('q stops cleanly, once more at once, and then no further', () => {
  assert.deepEqual(press(['q', 'ctrl-c', 'q']).calls, ['stop cleanly', 'stop at-once']);
});

test('a key that means nothing changes nothing', () => {
  const { calls, wishes } = press(['x', 'up', 'enter', 'escape', 'ctrl-z']);
  assert.deepEqual([calls, wishes], [[], NO_WISHES]);
});

test('the footer says what the keys do now', () => {
  const footer = (wishes: FetchWishes, state = RUNNING): string =>
    fetchKeyHints(wishes, state)
      .map(({ caption, text }) => `${caption} ${text}`)
      .join(', ');
  assert.equal(footer(NO_WISHES), 'p pause, + - downloads 2, e error texts, q stop');
  assert.equal(
    footer({ ...press(['p', '+', 'e', 'q']).wishes }, { ...RUNNING, breakers: [BREAKER] }),
    'space try now, p go on, + - downloads 3, e hide error texts, q stop at once',
  );
});

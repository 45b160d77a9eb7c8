import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Admission,
  answerOf,
  type BreakerEvent,
  createGovernor,
  type Governor,
  type GovernorOptions,
  isLoopback,
  type Permit,
} from '../../src/pipeline/governor.ts';
import { TurnedClock } from '../helpers/turned-clock.ts';

const SITE = 'www.example.org';
const NEVER = new AbortController().signal;

interface Scene {
  readonly clock: TurnedClock;
  readonly governor: Governor;
  readonly events: BreakerEvent[];
}

function scene(options: Partial<GovernorOptions> = {}): Scene {
  const clock = new TurnedClock();
  const events: BreakerEvent[] = [];
  const governor = createGovernor({
    videosPerHour: 3600,
    burst: 2,
    firstPauseSeconds: 60,
    pauseFactor: 2,
    maxPauseSeconds: 3600,
    maxPausesInARow: 2,
    onEvent: (event) => events.push(event),
    clock,
    ...options,
  });
  return { clock, governor, events };
}

/** Asks and shows what has come of it so far. */
function ask({ governor }: Scene, host = SITE, abortSignal = NEVER): { answer: Admission | 'waiting' } {
  const asked: { answer: Admission | 'waiting' } = { answer: 'waiting' };
  governor.admit(host, abortSignal).then((admission) => {
    asked.answer = admission;
  });
  return asked;
}

/** Lets promises that are already settled reach their callbacks. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
}

async function permitOf(asked: { answer: Admission | 'waiting' }): Promise<Permit> {
  await settled();
  assert.ok(typeof asked.answer === 'object', `expected a permit, got ${String(asked.answer)}`);
  return asked.answer;
}

test('requests beyond the burst wait their turn, in the order they came', async () => {
  const here = scene();
  const asked = [ask(here), ask(here), ask(here), ask(here)];
  await settled();
  const states = () => asked.map(({ answer }) => (typeof answer === 'object' ? 'go' : answer));
  assert.deepEqual(states(), ['go', 'go', 'waiting', 'waiting']);
  here.clock.pass(1001);
  await settled();
  assert.deepEqual(states(), ['go', 'go', 'go', 'waiting']);
  here.clock.pass(1001);
  await settled();
  assert.deepEqual(states(), ['go', 'go', 'go', 'go']);
});

test('hosts do not wait for each other, and loopback has no rate but a breaker', async () => {
  const here = scene();
  const elsewhere = ['a.example', 'b.example'].flatMap((host) => [ask(here, host), ask(here, host)]);
  const local = Array.from({ length: 100 }, () => ask(here, '127.0.0.1:8080'));
  for (const asked of [...elsewhere, ...local]) await permitOf(asked);
  (await permitOf(local[0]!)).report('captcha');
  const later = ask(here, '127.0.0.1:8080');
  await settled();
  assert.equal(later.answer, 'waiting');
  assert.deepEqual(
    ['127.0.0.1', '127.9.9.9:80', 'localhost', 'LOCALHOST:1', '::1', '[::1]:80', '128.0.0.1', 'localhost.example'].map(
      isLoopback,
    ),
    [true, true, true, true, true, true, false, false],
  );
});

test('the first refusal pauses the whole host; one probe goes first, and its success lets the others follow', async () => {
  const here = scene();
  const [first, second] = [await permitOf(ask(here)), await permitOf(ask(here))];
  const waiting = [ask(here), ask(here)];
  first.report('bot-check');
  second.report('rate-limited');
  here.clock.pass(59_999);
  await settled();
  assert.deepEqual(
    waiting.map(({ answer }) => answer),
    ['waiting', 'waiting'],
  );
  here.clock.pass(1);
  const probe = await permitOf(waiting[0]!);
  here.clock.pass(10_000);
  await settled();
  assert.equal(waiting[1]!.answer, 'waiting');
  probe.report('ok');
  await permitOf(waiting[1]!);
  assert.deepEqual(
    here.events.map(({ state, pausesInARow, code, reopensAtMs }) => ({ state, pausesInARow, code, reopensAtMs })),
    [
      { state: 'open', pausesInARow: 1, code: 'bot-check', reopensAtMs: 60_000 },
      { state: 'probing', pausesInARow: 1, code: undefined, reopensAtMs: undefined },
      { state: 'closed', pausesInARow: 0, code: undefined, reopensAtMs: undefined },
    ],
  );
});

test('a success of a request from before the trip does not close the breaker while the probe is out', async () => {
  const here = scene();
  const [first, early] = [await permitOf(ask(here)), await permitOf(ask(here))];
  first.report('rate-limited');
  const probe = ask(here);
  here.clock.pass(60_000);
  await permitOf(probe);
  early.report('ok');
  const next = ask(here);
  here.clock.pass(3_600_000);
  await settled();
  assert.equal(next.answer, 'waiting');
});

test('an abandoned or unclear probe hands its place to the next request, and a definite answer about the video closes', async () => {
  const here = scene();
  (await permitOf(ask(here))).report('rate-limited');
  const asked = [ask(here), ask(here), ask(here), ask(here)];
  here.clock.pass(70_000);
  (await permitOf(asked[0]!)).report('abandoned');
  here.clock.pass(10_000);
  (await permitOf(asked[1]!)).report('network');
  here.clock.pass(10_000);
  assert.equal(here.events.at(-1)?.state, 'probing');
  (await permitOf(asked[2]!)).report('video-private');
  assert.equal(here.events.at(-1)?.state, 'closed');
  assert.equal(answerOf('server-error'), 'inconclusive');
});

test('after too many pauses in a row everybody is sent home, until the user tries again', async () => {
  const here = scene();
  const waiting = Array.from({ length: 5 }, () => ask(here));
  (await permitOf(waiting[0]!)).report('captcha');
  here.clock.pass(60_000);
  (await permitOf(waiting[1]!)).report('abandoned');
  here.clock.pass(60_000);
  (await permitOf(waiting[2]!)).report('captcha');
  here.clock.pass(120_000);
  (await permitOf(waiting[3]!)).report('captcha');
  await settled();
  assert.equal(waiting[4]!.answer, 'given-up');
  assert.equal(here.events.at(-1)?.state, 'open');
  const late = ask(here);
  await settled();
  assert.equal(late.answer, 'given-up');
  here.governor.openNow(SITE);
  const again = ask(here);
  here.clock.pass(60_000);
  (await permitOf(again)).report('ok');
  assert.equal(here.events.at(-1)?.state, 'closed');
});

test('try now lets the probe go before the pause is over', async () => {
  const here = scene();
  (await permitOf(ask(here))).report('ip-blocked');
  const probe = ask(here);
  await settled();
  assert.equal(probe.answer, 'waiting');
  here.governor.openNow(SITE);
  await permitOf(probe);
});

test('an aborted wait ends at once and gives its place away', async () => {
  const here = scene({ burst: 1 });
  await permitOf(ask(here));
  const abort = new AbortController();
  const [leaving, staying] = [ask(here, SITE, abort.signal), ask(here)];
  abort.abort();
  await settled();
  assert.equal(leaving.answer, 'aborted');
  assert.equal(await here.governor.admit(SITE, abort.signal), 'aborted');
  here.clock.pass(1001);
  await permitOf(staying);
});

test('an open breaker outlives the run', async () => {
  const before = scene();
  (await permitOf(ask(before))).report('rate-limited');
  (await permitOf(ask(before, 'other.example'))).report('ok');
  const hostStates = before.governor.exportStates();
  assert.deepEqual(hostStates, [{ host: SITE, pausesInARow: 1, openUntilMs: 60_000 }]);
  const after = scene({ hostStates });
  const asked = ask(after);
  after.clock.pass(59_999);
  await settled();
  assert.equal(asked.answer, 'waiting');
  after.clock.pass(1);
  (await permitOf(asked)).report('rate-limited');
  assert.equal(after.events.at(-1)?.pausesInARow, 2);
});

test('a trip halves the rate', async () => {
  const here = scene({ burst: 1 });
  (await permitOf(ask(here))).report('rate-limited');
  const [probe, next] = [ask(here), ask(here)];
  here.clock.pass(60_000);
  (await permitOf(probe)).report('ok');
  here.clock.pass(1500);
  await settled();
  assert.equal(next.answer, 'waiting');
  here.clock.pass(501);
  await permitOf(next);
});

test('a permit counts once', async () => {
  const here = scene();
  const permit = await permitOf(ask(here));
  permit.report('ok');
  permit.report('captcha');
  assert.deepEqual(here.events, []);
});

// Who may ask a host, and when: a token bucket and a breaker per host, with real timers. Requests wait here in the order they came.
import { type FailureCode, failureKind } from '../dataset/failure.ts';
import {
  type Answer,
  afterAdmission,
  afterAnswer,
  atTime,
  type Breaker,
  type BreakerPolicy,
  CLOSED,
  tryNow,
} from './breaker.ts';
import type { FetchEvent } from './events.ts';
import { type Clock, systemClock } from './governor-clock.ts';
import { createBucket, slowDown, speedUp, type TokenBucket, takeToken } from './token-bucket.ts';

export type BreakerEvent = Extract<FetchEvent, { type: 'breaker' }>;

/** `abandoned`: cancelled, or it never asked the host after all. */
export type RequestOutcome = 'ok' | 'abandoned' | FailureCode;

/** Leave to ask the host once. Whoever holds it must report how it went, exactly once; further reports are ignored. */
export interface Permit {
  report(outcome: RequestOutcome): void;
}

export type Admission = Permit | 'given-up' | 'aborted';

/** What outlives the run, one row a host whose breaker is not closed. */
export interface HostState {
  readonly host: string;
  readonly pausesInARow: number;
  readonly openUntilMs: number;
}

export interface GovernorOptions extends BreakerPolicy {
  readonly videosPerHour: number;
  readonly burst: number;
  readonly onEvent: (event: BreakerEvent) => void;
  /** As exported by an earlier run. */
  readonly hostStates?: readonly HostState[];
  readonly clock?: Clock;
}

export interface Governor {
  /** Resolves when the host may be asked; with `given-up` once its breaker has; with `aborted` when the signal came first. */
  admit(host: string, abortSignal: AbortSignal): Promise<Admission>;
  /** Ends a pause early: the next request is the probe. */
  openNow(host: string): void;
  exportStates(): HostState[];
}

interface Waiter {
  readonly settle: (admission: Admission) => void;
}

interface HostDesk {
  breaker: Breaker;
  /** Counts the changes of state, so that an answer is matched with the state it was asked in. */
  epoch: number;
  /** undefined: no limit. */
  bucket: TokenBucket | undefined;
  readonly waiters: Waiter[];
  cancelTimer: () => void;
}

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i;

/** Hosts on this machine serve nobody else: their breaker counts, their rate does not. `host` may carry a port. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host) || LOOPBACK.test(host.replace(/:\d+$/, ''));
}

/** What an outcome says about the host. A definite "this video is gone" is an answer: the host serves us. */
export function answerOf(outcome: RequestOutcome): Answer {
  if (outcome === 'ok') return 'served';
  if (outcome === 'abandoned') return 'inconclusive';
  const kind = failureKind(outcome);
  if (kind.tripsBreaker) return 'refused';
  return kind.state === 'dead' ? 'served' : 'inconclusive';
}

export function createGovernor(options: GovernorOptions): Governor {
  const clock = options.clock ?? systemClock;
  const desks = new Map<string, HostDesk>();
  for (const { host, pausesInARow, openUntilMs } of options.hostStates ?? []) {
    deskOf(host).breaker = { state: 'open', pausesInARow, openUntilMs };
  }

  function deskOf(host: string): HostDesk {
    let desk = desks.get(host);
    if (desk === undefined) {
      const bucket = isLoopback(host) ? undefined : createBucket(options.videosPerHour, options.burst, clock.nowMs());
      desk = { breaker: CLOSED, epoch: 0, bucket, waiters: [], cancelTimer: () => {} };
      desks.set(host, desk);
    }
    return desk;
  }

  /** Moves the breaker on and tells the listener when its state has changed. */
  function move(host: string, desk: HostDesk, next: Breaker, code?: FailureCode): void {
    const previous = desk.breaker;
    desk.breaker = next;
    if (next.state === previous.state && next.pausesInARow === previous.pausesInARow) return;
    desk.epoch += 1;
    options.onEvent({
      type: 'breaker',
      atMs: clock.nowMs(),
      host,
      state: next.state === 'given-up' ? 'open' : next.state,
      pausesInARow: next.pausesInARow,
      ...(code === undefined ? {} : { code }),
      ...('openUntilMs' in next ? { reopensAtMs: next.openUntilMs } : {}),
    });
  }

  function permit(host: string, desk: HostDesk): Permit {
    desk.breaker = afterAdmission(desk.breaker);
    const epoch = desk.epoch;
    let isReported = false;
    return {
      report(outcome) {
        if (isReported) return;
        isReported = true;
        const answer = answerOf(outcome);
        const isCurrent = epoch === desk.epoch;
        const nowMs = clock.nowMs();
        if (desk.bucket && isCurrent && answer === 'refused') desk.bucket = slowDown(desk.bucket, nowMs);
        if (desk.bucket && outcome === 'ok') desk.bucket = speedUp(desk.bucket, nowMs);
        const code = outcome === 'ok' || outcome === 'abandoned' ? undefined : outcome;
        move(host, desk, afterAnswer(desk.breaker, answer, isCurrent, nowMs, options), code);
        serve(host, desk);
      },
    };
  }

  /** How long the first in the queue has to wait; 0: its turn; undefined: until something else happens. */
  function waitOf(host: string, desk: HostDesk): number | undefined {
    const nowMs = clock.nowMs();
    move(host, desk, atTime(desk.breaker, nowMs));
    if (desk.breaker.state === 'open') return desk.breaker.openUntilMs - nowMs;
    if (desk.breaker.state === 'probing' && desk.breaker.isAsking) return undefined;
    if (desk.bucket === undefined) return 0;
    const taken = takeToken(desk.bucket, nowMs);
    desk.bucket = taken.bucket;
    return taken.waitMs;
  }

  /** Lets through whoever may go, and sets a timer for the next. */
  function serve(host: string, desk: HostDesk): void {
    desk.cancelTimer();
    while (desk.waiters.length > 0) {
      if (desk.breaker.state === 'given-up') {
        for (const waiter of desk.waiters.splice(0)) waiter.settle('given-up');
        return;
      }
      const waitMs = waitOf(host, desk);
      if (waitMs === undefined) return;
      if (waitMs > 0) {
        desk.cancelTimer = clock.after(waitMs, () => serve(host, desk));
        return;
      }
      desk.waiters.shift()?.settle(permit(host, desk));
    }
  }

  return {
    admit(host, abortSignal) {
      if (abortSignal.aborted) return Promise.resolve('aborted');
      return new Promise((resolve) => {
        const desk = deskOf(host);
        const onAbort = (): void => {
          desk.waiters.splice(desk.waiters.indexOf(waiter), 1);
          resolve('aborted');
          serve(host, desk);
        };
        const waiter: Waiter = {
          settle(admission) {
            abortSignal.removeEventListener('abort', onAbort);
            resolve(admission);
          },
        };
        abortSignal.addEventListener('abort', onAbort, { once: true });
        desk.waiters.push(waiter);
        serve(host, desk);
      });
    },
    openNow(host) {
      const desk = deskOf(host);
      move(host, desk, tryNow(desk.breaker));
      serve(host, desk);
    },
    exportStates() {
      return [...desks].flatMap(([host, { breaker }]) => {
        if (breaker.state === 'closed') return [];
        const openUntilMs = 'openUntilMs' in breaker ? breaker.openUntilMs : clock.nowMs();
        return [{ host, pausesInARow: breaker.pausesInARow, openUntilMs }];
      });
    },
  };
}

// The breaker of one host as a pure state machine, with the clock handed in:
// closed -> open (a pause, longer each time in a row) -> probing (one request let through) -> closed, or open again, or given up.

export interface BreakerPolicy {
  readonly firstPauseSeconds: number;
  readonly pauseFactor: number;
  readonly maxPauseSeconds: number;
  readonly maxPausesInARow: number;
}

export type Breaker =
  | { readonly state: 'closed'; readonly pausesInARow: 0 }
  | { readonly state: 'open'; readonly pausesInARow: number; readonly openUntilMs: number }
  /** `isAsking`: the one probe is under way; everything else waits for its answer. */
  | { readonly state: 'probing'; readonly pausesInARow: number; readonly isAsking: boolean }
  /** Too many pauses in a row: the run ends; `openUntilMs` is when to come back. */
  | { readonly state: 'given-up'; readonly pausesInARow: number; readonly openUntilMs: number };

/** What an answered request says about the host: it serves us, it refuses us, or nothing either way (the network, a bug, a cancel). */
export type Answer = 'served' | 'refused' | 'inconclusive';

export const CLOSED: Breaker = { state: 'closed', pausesInARow: 0 };

/** Length of the n-th pause in a row, n from 1. */
export function pauseSeconds(pauseNumber: number, policy: BreakerPolicy): number {
  return Math.min(policy.maxPauseSeconds, policy.firstPauseSeconds * policy.pauseFactor ** (pauseNumber - 1));
}

function strike(breaker: Breaker, nowMs: number, policy: BreakerPolicy): Breaker {
  const pausesInARow = breaker.pausesInARow + 1;
  const openUntilMs = nowMs + pauseSeconds(pausesInARow, policy) * 1000;
  if (pausesInARow > policy.maxPausesInARow) return { state: 'given-up', pausesInARow, openUntilMs };
  return { state: 'open', pausesInARow, openUntilMs };
}

/** The pause may have run out: an open breaker becomes a probing one. */
export function atTime(breaker: Breaker, nowMs: number): Breaker {
  if (breaker.state !== 'open' || nowMs < breaker.openUntilMs) return breaker;
  return { state: 'probing', pausesInARow: breaker.pausesInARow, isAsking: false };
}

/** A request has been let through. */
export function afterAdmission(breaker: Breaker): Breaker {
  return breaker.state === 'probing' ? { ...breaker, isAsking: true } : breaker;
}

/**
 * A request has been answered. `isCurrent`: it was let through in the present state, as the probe or while closed. An answer to
 * one that started before the trip is old news: it neither counts as a new strike nor proves that the host serves us again.
 */
export function afterAnswer(
  breaker: Breaker,
  answer: Answer,
  isCurrent: boolean,
  nowMs: number,
  policy: BreakerPolicy,
): Breaker {
  if (!isCurrent) return breaker;
  if (breaker.state === 'closed') return answer === 'refused' ? strike(breaker, nowMs, policy) : breaker;
  if (breaker.state !== 'probing') return breaker;
  if (answer === 'refused') return strike(breaker, nowMs, policy);
  return answer === 'served' ? CLOSED : { ...breaker, isAsking: false };
}

/** The user's "try now": the pause ends, and the next request is the probe. Being refused again still counts. */
export function tryNow(breaker: Breaker): Breaker {
  if (breaker.state !== 'open' && breaker.state !== 'given-up') return breaker;
  return { state: 'probing', pausesInARow: breaker.pausesInARow, isAsking: false };
}

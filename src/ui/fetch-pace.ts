// How fast a fetch goes and how long it will take, from its state and a time. Pure.
import { type FetchState, RATE_WINDOW_MS } from './fetch-state.ts';

const HOUR_MS = 3_600_000;
/** Fewer settled clips than this say nothing about the rest. */
const MIN_SETTLED = 10;

export interface Pace {
  /** Since the start of the run. */
  readonly overallPerHour: number;
  /** Over the moving window; equal to overall while the run is younger than the window. */
  readonly recentPerHour: number;
}

export function paceOf(state: FetchState, nowMs: number): Pace | undefined {
  const elapsedMs = nowMs - (state.startedAtMs ?? nowMs);
  if (state.settled === 0 || elapsedMs < 1000) return undefined;
  const overallPerHour = (state.settled / elapsedMs) * HOUR_MS;
  if (elapsedMs <= RATE_WINDOW_MS) return { overallPerHour, recentPerHour: overallPerHour };
  return { overallPerHour, recentPerHour: (recentlySettled(state, nowMs) / RATE_WINDOW_MS) * HOUR_MS };
}

function recentlySettled(state: FetchState, nowMs: number): number {
  return state.rateBuckets.reduce(
    (sum, bucket) => (bucket.sinceMs > nowMs - RATE_WINDOW_MS ? sum + bucket.settled : sum),
    0,
  );
}

export interface TimeLeft {
  readonly lowMs: number;
  readonly highMs: number;
}

/**
 * From the faster to the slower of the two paces, each widened by the counting error of its clips (sqrt n).
 * Undefined when nothing honest can be said: too few settled so far, none lately, or a host that refuses us for now.
 */
export function timeLeftOf(state: FetchState, nowMs: number): TimeLeft | undefined {
  const remaining = state.planned - state.settled;
  const pace = paceOf(state, nowMs);
  if (pace === undefined || state.settled < MIN_SETTLED || remaining <= 0 || state.breakers.length > 0)
    return undefined;
  const recentSettled = recentlySettled(state, nowMs);
  if (recentSettled === 0) return undefined;
  const error = 1 / Math.sqrt(recentSettled);
  const fast = Math.max(pace.overallPerHour, pace.recentPerHour * (1 + error));
  const slow = Math.min(pace.overallPerHour, pace.recentPerHour / (1 + error));
  return { lowMs: (remaining / fast) * HOUR_MS, highMs: (remaining / slow) * HOUR_MS };
}

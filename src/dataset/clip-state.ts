// A clip's life. The index knows settled states only: acquired, cut and measured are stages in hand, lost with a kill and done again.
import type { FailureCode } from './failure.ts';
import type { AskReason, DropReason } from './verdict.ts';

export const CLIP_STATES = ['pending', 'kept', 'dropped', 'ask', 'dead', 'deferred', 'failed'] as const;
export type ClipState = (typeof CLIP_STATES)[number];

export type Stage = 'waiting' | 'acquire' | 'cut' | 'measure';

/** The code that goes with a state: why it is dropped, asked about, dead, deferred or failed; none when pending or kept. */
export type StateCode = FailureCode | DropReason | AskReason;

export interface Counts {
  readonly listed: number;
  readonly kept: number;
  readonly pending: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly ask: Readonly<Record<string, number>>;
  readonly dead: Readonly<Record<string, number>>;
  readonly deferred: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, number>>;
}

export function sumOf(byCode: Readonly<Record<string, number>>): number {
  return Object.values(byCode).reduce((sum, count) => sum + count, 0);
}

/** Promise 1: listed = kept + dropped + ask + dead + deferred + failed + pending. */
export function identityHolds(counts: Counts): boolean {
  const { listed, kept, dropped, ask, dead, deferred, failed, pending } = counts;
  const byCode = [dropped, ask, dead, deferred, failed].reduce((sum, by) => sum + sumOf(by), 0);
  return listed === kept + byCode + pending;
}

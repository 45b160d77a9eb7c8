// One segment on its way: what the sources have answered so far and the ledger rows that go with it.
import type { ClipState, Stage, StateCode } from '../dataset/clip-state.ts';
import { clipName } from '../dataset/segment.ts';
import type { AttemptRow } from '../store/settle.ts';
import type { WorkItem } from '../store/work.ts';
import type { FetchListener } from './events.ts';
import type { SourceAnswer } from './resolve-answers.ts';

export interface ClipInHand extends WorkItem {
  readonly name: string;
  readonly startedAtMs: number;
  readonly answers: SourceAnswer[];
  /** Not yet in the index. */
  attempts: AttemptRow[];
  /** A source could not be asked, its host having given up: without a clip from another there is no answer yet. */
  hasOpenSource: boolean;
}

export function takeInHand(item: WorkItem): ClipInHand {
  return {
    ...item,
    name: clipName(item.segment),
    startedAtMs: Date.now(),
    answers: [],
    attempts: [],
    hasOpenSource: false,
  };
}

export function announceStage(listener: FetchListener, clip: ClipInHand, stage: Stage, source?: string): void {
  listener({
    type: 'stage',
    atMs: Date.now(),
    clip: clip.name,
    label: clip.segment.label,
    stage,
    ...(source === undefined ? {} : { source }),
  });
}

export interface SettledDetail {
  readonly state: ClipState;
  readonly code?: StateCode;
  readonly source?: string;
  readonly route?: string;
  readonly message?: string;
}

export function announceSettled(listener: FetchListener, clip: ClipInHand, detail: SettledDetail): void {
  const atMs = Date.now();
  listener({
    type: 'settled',
    atMs,
    clip: clip.name,
    label: clip.segment.label,
    split: clip.segment.split,
    previousState: clip.state,
    ...(clip.code === undefined ? {} : { previousCode: clip.code }),
    ...detail,
    seconds: (atMs - clip.startedAtMs) / 1000,
  });
}

export interface AttemptDetail {
  readonly source: string;
  readonly route?: string;
  readonly outcome: string;
  readonly rawText?: string;
  readonly receivedBytes?: number;
  readonly startedAtMs: number;
}

/** Longest raw text kept in the ledger, characters: whole messages of every tool seen, not whole logs. */
const MAX_RAW_TEXT = 4000;

export function noteAttempt(clip: ClipInHand, detail: AttemptDetail): void {
  const atMs = Date.now();
  clip.attempts.push({
    atMs,
    source: detail.source,
    route: detail.route ?? '',
    outcome: detail.outcome,
    rawText: (detail.rawText ?? '').slice(0, MAX_RAW_TEXT),
    receivedBytes: detail.receivedBytes ?? 0,
    seconds: (atMs - detail.startedAtMs) / 1000,
  });
}

// Clips that leave our hands without a file: settled by what the sources answered, or handed back as they were.

import { earlierAttempts } from '../store/history.ts';
import type { Index } from '../store/open.ts';
import type { SettlementWriter } from '../store/settle.ts';
import { announceSettled, type ClipInHand } from './clip-in-hand.ts';
import type { FetchListener } from './events.ts';
import { resolveAnswers } from './resolve-answers.ts';
import type { Workspace } from './workspace.ts';

export interface UnansweredOptions {
  readonly index: Index;
  readonly workspace: Workspace;
  readonly writer: SettlementWriter;
  readonly confirmAfterSeconds: number;
  readonly listener: FetchListener;
}

/** All sources have answered and none gave a clip. */
export function settleByAnswers(clip: ClipInHand, options: UnansweredOptions): void {
  const { segmentId, segment } = clip;
  const history = earlierAttempts(options.index, segmentId);
  const resolution = resolveAnswers(clip.answers, history, Date.now(), options.confirmAfterSeconds);
  const { state, code, retryAtMs, message } = resolution;
  options.writer.settle({ segmentId, segment, state, code, retryAtMs, clip: undefined }, clip.attempts);
  clip.attempts = [];
  // What a broken transfer left serves the next try.
  if (state === 'deferred') options.workspace.dropScratchIfEmpty(segment);
  else options.workspace.dropScratch(segment);
  const source = clip.answers.at(-1)?.source;
  announceSettled(options.listener, clip, { state, code, message, ...(source === undefined ? {} : { source }) });
}

/** Interrupted, or the host's breaker gave up: the clip keeps its state; what was tried stands in the ledger. */
export function handBack(clip: ClipInHand, options: UnansweredOptions): void {
  if (clip.attempts.length > 0) options.writer.recordAttempts(clip.segmentId, clip.attempts);
  clip.attempts = [];
  options.workspace.dropScratchIfEmpty(clip.segment);
  announceSettled(options.listener, clip, {
    state: clip.state,
    ...(clip.code === undefined ? {} : { code: clip.code }),
  });
}

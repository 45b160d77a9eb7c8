// Pure: what the sources of the chain answered about one segment -> its state. Only for segments of which no source gave a clip.
import type { StateCode } from '../dataset/clip-state.ts';
import { type Failure, failureKind } from '../dataset/failure.ts';
import type { DropReason } from '../dataset/verdict.ts';

export type SourceAnswer =
  | { readonly kind: 'absent'; readonly source: string }
  | {
      readonly kind: 'failure';
      readonly source: string;
      readonly failure: Failure /** When its host may be asked again, ms. */;
      readonly hostReopensAtMs?: number;
    }
  | { readonly kind: 'unusable'; readonly source: string; readonly reason: DropReason; readonly message: string };

export interface EarlierAnswer {
  readonly atMs: number;
  readonly source: string;
  readonly outcome: string;
}

export interface Resolution {
  readonly state: 'dropped' | 'dead' | 'deferred' | 'failed';
  readonly code: StateCode;
  readonly retryAtMs: number;
  readonly message: string;
}

/** A chain's answer is the most hopeful of its sources': what may come later outranks what is broken, which outranks what is gone. */
const HOPE = { deferred: 4, failed: 3, dropped: 2, dead: 1, absent: 0 } as const;

/**
 * @param history earlier attempts of the same segment, any order
 * @param confirmAfterSeconds how long after a first sign of death a second one counts
 */
export function resolveAnswers(
  answers: readonly SourceAnswer[],
  history: readonly EarlierAnswer[],
  nowMs: number,
  confirmAfterSeconds: number,
): Resolution {
  const resolutions = answers.map((answer) => resolveOne(answer, history, nowMs, confirmAfterSeconds));
  const best = resolutions.toSorted((a, b) => b.hope - a.hope)[0];
  if (best === undefined || best.hope === HOPE.absent) {
    return { state: 'deferred', code: 'absent-from-sources', retryAtMs: nowMs, message: 'none of the sources has it' };
  }
  return best.resolution;
}

interface Ranked {
  readonly hope: number;
  readonly resolution: Resolution;
}

function resolveOne(
  answer: SourceAnswer,
  history: readonly EarlierAnswer[],
  nowMs: number,
  confirmAfterSeconds: number,
): Ranked {
  if (answer.kind === 'absent') {
    return {
      hope: HOPE.absent,
      resolution: { state: 'deferred', code: 'absent-from-sources', retryAtMs: nowMs, message: '' },
    };
  }
  if (answer.kind === 'unusable') {
    return {
      hope: HOPE.dropped,
      resolution: { state: 'dropped', code: answer.reason, retryAtMs: 0, message: answer.message },
    };
  }
  const { code, message } = answer.failure;
  const kind = failureKind(code);
  if (
    kind.state === 'dead' &&
    kind.needsConfirmation &&
    !isConfirmed(code, answer.source, history, nowMs, confirmAfterSeconds)
  ) {
    const retryAtMs = nowMs + confirmAfterSeconds * 1000;
    return { hope: HOPE.deferred, resolution: { state: 'deferred', code: 'unconfirmed', retryAtMs, message } };
  }
  const retryAtMs =
    kind.state === 'deferred' ? (answer.hostReopensAtMs ?? nowMs + (kind.retryAfterSeconds ?? 0) * 1000) : 0;
  return { hope: HOPE[kind.state], resolution: { state: kind.state, code, retryAtMs, message } };
}

/** Two probes with the same answer from the same source, far enough apart. */
function isConfirmed(
  code: string,
  source: string,
  history: readonly EarlierAnswer[],
  nowMs: number,
  confirmAfterSeconds: number,
): boolean {
  return history.some(
    (earlier) =>
      earlier.source === source && earlier.outcome === code && nowMs - earlier.atMs >= confirmAfterSeconds * 1000,
  );
}

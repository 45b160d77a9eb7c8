// A wish that the person has for one or many rows -> judgements for the index. Pure.
import type { ClipRow } from '../../curation/clip-table.ts';
import type { Judgement, SeenThing, Trim } from '../../dataset/judgement.ts';
import { type Draft, type Effect, trimOf } from './curate-state.ts';

export interface JudgementContext {
  readonly rater: string;
  readonly atMs: number;
  readonly durationSeconds: number;
  /** What of the clip was on the screen; nothing of clips that are judged together. */
  readonly seen: readonly SeenThing[];
}

/** Rows without a file cannot be judged: they are left out. */
export function judgementsFor(
  effect: Extract<Effect, { kind: 'judge' }>,
  rows: readonly ClipRow[],
  { rater, atMs, durationSeconds, seen }: JudgementContext,
): Judgement[] {
  const { wish, draft, seconds, wasHeard } = effect;
  return rows.flatMap((row) =>
    row.clipId === undefined
      ? []
      : [
          {
            clipId: row.clipId,
            segmentId: row.segmentId,
            rater,
            atMs,
            decision: wish.decision,
            reason: wish.reason,
            label: wish.label,
            trim: rows.length === 1 ? trimFor(draft, row, durationSeconds) : undefined,
            note: draft.note,
            seconds,
            wasHeard,
            seen: rows.length === 1 ? seen : [],
            via: 'curate' as const,
          },
        ],
  );
}

/** A trim that was there and has been cleared is taken back by one that holds the whole clip. */
function trimFor(draft: Draft, row: ClipRow, durationSeconds: number): Trim | undefined {
  const trim = trimOf(draft, durationSeconds);
  if (trim !== undefined || row.trimEndSeconds === undefined) return trim;
  return { startSeconds: 0, endSeconds: durationSeconds };
}

/** Note and trim of the verdict in force, as the person may go on from them. */
export function knownDraft(row: ClipRow, durationSeconds: number): Draft {
  const { trimStartSeconds: start, trimEndSeconds: end, note } = row;
  return {
    note,
    ...(start === undefined || start <= 0 ? {} : { trimStartSeconds: start }),
    ...(end === undefined || end >= durationSeconds ? {} : { trimEndSeconds: end }),
  };
}

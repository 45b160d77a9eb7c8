// What is wished for the clips of a pair -> judgements for the index. Pure.
import type { ClipRow } from '../../curation/clip-table.ts';
import type { Judgement } from '../../dataset/judgement.ts';
import { judgementsFor, knownDraft } from '../curate/take-verdict.ts';
import type { PairWish } from './pair-state.ts';

export interface PairContext {
  readonly rater: string;
  readonly atMs: number;
  /** How long the pair was looked at; each clip had its share of it. */
  readonly seconds: number;
  rowAt(position: number): ClipRow;
  wasHeard(position: number): boolean;
  /** Its film and sound were on the screen. */
  wasSeen(row: ClipRow): boolean;
}

/** Rows without a file cannot be judged: they are left out. Notes and trims stay as they are. */
export function pairJudgements(wishes: readonly PairWish[], context: PairContext): Judgement[] {
  const { rater, atMs } = context;
  return wishes.flatMap(({ position, wish }) => {
    const row = context.rowAt(position);
    const durationSeconds = durationOf(row);
    const draft = knownDraft(row, durationSeconds);
    const seconds = context.seconds / wishes.length;
    const seen = context.wasSeen(row) ? (['strip', 'wave', 'mel', 'verdict'] as const) : (['verdict'] as const);
    return judgementsFor(
      { kind: 'judge', positions: [position], wish, draft, seconds, wasHeard: context.wasHeard(position) },
      [row],
      { rater, atMs, durationSeconds, seen },
    );
  });
}

/** Of the file where it is known, else of the listed interval. */
export function durationOf(row: ClipRow): number {
  return row.durationSeconds ?? row.soundSeconds ?? (row.endSeconds ?? 0) - (row.startSeconds ?? 0);
}

// All verdicts of one clip by facts and filter, with their reasons: what the person who judges it is told. What people said is in judgements.ts.
import type { Verdict } from '../dataset/verdict.ts';
import type { Index } from './open.ts';

export interface PastVerdict {
  readonly author: 'facts' | 'filter';
  /** ISO. */
  readonly decidedAt: string;
  readonly verdict: Verdict;
}

interface Row {
  readonly author: PastVerdict['author'];
  readonly decidedAt: string;
  readonly decision: Verdict['decision'];
  readonly reasons: string;
}

/** Oldest first. */
export function readPastVerdicts(index: Index, clipId: number): PastVerdict[] {
  const rows = index
    .prepare(
      `SELECT decided_by AS author, decided_at AS decidedAt, decision, reasons FROM verdicts
       WHERE clip_id = ? AND decided_by IN ('facts', 'filter') ORDER BY id`,
    )
    .all(clipId) as Row[];
  return rows.map(({ author, decidedAt, decision, reasons }) => ({
    author,
    decidedAt,
    verdict: { decision, reasons: JSON.parse(reasons) } as Verdict,
  }));
}

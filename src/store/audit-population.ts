// The clips of a corpus that an audit can be drawn from, with the filter's latest verdict on each: index in, candidates and counts out.
import type { AuditItem, AuditPopulation } from '../dataset/audit.ts';
import type { ClipState } from '../dataset/clip-state.ts';
import { MISMATCHES, SCORES_VERSION } from '../dataset/evidence.ts';
import { clipName, type Segment } from '../dataset/segment.ts';
import type { Reason, Verdict } from '../dataset/verdict.ts';
import type { Index } from './open.ts';

export interface AuditableClip extends Pick<AuditItem, 'clipName' | 'decision' | 'decisionWithPeople' | 'probability'> {
  readonly label: string;
}

export interface AuditableCorpus {
  readonly clips: readonly AuditableClip[];
  readonly population: AuditPopulation;
  /** Hash of the policy behind the filter's last verdict; '' where it never decided. */
  readonly policy: string;
}

interface Row extends Pick<Segment, 'videoId' | 'startSeconds' | 'endSeconds' | 'label'> {
  readonly state: ClipState;
  readonly factsDrop: number;
  readonly author: 'facts' | 'filter' | null;
  readonly decision: Verdict['decision'];
  readonly reasons: string;
  readonly probability: number | null;
}

const DECISION_OF: Readonly<Partial<Record<ClipState, Verdict['decision']>>> = {
  kept: 'keep',
  dropped: 'drop',
  ask: 'ask',
};
const OF_MISMATCH: ReadonlySet<string> = new Set(Object.values(MISMATCHES));

/**
 * Of the clips with a file: those that their facts leave and the filter decided on. Dropped ones count where a mismatch of sound and picture is
 * among the reasons: whether a double was rightly dropped is not seen by looking at it alone.
 */
export function readAuditableCorpus(index: Index, corpusId: number): AuditableCorpus {
  const rows = index
    .prepare(
      `SELECT s.video_id AS videoId, s.start_seconds AS startSeconds, s.end_seconds AS endSeconds, s.state,
              coalesce(s.curated_label, s.label) AS label, v.decided_by AS author, v.decision, v.reasons, r.probability,
              coalesce((SELECT f.decision = 'drop' FROM verdicts f WHERE f.decided_by = 'facts' AND f.clip_id = k.id
                        ORDER BY f.id DESC LIMIT 1), 0) AS factsDrop
       FROM segments s JOIN clips k ON k.id = s.clip_id
       LEFT JOIN verdicts v ON v.id = (SELECT max(id) FROM verdicts WHERE clip_id = k.id)
       LEFT JOIN scores r ON r.clip_id = k.id AND r.version = ? AND r.clip_sha256 = k.sha256
       WHERE s.corpus_id = ?`,
    )
    .iterate(SCORES_VERSION, corpusId) as IterableIterator<Row>;
  const clips: AuditableClip[] = [];
  const decided = { keep: 0, drop: 0, ask: 0 };
  const leftOut = { facts: 0, otherReasons: 0, unfiltered: 0 };
  for (const row of rows) {
    const { decision } = row;
    if (row.factsDrop === 1) leftOut.facts += 1;
    else if (row.author !== 'filter') leftOut.unfiltered += 1;
    else if (decision === 'drop' && !isForMismatch(row.reasons)) leftOut.otherReasons += 1;
    else {
      decided[decision] += 1;
      clips.push({
        clipName: clipName(row),
        label: row.label,
        decision,
        decisionWithPeople: DECISION_OF[row.state] ?? decision,
        probability: row.probability ?? undefined,
      });
    }
  }
  const policy = index
    .prepare(`SELECT policy FROM verdicts WHERE decided_by = 'filter' ORDER BY id DESC LIMIT 1`)
    .pluck()
    .get() as string | undefined;
  return { clips, population: { ...decided, leftOut }, policy: policy ?? '' };
}

function isForMismatch(reasons: string): boolean {
  return (JSON.parse(reasons) as Reason[]).some(({ code }) => OF_MISMATCH.has(code));
}

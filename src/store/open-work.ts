// What a corpus still lacks before it can be judged, and how fast people judge: a few counts out of the index.
import { SCORES_VERSION } from '../dataset/evidence.ts';
import { SIGNAL_MEASUREMENTS_VERSION } from '../dataset/signal-measurements.ts';
import type { Index } from './open.ts';

export interface OpenWork {
  /** Clips that have a file. */
  readonly clips: number;
  /** Of them, without measurements of this version. */
  readonly unmeasured: number;
  /** Of those that are kept or asked about, without scores of this version: the filter has not seen them. */
  readonly unscored: number;
}

export function readOpenWork(index: Index, corpusId: number): OpenWork {
  return index
    .prepare(
      `SELECT count(*) AS clips, count(*) - count(m.clip_id) AS unmeasured,
              count(*) FILTER (WHERE c.clip_id IS NULL AND s.state IN ('kept', 'ask')) AS unscored
       FROM segments s JOIN clips k ON k.id = s.clip_id
       LEFT JOIN measurements m ON m.clip_id = k.id AND m.version = ? AND m.clip_sha256 = k.sha256
       LEFT JOIN scores c ON c.clip_id = k.id AND c.version = ? AND c.clip_sha256 = k.sha256
       WHERE s.corpus_id = ?`,
    )
    .get(SIGNAL_MEASUREMENTS_VERSION, SCORES_VERSION, corpusId) as OpenWork;
}

/** How long the last judgements took that somebody looked at, seconds, the latest first. */
export function readRecentSeconds(index: Index, limit: number): number[] {
  return index
    .prepare(
      `SELECT seconds FROM judgements WHERE via = 'curate' AND seconds IS NOT NULL AND undone_at_ms IS NULL ORDER BY id DESC LIMIT ?`,
    )
    .pluck()
    .all(limit) as number[];
}

/** When a workspace was last fetched, filtered or judged; 0: never. */
export function readWorkedOnAtMs(index: Index): number {
  const { ranAt, judgedAtMs } = index
    .prepare(
      `SELECT (SELECT max(coalesce(ended_at, started_at)) FROM runs) AS ranAt,
              (SELECT max(max(recorded_at_ms, coalesce(undone_at_ms, 0))) FROM judgements) AS judgedAtMs`,
    )
    .get() as { ranAt: string | null; judgedAtMs: number | null };
  return Math.max(ranAt === null ? 0 : Date.parse(ranAt), judgedAtMs ?? 0);
}

export interface AuditProgress {
  readonly name: string;
  readonly questions: number;
  /** By one person at least. */
  readonly answered: number;
}

/** The audit of a corpus that was drawn last; undefined: none yet. */
export function readLastAudit(index: Index, corpusId: number): AuditProgress | undefined {
  return index
    .prepare(
      `SELECT a.name, (SELECT count(*) FROM audit_items i WHERE i.audit_id = a.id) AS questions,
              (SELECT count(DISTINCT position) FROM audit_answers w WHERE w.audit_id = a.id AND w.undone_at_ms IS NULL) AS answered
       FROM audits a WHERE a.corpus_id = ? ORDER BY a.id DESC LIMIT 1`,
    )
    .get(corpusId) as AuditProgress | undefined;
}

// What the person who judges a clip must know of it beside its row of the table: its file, and what facts and filter decided and why. What
// people said is in judgements.ts.
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

interface StoredClipFile {
  /** Relative to the workspace. */
  readonly path: string;
  readonly sha256: string;
  readonly method: 'verbatim' | 'copy' | 're-encode';
  readonly hasPicture: boolean;
  readonly hasSound: boolean;
}

export function readClipFile(index: Index, clipId: number): StoredClipFile | undefined {
  const row = index
    .prepare(
      `SELECT k.path, k.sha256, k.method, f.video_codec IS NOT NULL AS hasPicture, f.audio_codec IS NOT NULL AS hasSound
       FROM clips k LEFT JOIN media_facts f ON f.clip_id = k.id WHERE k.id = ?`,
    )
    .get(clipId) as
    | (Pick<StoredClipFile, 'path' | 'sha256' | 'method'> & Record<'hasPicture' | 'hasSound', number>)
    | undefined;
  return row && { ...row, hasPicture: row.hasPicture === 1, hasSound: row.hasSound === 1 };
}

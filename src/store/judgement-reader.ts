// Judgements out of the index: all that people said of the clip of an interval.
import type { StoredJudgement } from '../dataset/judgement.ts';
import type { Segment } from '../dataset/segment.ts';
import type { Index } from './open.ts';

export type Interval = Pick<Segment, 'videoId' | 'startSeconds' | 'endSeconds'>;

interface JudgementRow
  extends Omit<StoredJudgement, 'reason' | 'label' | 'trim' | 'seconds' | 'wasHeard' | 'seen' | 'undoneAtMs'> {
  readonly reason: StoredJudgement['reason'] | null;
  readonly label: string | null;
  readonly trimStartSeconds: number | null;
  readonly trimEndSeconds: number | null;
  readonly seconds: number | null;
  readonly wasHeard: number;
  readonly seen: string;
  readonly undoneAtMs: number | null;
}

export interface JudgementReader {
  /** All that was ever said about the clip of this interval, undone or not, in the order of recording. */
  of(interval: Interval): StoredJudgement[];
}

export function createJudgementReader(index: Index): JudgementReader {
  const select = index.prepare(
    `SELECT j.id, j.segment_id AS segmentId, s.label AS listedLabel, j.clip_sha256 AS clipSha256, j.rater, j.at_ms AS atMs,
            j.recorded_at_ms AS recordedAtMs, j.via, j.decision, j.reason, j.label, j.trim_start_seconds AS trimStartSeconds,
            j.trim_end_seconds AS trimEndSeconds, j.note, j.seconds, j.was_heard AS wasHeard, j.seen, j.batch, j.undone_at_ms AS undoneAtMs
     FROM judgements j JOIN segments s ON s.id = j.segment_id
     WHERE j.video_id = @videoId AND j.start_seconds = @startSeconds AND j.end_seconds = @endSeconds ORDER BY j.id`,
  );
  return {
    of: ({ videoId, startSeconds, endSeconds }) =>
      (select.all({ videoId, startSeconds, endSeconds }) as JudgementRow[]).map(judgementOf),
  };
}

function judgementOf({ trimStartSeconds, trimEndSeconds, ...row }: JudgementRow): StoredJudgement {
  const isTrimmed = trimStartSeconds !== null && trimEndSeconds !== null;
  return {
    ...row,
    reason: row.reason ?? undefined,
    label: row.label ?? undefined,
    trim: isTrimmed ? { startSeconds: trimStartSeconds, endSeconds: trimEndSeconds } : undefined,
    seconds: row.seconds ?? undefined,
    wasHeard: row.wasHeard === 1,
    seen: JSON.parse(row.seen) as StoredJudgement['seen'],
    undoneAtMs: row.undoneAtMs ?? undefined,
  };
}

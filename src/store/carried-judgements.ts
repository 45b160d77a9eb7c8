// Judgements that are carried between people: all that stand in one corpus, and those of others taken in beside one's own.
import type { StoredJudgement } from '../dataset/judgement.ts';
import { createJudgementReader, type Interval } from './judgement-reader.ts';
import type { Index } from './open.ts';

export interface JudgedInterval extends Interval {
  readonly segmentId: number;
  /** All of the clip, undone ones too, in the order of recording. */
  readonly judgements: readonly StoredJudgement[];
}

/** The segments of a corpus of which anything was said. */
export function readJudgedIntervals(index: Index, corpusId: number): JudgedInterval[] {
  const reader = createJudgementReader(index);
  const rows = index
    .prepare(
      `SELECT s.id AS segmentId, s.video_id AS videoId, s.start_seconds AS startSeconds, s.end_seconds AS endSeconds FROM segments s
       WHERE s.corpus_id = ? AND EXISTS (SELECT 1 FROM judgements j WHERE j.video_id = s.video_id AND j.start_seconds = s.start_seconds
                                           AND j.end_seconds = s.end_seconds)
       ORDER BY s.id`,
    )
    .all(corpusId) as (Interval & { segmentId: number })[];
  return rows.map((row) => ({ ...row, judgements: reader.of(row) }));
}

/** Of what is listed in a corpus; undefined: it is not. */
export function createIntervalFinder(
  index: Index,
  corpusId: number,
): (interval: Interval) => JudgedInterval | undefined {
  const reader = createJudgementReader(index);
  const find = index
    .prepare(
      `SELECT id FROM segments WHERE corpus_id = @corpusId AND video_id = @videoId AND start_seconds = @startSeconds
         AND end_seconds = @endSeconds`,
    )
    .pluck();
  return (interval) => {
    const segmentId = find.get({ ...interval, corpusId }) as number | undefined;
    return segmentId === undefined ? undefined : { ...interval, segmentId, judgements: reader.of(interval) };
  };
}

/** Of the manifest that the corpus was last planned by; '' where it is not known. */
export function manifestHashOf(index: Index, corpusId: number): string {
  const hash = index
    .prepare('SELECT manifest_sha256 FROM plans WHERE corpus_id = ? ORDER BY made_at DESC, id DESC LIMIT 1')
    .pluck()
    .get(corpusId);
  return (hash as string | undefined) ?? '';
}

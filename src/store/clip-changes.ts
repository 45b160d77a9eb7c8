// Which rows of a corpus changed since the last look, whoever changed them: found by what is new in the tables that only grow.
import type { Index } from './open.ts';

export interface ClipChanges {
  /** Segments of the corpus to be read again, or for the first time; maybe more than have really changed. */
  readonly segmentIds: readonly number[];
  /** The list or the scores were made anew: all rows are to be read again. */
  readonly isEverything: boolean;
  readonly haveDuplicatesChanged: boolean;
}

interface Marks {
  readonly attempt: number;
  readonly verdict: number;
  readonly revision: number;
  readonly removed: number;
  readonly segment: number;
  readonly measuredAt: string;
  /** Of all rows at once. */
  readonly scoredAt: string;
  readonly plannedAt: string;
  readonly searched: string;
}

const MARKS = `SELECT (SELECT coalesce(max(id), 0) FROM attempts) AS attempt, (SELECT coalesce(max(id), 0) FROM verdicts) AS verdict,
  (SELECT coalesce(max(revision), 0) FROM judgements) AS revision, (SELECT coalesce(max(id), 0) FROM segments) AS segment,
  (SELECT coalesce(max(id), 0) FROM removed_clips) AS removed,
  (SELECT coalesce(max(measured_at), '') FROM measurements) AS measuredAt,
  coalesce((SELECT scored_at FROM scores ORDER BY clip_id LIMIT 1), '') AS scoredAt,
  (SELECT coalesce(max(made_at), '') FROM plans WHERE corpus_id = @corpusId) AS plannedAt,
  coalesce((SELECT searched FROM duplicate_search), '') AS searched`;

/**
 * The same interval in another corpus is the same clip: its news are ours too. The order of the joins is given (CROSS), and the corpus is kept
 * out of the choice of an index (+): from the few new rows to their segments, never through all segments of the corpus.
 */
const SAME_INTERVAL = `CROSS JOIN segments t ON t.video_id = n.video_id AND t.start_seconds = n.start_seconds AND t.end_seconds = n.end_seconds`;
const NEWS = `
  SELECT id FROM segments WHERE id > @segment AND +corpus_id = @corpusId
  UNION SELECT t.id FROM attempts a CROSS JOIN segments n ON n.id = a.segment_id ${SAME_INTERVAL}
    WHERE a.id > @attempt AND t.corpus_id = @corpusId
  UNION SELECT t.id FROM judgements n ${SAME_INTERVAL} WHERE n.revision > @revision AND t.corpus_id = @corpusId
  UNION SELECT t.id FROM removed_clips n ${SAME_INTERVAL} WHERE n.id > @removed AND t.corpus_id = @corpusId
  UNION SELECT t.id FROM verdicts n CROSS JOIN segments t ON t.clip_id = n.clip_id WHERE n.id > @verdict AND +t.corpus_id = @corpusId
  UNION SELECT t.id FROM measurements n CROSS JOIN segments t ON t.clip_id = n.clip_id
    WHERE n.measured_at >= @measuredAt AND +t.corpus_id = @corpusId`;

export interface ClipChangeWatch {
  /** Undefined: nothing was written since the last look. */
  look(): ClipChanges | undefined;
}

/** Starts with the index as it is now. */
export function watchClipChanges(index: Index, corpusId: number): ClipChangeWatch {
  const readMarks = index.prepare(MARKS);
  const readNews = index.prepare(NEWS).pluck();
  // The first tells of the writes of other connections, the second of our own.
  const readVersion = index.prepare('PRAGMA data_version').pluck();
  const readOwnWrites = index.prepare('SELECT total_changes()').pluck();
  const versionNow = (): string => `${String(readVersion.get())} ${String(readOwnWrites.get())}`;
  const marksNow = (): Marks => readMarks.get({ corpusId }) as Marks;

  let version = versionNow();
  let marks = marksNow();
  const look = index.transaction((): ClipChanges => {
    const before = marks;
    marks = marksNow();
    return {
      segmentIds: readNews.all({ ...before, corpusId }) as number[],
      isEverything: marks.scoredAt !== before.scoredAt || marks.plannedAt !== before.plannedAt,
      haveDuplicatesChanged: marks.searched !== before.searched,
    };
  });
  return {
    look: () => {
      const now = versionNow();
      if (now === version) return undefined;
      version = now;
      return look();
    },
  };
}

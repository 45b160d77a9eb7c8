// Corpora and plans: writes what a selection lists into the index, once per version of a manifest and selection.
import type { Segment } from '../dataset/segment.ts';
import type { Index } from './open.ts';

export interface CorpusRow {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly licence: string;
}

export interface Plan {
  readonly id: number;
  readonly corpusId: number;
  readonly corpusName: string;
  /** The plan is the whole corpus as listed in the index, so that no list of its segments is kept. */
  readonly isWhole: boolean;
  readonly planned: number;
}

interface PlanKey {
  readonly corpusName: string;
  readonly manifestSha256: string;
  /** Canonical JSON of what was selected; `{}` selects everything. */
  readonly selection: string;
}

/** A plan that an earlier run wrote completely, so that a restart need not read the manifest again. */
export function findPlan(index: Index, key: PlanKey): Plan | undefined {
  const row = index
    .prepare(
      `SELECT p.id, p.corpus_id AS corpusId, p.is_whole AS isWhole, p.planned
       FROM plans p JOIN corpora c ON c.id = p.corpus_id
       WHERE c.name = ? AND p.manifest_sha256 = ? AND p.selection = ?`,
    )
    .get(key.corpusName, key.manifestSha256, key.selection) as
    | { id: number; corpusId: number; isWhole: number; planned: number }
    | undefined;
  return row === undefined ? undefined : { ...row, corpusName: key.corpusName, isWhole: row.isWhole === 1 };
}

/**
 * Lists the segments in the index and records the plan, in one transaction. Segments already there keep their state; one that another corpus
 * of the workspace has settled takes over that state and its clip.
 */
export function writePlan(index: Index, corpus: CorpusRow, key: PlanKey, segments: Iterable<Segment>): Plan {
  const isWhole = key.selection === '{}';
  const insertSegment = index.prepare(
    `INSERT INTO segments (corpus_id, video_id, start_seconds, end_seconds, label, split) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET label = excluded.label, split = excluded.split
     WHERE label <> excluded.label OR split <> excluded.split`,
  );
  const findSegment = index
    .prepare('SELECT id FROM segments WHERE video_id = ? AND start_seconds = ? AND end_seconds = ? AND corpus_id = ?')
    .pluck();
  const insertMember = index.prepare('INSERT OR IGNORE INTO plan_segments VALUES (?, ?)');

  return index
    .transaction((): Plan => {
      const corpusId = upsertCorpus(index, corpus);
      const now = new Date().toISOString();
      const planId = index
        .prepare(
          `INSERT INTO plans (corpus_id, manifest_sha256, selection, is_whole, planned, made_at) VALUES (?, ?, ?, ?, 0, ?)
           ON CONFLICT DO UPDATE SET made_at = excluded.made_at RETURNING id`,
        )
        .pluck()
        .get(corpusId, key.manifestSha256, key.selection, isWhole ? 1 : 0, now) as number;
      let planned = 0;
      for (const { videoId, startSeconds, endSeconds, label, split } of segments) {
        insertSegment.run(corpusId, videoId, startSeconds, endSeconds, label, split);
        if (!isWhole) insertMember.run(planId, findSegment.get(videoId, startSeconds, endSeconds, corpusId));
        planned++;
      }
      index.prepare('UPDATE plans SET planned = ? WHERE id = ?').run(planned, planId);
      adoptFromOtherCorpora(index, corpusId);
      return { id: planId, corpusId, corpusName: corpus.name, isWhole, planned };
    })
    .immediate();
}

function upsertCorpus(index: Index, corpus: CorpusRow): number {
  return index
    .prepare(
      `INSERT INTO corpora (name, title, source, licence, added_at) VALUES (@name, @title, @source, @licence, @addedAt)
       ON CONFLICT DO UPDATE SET title = excluded.title, source = excluded.source, licence = excluded.licence RETURNING id`,
    )
    .pluck()
    .get({ ...corpus, addedAt: new Date().toISOString() }) as number;
}

function adoptFromOtherCorpora(index: Index, corpusId: number): void {
  const hasOthers = index.prepare('SELECT 1 FROM corpora WHERE id <> ? LIMIT 1').get(corpusId) !== undefined;
  if (!hasOthers) return;
  index
    .prepare(
      `UPDATE segments SET state = o.state, code = o.code, retry_at_ms = o.retry_at_ms, clip_id = o.clip_id
       FROM segments o
       WHERE segments.corpus_id = @corpusId AND segments.state = 'pending' AND o.corpus_id <> @corpusId AND o.state <> 'pending'
         AND o.video_id = segments.video_id AND o.start_seconds = segments.start_seconds AND o.end_seconds = segments.end_seconds`,
    )
    .run({ corpusId });
}

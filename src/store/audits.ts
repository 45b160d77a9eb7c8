// Audits in the index: their samples as drawn, and what people answered.
import type { Audit, AuditAnswer, AuditItem, AuditPopulation, AuditStratum } from '../dataset/audit.ts';
import { clipName, parseClipName, type Segment } from '../dataset/segment.ts';
import { StoreError } from '../errors.ts';
import { asStoreError, type Index } from './open.ts';
import { takeTurn } from './prompt-turn.ts';

/** In one transaction. @throws StoreError when the name is taken, the corpus is not in the index or the index cannot be written */
export function writeAudit(index: Index, audit: Audit): void {
  const insertAudit = index
    .prepare(
      `INSERT INTO audits (name, corpus_id, seed, policy, drawn_at_ms, population)
       VALUES (@name, (SELECT id FROM corpora WHERE name = @corpus), @seed, @policy, @drawnAtMs, @population) RETURNING id`,
    )
    .pluck();
  const insertStratum = index.prepare(
    'INSERT INTO audit_strata VALUES (@auditId, @stratum, @band, @labels, @population)',
  );
  const insertItem = index.prepare(
    `INSERT INTO audit_items VALUES (@auditId, @position, @videoId, @startSeconds, @endSeconds, @stratum, @decision,
                                     @decisionWithPeople, @probability)`,
  );
  const write = index.transaction(() => {
    const { strata, items, population, ...rest } = audit;
    const auditId = insertAudit.get({ ...rest, population: JSON.stringify(population) }) as number;
    for (const [stratum, { labels, ...more }] of strata.entries())
      insertStratum.run({ auditId, stratum, labels: JSON.stringify(labels), ...more });
    for (const [position, { clipName: name, probability, ...more }] of items.entries())
      insertItem.run({ auditId, position, ...parseClipName(name)!, probability: probability ?? null, ...more });
  });
  try {
    write.immediate();
  } catch (error) {
    throw asStoreError(error, index.name);
  }
}

/** By age. */
export function auditNames(index: Index): string[] {
  return index.prepare('SELECT name FROM audits ORDER BY id').pluck().all() as string[];
}

export function readAudit(index: Index, name: string): Audit | undefined {
  const row = index
    .prepare(
      `SELECT a.id, a.name, c.name AS corpus, a.seed, a.policy, a.drawn_at_ms AS drawnAtMs, a.population
       FROM audits a JOIN corpora c ON c.id = a.corpus_id WHERE a.name = ?`,
    )
    .get(name) as (Omit<Audit, 'population'> & { id: number; population: string }) | undefined;
  if (row === undefined) return undefined;
  const { id, population, ...audit } = row;
  const strata = index
    .prepare('SELECT band, labels, population FROM audit_strata WHERE audit_id = ? ORDER BY stratum')
    .all(id) as (Omit<AuditStratum, 'labels'> & { labels: string })[];
  const items = index
    .prepare(
      `SELECT video_id AS videoId, start_seconds AS startSeconds, end_seconds AS endSeconds, stratum, decision,
              decision_with_people AS decisionWithPeople, probability
       FROM audit_items WHERE audit_id = ? ORDER BY position`,
    )
    .all(id) as (Omit<AuditItem, 'probability'> & Segment & { probability: number | null })[];
  return {
    ...audit,
    population: JSON.parse(population) as AuditPopulation,
    strata: strata.map(({ labels, ...stratum }) => ({ ...stratum, labels: JSON.parse(labels) as string[] })),
    items: items.map(({ stratum, decision, decisionWithPeople, probability, ...interval }) => ({
      clipName: clipName(interval),
      stratum,
      decision,
      decisionWithPeople,
      probability: probability ?? undefined,
    })),
  };
}

interface AnswerRow extends Omit<AuditAnswer, 'seconds' | 'wasHeard'> {
  readonly seconds: number | null;
  readonly wasHeard: number;
}

/** Those in force, in the order in which they were given: one by each rater for a question at most. */
export function readAuditAnswers(index: Index, name: string): AuditAnswer[] {
  const rows = index
    .prepare(
      `SELECT position, rater, word, at_ms AS atMs, seconds, was_heard AS wasHeard
       FROM audit_answers WHERE audit_id = (SELECT id FROM audits WHERE name = ?) AND undone_at_ms IS NULL ORDER BY id`,
    )
    .all(name) as AnswerRow[];
  return rows.map(({ seconds, wasHeard, ...row }) => ({
    ...row,
    seconds: seconds ?? undefined,
    wasHeard: wasHeard === 1,
  }));
}

export interface AuditWriter {
  /**
   * All of them or none; on disk when it returns.
   * @throws StoreError when the index cannot be written, or one of the raters has answered that question before: nothing is taken
   */
  answer(answers: readonly AuditAnswer[]): void;
  /** Takes back what a person answered to a question. */
  undo(position: number, rater: string): void;
}

export function createAuditWriter(index: Index, name: string): AuditWriter {
  const auditId = index.prepare('SELECT id FROM audits WHERE name = ?').pluck().get(name) as number;
  const insert = index.prepare(
    `INSERT INTO audit_answers (audit_id, position, rater, word, at_ms, recorded_at_ms, seconds, was_heard)
     VALUES (@auditId, @position, @rater, @word, @atMs, @recordedAtMs, @seconds, @wasHeard)`,
  );
  const mark = index.prepare(
    `UPDATE audit_answers SET undone_at_ms = @now
     WHERE audit_id = @auditId AND position = @position AND rater = @rater AND undone_at_ms IS NULL`,
  );
  const take = index.transaction((answers: readonly AuditAnswer[]) => {
    const recordedAtMs = Date.now();
    for (const { atMs, seconds, wasHeard, ...answer } of answers) {
      const row = { ...answer, auditId, recordedAtMs, atMs: Math.round(atMs) };
      insert.run({ ...row, seconds: seconds ?? null, wasHeard: wasHeard ? 1 : 0 });
    }
  });
  const asOurs = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'SQLITE_CONSTRAINT_UNIQUE') throw asStoreError(error, index.name);
      const message =
        'this person has answered this question elsewhere meanwhile; leave the audit and come back to go on';
      throw new StoreError(index.name, message, { cause: error });
    }
  };
  return {
    answer: (answers) => asOurs(() => takeTurn(index, () => take.immediate(answers))),
    undo: (position, rater) =>
      asOurs(() => takeTurn(index, () => mark.run({ auditId, position, rater, now: Date.now() }))),
  };
}

export interface AuditClip {
  readonly position: number;
  readonly clipName: string;
  /** Undefined: this workspace has no such clip. */
  readonly file: AuditClipFile | undefined;
}

export interface AuditClipFile {
  readonly clipId: number;
  /** Relative to the workspace. */
  readonly path: string;
  readonly sha256: string;
  readonly method: 'verbatim' | 'copy' | 're-encode';
  readonly durationSeconds: number;
  readonly hasPicture: boolean;
  readonly hasSound: boolean;
}

interface AuditClipRow extends Segment {
  readonly position: number;
  readonly clipId: number | null;
  readonly path: string;
  readonly sha256: string;
  readonly method: AuditClipFile['method'];
  readonly durationSeconds: number;
  readonly hasPicture: number;
  readonly hasSound: number;
}

/** Names of clips carry milliseconds, rows all digits. */
const IS_CLIP_OF_ITEM = `k.video_id = i.video_id AND abs(k.start_seconds - i.start_seconds) < 0.0006
                         AND abs(k.end_seconds - i.end_seconds) < 0.0006`;

/** The files behind the questions, in their order. */
export function readAuditClips(index: Index, name: string): AuditClip[] {
  const rows = index
    .prepare(
      `SELECT i.position, i.video_id AS videoId, i.start_seconds AS startSeconds, i.end_seconds AS endSeconds, k.id AS clipId,
              k.path, k.sha256, k.method, k.expected_duration_seconds AS durationSeconds, f.video_codec IS NOT NULL AS hasPicture,
              f.audio_codec IS NOT NULL AS hasSound
       FROM audit_items i LEFT JOIN clips k ON ${IS_CLIP_OF_ITEM} LEFT JOIN media_facts f ON f.clip_id = k.id
       WHERE i.audit_id = (SELECT id FROM audits WHERE name = ?) ORDER BY i.position`,
    )
    .all(name) as AuditClipRow[];
  return rows.map(({ position, clipId, path, sha256, method, durationSeconds, hasPicture, hasSound, ...interval }) => ({
    position,
    clipName: clipName(interval),
    file:
      clipId === null
        ? undefined
        : { clipId, path, sha256, method, durationSeconds, hasPicture: hasPicture === 1, hasSound: hasSound === 1 },
  }));
}

/** How many of the sampled clips have another verdict of the filter by now. */
export function countMovedVerdicts(index: Index, name: string): number {
  return index
    .prepare(
      `SELECT count(*) FROM audit_items i JOIN clips k ON ${IS_CLIP_OF_ITEM}
       JOIN verdicts v ON v.id = (SELECT max(id) FROM verdicts WHERE decided_by = 'filter' AND clip_id = k.id)
       WHERE i.audit_id = (SELECT id FROM audits WHERE name = ?) AND v.decision <> i.decision`,
    )
    .pluck()
    .get(name) as number;
}

// What people decided, in the index: taken, undone and redone in one transaction each, together with the states and labels that follow from it.
import type { Judgement, StoredJudgement } from '../dataset/judgement.ts';
import { createJudgementReader, type Interval } from './judgement-reader.ts';
import { asStoreError, type Index } from './open.ts';
import { takeTurn } from './prompt-turn.ts';
import { createWordKeeper } from './settle-word.ts';

/** The clip is that of the segment. */
export interface TakenJudgement extends Omit<Judgement, 'clipId'> {
  /** Of the file that was looked at elsewhere; undefined: the one that is here. */
  readonly clipSha256?: string;
}

export interface JudgementWriter {
  /**
   * All of them or none. When it returns they are on disk.
   * @returns the id of each, for undo
   * @throws StoreError when the index cannot be written: nothing is taken
   */
  take(judgements: readonly TakenJudgement[]): number[];
  undo(ids: readonly number[]): void;
  redo(ids: readonly number[]): void;
}

export function createJudgementWriter(index: Index): JudgementWriter {
  const words = createWordKeeper(index);
  const nextOf = (column: 'id' | 'revision') =>
    index.prepare(`SELECT coalesce(max(${column}), 0) + 1 FROM judgements`).pluck();
  const nextId = nextOf('id');
  const nextRevision = nextOf('revision');
  const insert = index.prepare(
    `INSERT INTO judgements (id, video_id, start_seconds, end_seconds, segment_id, clip_sha256, rater, at_ms, recorded_at_ms, via, decision,
                             reason, label, trim_start_seconds, trim_end_seconds, note, seconds, was_heard, seen, batch, revision)
     SELECT @id, s.video_id, s.start_seconds, s.end_seconds, s.id, coalesce(@clipSha256, k.sha256, ''), @rater, @atMs, @recordedAtMs, @via, @decision,
            @reason, @label, @trimStartSeconds, @trimEndSeconds, @note, @seconds, @wasHeard, @seen, @batch, @revision
     FROM segments s LEFT JOIN clips k ON k.id = s.clip_id WHERE s.id = @segmentId`,
  );
  const mark = index.prepare('UPDATE judgements SET undone_at_ms = @undoneAtMs, revision = @revision WHERE id = @id');
  const intervalOf = index.prepare(
    'SELECT video_id AS videoId, start_seconds AS startSeconds, end_seconds AS endSeconds FROM judgements WHERE id = ?',
  );

  const take = (judgements: readonly TakenJudgement[]): number[] => {
    const batch = nextId.get() as number;
    const revision = nextRevision.get() as number;
    const recordedAtMs = Date.now();
    return judgements.map((judgement, at) => {
      const id = batch + at;
      insert.run({ ...rowOf(judgement), id, batch, revision: revision + at, recordedAtMs });
      words.follow(intervalOf.get(id) as Interval);
      return id;
    });
  };
  const setUndone = (ids: readonly number[], undoneAtMs: number | null): void => {
    const revision = nextRevision.get() as number;
    for (const [at, id] of ids.entries()) {
      mark.run({ id, undoneAtMs, revision: revision + at });
      words.follow(intervalOf.get(id) as Interval);
    }
  };
  return {
    take: inTransaction(index, take),
    undo: inTransaction(index, (ids: readonly number[]) => setUndone(ids, Math.round(Date.now()))),
    redo: inTransaction(index, (ids: readonly number[]) => setUndone(ids, null)),
  };
}

function inTransaction<T, R>(index: Index, write: (value: T) => R): (value: T) => R {
  const transaction = index.transaction(write);
  return (value) => {
    try {
      return takeTurn(index, () => transaction.immediate(value));
    } catch (error) {
      throw asStoreError(error, index.name);
    }
  };
}

function rowOf({ trim, ...judgement }: TakenJudgement): Record<string, unknown> {
  return {
    segmentId: judgement.segmentId,
    clipSha256: judgement.clipSha256 ?? null,
    rater: judgement.rater,
    atMs: Math.round(judgement.atMs),
    via: judgement.via,
    decision: judgement.decision,
    reason: judgement.reason ?? null,
    label: judgement.label ?? null,
    trimStartSeconds: trim?.startSeconds ?? null,
    trimEndSeconds: trim?.endSeconds ?? null,
    note: judgement.note,
    seconds: judgement.seconds ?? null,
    wasHeard: judgement.wasHeard ? 1 : 0,
    seen: JSON.stringify(judgement.seen),
  };
}

/** All that was ever said about a clip, undone or not, in the order of recording. */
export function readJudgements(index: Index, clipId: number): StoredJudgement[] {
  const interval = index
    .prepare(
      'SELECT video_id AS videoId, start_seconds AS startSeconds, end_seconds AS endSeconds FROM clips WHERE id = ?',
    )
    .get(clipId) as Interval | undefined;
  return interval === undefined ? [] : createJudgementReader(index).of(interval);
}

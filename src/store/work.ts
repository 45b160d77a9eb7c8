// What remains to do of a plan, read in pages so that 650,000 rows never stand in memory at once.

import type { ClipState, StateCode } from '../dataset/clip-state.ts';
import type { FailureState } from '../dataset/failure.ts';
import type { Segment, Split } from '../dataset/segment.ts';
import type { Index } from './open.ts';
import type { Plan } from './plans.ts';

export interface WorkItem {
  readonly segmentId: number;
  readonly segment: Segment;
  readonly state: ClipState;
  readonly code: StateCode | undefined;
}

export interface WorkFilter {
  /** Deferred clips count as work when their time has come, at this instant, ms since 1970. */
  readonly nowMs: number;
  /** States asked for again whatever their time. */
  readonly retry: readonly FailureState[];
}

const PAGE_ROWS = 500;

interface Row {
  id: number;
  videoId: string;
  startSeconds: number;
  endSeconds: number;
  label: string;
  split: Split;
  state: ClipState;
  code: string;
}

const COLUMNS = `s.id, s.video_id AS videoId, s.start_seconds AS startSeconds, s.end_seconds AS endSeconds, s.label, s.split, s.state, s.code`;

function membership(plan: Plan): string {
  return plan.isWhole
    ? ''
    : 'AND EXISTS (SELECT 1 FROM plan_segments m WHERE m.plan_id = @planId AND m.segment_id = s.id)';
}

/** SQL conditions, one per class of work, each served by segments_by_state in manifest order. */
function classesOfWork(filter: WorkFilter): string[] {
  const asked = filter.retry.filter((state) => state !== 'deferred').map((state) => `s.state = '${state}'`);
  const deferred = filter.retry.includes('deferred')
    ? `s.state = 'deferred'`
    : `s.state = 'deferred' AND s.retry_at_ms <= @nowMs`;
  return [`s.state = 'pending' AND s.code = ''`, deferred, ...asked];
}

/** Yields each item of work once. Rows may be settled by the caller while it reads. */
export function* readWork(index: Index, plan: Plan, filter: WorkFilter): Generator<WorkItem> {
  for (const condition of classesOfWork(filter)) {
    // Deferred and dead clips are few; only `pending`, which is constant in (state, code), pages along the index by row id.
    const page = index.prepare(
      `SELECT ${COLUMNS} FROM segments s
       WHERE s.corpus_id = @corpusId AND ${condition} AND s.id > @after ${membership(plan)} ORDER BY s.id LIMIT ${PAGE_ROWS}`,
    );
    let after = 0;
    for (;;) {
      const rows = page.all({ corpusId: plan.corpusId, planId: plan.id, nowMs: filter.nowMs, after }) as Row[];
      for (const { id, state, code, ...segment } of rows) yield { segmentId: id, segment, state, code: asCode(code) };
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.id;
    }
  }
}

/** The index holds '' where a state needs no reason. */
function asCode(text: string): StateCode | undefined {
  return text === '' ? undefined : (text as StateCode);
}

/** How many items `readWork` would yield now. */
export function countWork(index: Index, plan: Plan, filter: WorkFilter): number {
  return classesOfWork(filter)
    .map(
      (condition) =>
        index
          .prepare(`SELECT count(*) FROM segments s WHERE s.corpus_id = @corpusId AND ${condition} ${membership(plan)}`)
          .pluck()
          .get({ corpusId: plan.corpusId, planId: plan.id, nowMs: filter.nowMs }) as number,
    )
    .reduce((sum, count) => sum + count, 0);
}

/** Deferred clips of a plan, and the earliest time at which one may be tried again. */
export function deferredOf(
  index: Index,
  plan: Plan,
): { readonly count: number; readonly nextRetryAtMs: number | undefined } {
  const row = index
    .prepare(
      `SELECT count(*) AS count, min(s.retry_at_ms) AS next FROM segments s
       WHERE s.corpus_id = @corpusId AND s.state = 'deferred' ${membership(plan)}`,
    )
    .get({ corpusId: plan.corpusId, planId: plan.id }) as { count: number; next: number | null };
  return { count: row.count, nextRetryAtMs: row.next ?? undefined };
}

/** Bytes of all clips of the workspace. */
export function clipBytes(index: Index): number {
  return index.prepare('SELECT coalesce(sum(size_bytes), 0) FROM clips').pluck().get() as number;
}

/** Whether a segment of this name (Kinetics' convention, see clipName) still waits for its clip in any corpus of the workspace. */
export function isUnsettled(index: Index, interval: Pick<Segment, 'videoId' | 'startSeconds' | 'endSeconds'>): boolean {
  return (
    index
      .prepare(
        `SELECT 1 FROM segments WHERE video_id = ? AND start_seconds = ? AND end_seconds = ? AND state IN ('pending', 'deferred')`,
      )
      .get(interval.videoId, interval.startSeconds, interval.endSeconds) !== undefined
  );
}

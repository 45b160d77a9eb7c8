// Counts of a corpus by state and code, and tables of attrition by class, split, source or reason.
import type { ClipState, Counts } from '../dataset/clip-state.ts';
import { type Fate, type Funnel, funnelOf } from '../dataset/funnel.ts';
import type { Index } from './open.ts';

export interface CorpusSummary {
  readonly id: number;
  readonly name: string;
}

export function corporaOf(index: Index): CorpusSummary[] {
  return index.prepare('SELECT id, name FROM corpora ORDER BY id').all() as CorpusSummary[];
}

interface CountRow {
  readonly state: ClipState;
  readonly code: string;
  readonly count: number;
}

/** Reads along the covering index segments_by_state only. */
export function countsOf(index: Index, corpusId: number): Counts {
  const rows = index
    .prepare(
      'SELECT state, code, count(*) AS count FROM segments WHERE corpus_id = ? GROUP BY state, code ORDER BY state, code',
    )
    .all(corpusId) as CountRow[];
  return countsFrom(rows);
}

/** Pure: rows of (state, code, count) -> Counts. */
export function countsFrom(rows: readonly CountRow[]): Counts {
  const total = (state: ClipState): number =>
    rows.filter((row) => row.state === state).reduce((sum, row) => sum + row.count, 0);
  const byCode = (state: ClipState): Record<string, number> =>
    Object.fromEntries(rows.filter((row) => row.state === state).map((row) => [row.code, row.count]));
  return {
    listed: rows.reduce((sum, row) => sum + row.count, 0),
    kept: total('kept'),
    pending: total('pending'),
    dropped: byCode('dropped'),
    ask: byCode('ask'),
    dead: byCode('dead'),
    deferred: byCode('deferred'),
    failed: byCode('failed'),
  };
}

/** Earliest time at which a deferred clip of the corpus may be tried again, ms since 1970. */
export function nextRetryAtMs(index: Index, corpusId: number): number | undefined {
  const earliest = index
    .prepare(`SELECT min(retry_at_ms) FROM segments WHERE corpus_id = ? AND state = 'deferred'`)
    .pluck()
    .get(corpusId) as number | null;
  return earliest ?? undefined;
}

export const GROUPINGS = ['class', 'split', 'source', 'reason'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** A clip that no source delivered belongs to the source that was asked last. */
const GROUP_EXPRESSIONS: Record<Grouping, string> = {
  class: 's.label',
  split: 's.split',
  source: `coalesce(k.source, (SELECT a.source FROM attempts a WHERE a.segment_id = s.id ORDER BY a.at_ms DESC, a.id DESC LIMIT 1), '(not tried)')`,
  reason: `CASE WHEN s.code = '' THEN s.state ELSE s.state || ': ' || s.code END`,
};

export interface AttritionRow {
  readonly group: string;
  readonly listed: number;
  readonly kept: number;
  readonly dropped: number;
  readonly ask: number;
  readonly dead: number;
  readonly deferred: number;
  readonly failed: number;
  readonly pending: number;
}

export function attritionBy(index: Index, corpusId: number, grouping: Grouping): AttritionRow[] {
  const columns = ['kept', 'dropped', 'ask', 'dead', 'deferred', 'failed', 'pending'].map(
    (state) => `sum(s.state = '${state}') AS ${state}`,
  );
  return index
    .prepare(
      `SELECT ${GROUP_EXPRESSIONS[grouping]} AS "group", count(*) AS listed, ${columns.join(', ')}
       FROM segments s LEFT JOIN clips k ON k.id = s.clip_id WHERE s.corpus_id = ? GROUP BY 1 ORDER BY 1`,
    )
    .all(corpusId) as AttritionRow[];
}

/** Where the clips of a corpus were lost, by class and reason. */
export function funnelOfCorpus(index: Index, corpusId: number): Funnel {
  const rows = index
    .prepare(
      `SELECT label, state, code, clip_id IS NOT NULL AS hasClip, count(*) AS clips
       FROM segments WHERE corpus_id = ? GROUP BY 1, 2, 3, 4`,
    )
    .all(corpusId) as (Omit<Fate, 'hasClip'> & { hasClip: number })[];
  return funnelOf(rows.map((row) => ({ ...row, hasClip: row.hasClip === 1 })));
}

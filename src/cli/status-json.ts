// The documented JSON of `status` (schema 1), also the last word of `fetch --json`. Pure.
import { type Counts, sumOf } from '../dataset/clip-state.ts';

export function countsJson(corpus: string, counts: Counts, nextRetryAtMs: number | undefined) {
  return {
    schema: 1,
    corpus,
    listed: counts.listed,
    kept: counts.kept,
    dropped: { total: sumOf(counts.dropped), byReason: counts.dropped },
    ask: sumOf(counts.ask),
    askByReason: counts.ask,
    dead: { total: sumOf(counts.dead), byCode: counts.dead },
    deferred: {
      total: sumOf(counts.deferred),
      byCode: counts.deferred,
      ...(nextRetryAtMs === undefined ? {} : { nextRetryAt: new Date(nextRetryAtMs).toISOString() }),
    },
    failed: { total: sumOf(counts.failed), byCode: counts.failed },
    pending: counts.pending,
  };
}

// Finished folds of the learned judge, kept as they are handed over, so that an interrupted run goes on where it was.
import type { Index } from './open.ts';

export interface StoredFold {
  readonly fingerprint: string;
  readonly seed: number;
  readonly fold: number;
}

/** What is undefined in a fold is left out of its JSON, and undefined again when it is read. */
export function saveFold(index: Index, fold: StoredFold): void {
  const { fingerprint, seed, fold: number, ...payload } = fold;
  index
    .prepare('INSERT OR REPLACE INTO judge_folds (fingerprint, seed, fold, made_at, payload) VALUES (?, ?, ?, ?, ?)')
    .run(fingerprint, seed, number, new Date().toISOString(), JSON.stringify(payload));
}

/** @typeParam Fold what was handed to saveFold */
export function readFolds<Fold extends StoredFold>(index: Index): Fold[] {
  const rows = index
    .prepare('SELECT fingerprint, seed, fold, payload FROM judge_folds ORDER BY seed, fold')
    .all() as (StoredFold & { payload: string })[];
  return rows.map(({ payload, ...key }) => ({ ...key, ...JSON.parse(payload) }) as Fold);
}

/** Folds of earlier corpora and settings serve nobody once a run is through. */
export function dropOtherFolds(index: Index, fingerprint: string): void {
  index.prepare('DELETE FROM judge_folds WHERE fingerprint <> ?').run(fingerprint);
}

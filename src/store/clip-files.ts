// The clip files that the index answers for, and what becomes of a segment whose file is gone.
import type { Index } from './open.ts';

export interface ClipFileRow {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export function* readClipFiles(index: Index): Generator<ClipFileRow> {
  const page = index.prepare(
    'SELECT id, path, size_bytes AS sizeBytes, sha256 FROM clips WHERE id > ? ORDER BY id LIMIT 500',
  );
  let after = 0;
  for (;;) {
    const rows = page.all(after) as (ClipFileRow & { id: number })[];
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

/** @param path relative to the workspace */
export function clipIdAt(index: Index, path: string): number | undefined {
  return index.prepare('SELECT id FROM clips WHERE path = ?').pluck().get(path) as number | undefined;
}

/** Makes the segments of these clips pending again; the rows of the clips go, the ledger stays. Returns how many segments. */
export function requeueClips(index: Index, paths: readonly string[]): number {
  const reset = index.prepare(
    `UPDATE segments SET state = 'pending', code = '', retry_at_ms = 0, clip_id = NULL
     WHERE clip_id = (SELECT id FROM clips WHERE path = ?)`,
  );
  const remove = index.prepare('DELETE FROM clips WHERE path = ?');
  return index
    .transaction(() =>
      paths.reduce((count, path) => {
        const { changes } = reset.run(path);
        remove.run(path);
        return count + changes;
      }, 0),
    )
    .immediate();
}

// The catalogue of archive parts that were read to their end: which members each holds.
import type { Index } from './open.ts';

export interface ArchivePartStore {
  membersOf(part: string): readonly string[] | undefined;
  record(part: string, memberNames: readonly string[]): void;
}

/** Member names never hold a newline here: the archive source passes such members over. */
export function createArchivePartStore(index: Index): ArchivePartStore {
  const find = index.prepare('SELECT member_names FROM archive_parts WHERE part = ?').pluck();
  const put = index.prepare('INSERT OR REPLACE INTO archive_parts VALUES (?, ?, ?)');
  return {
    membersOf: (part) => {
      const names = find.get(part) as string | undefined;
      return names === undefined ? undefined : names.split('\n').filter((name) => name !== '');
    },
    record: (part, memberNames) => {
      put.run(part, memberNames.filter((name) => !name.includes('\n')).join('\n'), new Date().toISOString());
    },
  };
}

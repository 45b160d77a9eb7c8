// Rows of a workspace's index, read while nobody or somebody else is writing.
import path from 'node:path';
import Database from 'better-sqlite3';

export function query<T>(workspace: string, sql: string): T[] {
  const index = new Database(path.join(workspace, 'index.db'), { readonly: true });
  try {
    return index.prepare(sql).all() as T[];
  } finally {
    index.close();
  }
}

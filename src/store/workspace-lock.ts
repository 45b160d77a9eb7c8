// One writer per workspace, or per folder of a run. The lock is a write transaction held open on a small SQLite file of its own: the operating system drops it when
// the process dies, however it dies, so it is never stale; readers still see who holds it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from '../errors.ts';

export interface WorkspaceLock {
  release(): void;
}

/** @throws StoreError naming the holder's pid when another process has the workspace. */
export function lockWorkspace(workspace: string, purpose: string): WorkspaceLock {
  const path = join(workspace, 'writer.lock');
  const database = new Database(path, { timeout: 0 });
  try {
    // Two steps, since only a committed row is visible to the process that is refused.
    database.exec(`BEGIN IMMEDIATE;
      CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL, purpose TEXT NOT NULL, since TEXT NOT NULL);
      DELETE FROM holder`);
    database.prepare('INSERT INTO holder VALUES (?, ?, ?)').run(process.pid, purpose, new Date().toISOString());
    database.exec('COMMIT; BEGIN IMMEDIATE');
  } catch (error) {
    const refusal = isBusy(error) ? new StoreError(path, describeHolder(database, workspace), { cause: error }) : error;
    database.close();
    throw refusal;
  }
  return {
    release: () => {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}

export interface LockHolder {
  readonly pid: number;
  /** The command, such as `fetch`. */
  readonly purpose: string;
  /** ISO 8601. */
  readonly since: string;
}

/** Who writes to a workspace now; undefined: nobody. */
export function readLockHolder(workspace: string): LockHolder | undefined {
  const path = join(workspace, 'writer.lock');
  if (!existsSync(path)) return undefined;
  const database = new Database(path, { timeout: 0 });
  try {
    database.exec('BEGIN IMMEDIATE; ROLLBACK');
    return undefined;
  } catch (error) {
    if (!isBusy(error)) throw error;
    return readHolder(database);
  } finally {
    database.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/** Undefined while the holder is about to write its name. */
function readHolder(database: Database.Database): LockHolder | undefined {
  try {
    return database.prepare('SELECT pid, purpose, since FROM holder').get() as LockHolder | undefined;
  } catch (error) {
    if (error instanceof Database.SqliteError) return undefined;
    throw error;
  }
}

function describeHolder(database: Database.Database, workspace: string): string {
  const holder = readHolder(database);
  const who =
    holder === undefined
      ? 'another process'
      : `\`ks-build ${holder.purpose}\` (pid ${holder.pid}, since ${holder.since})`;
  return `${workspace}: expected to be the only writer, but ${who} holds this folder; wait for it, end it, or name another folder (-w for a workspace, --out for a run)`;
}

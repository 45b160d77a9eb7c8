// Opens the index: pragmas, migrations, and a refusal where it is newer than this program. Every other file of store/ takes the handle.
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { StoreError } from '../errors.ts';
import { MIGRATIONS } from './migrations.ts';

export type Index = Database.Database;

export const INDEX_VERSION = MIGRATIONS.length;

/** How long a reader or the writer waits for the other, ms. WAL makes it rare: only a checkpoint or a migration holds the file. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens the index for writing, making or migrating it as needed.
 * @throws StoreError when the file is not an index, is damaged, or comes from a newer version.
 */
export function openIndex(path: string): Index {
  const index = open(path, {});
  try {
    index.pragma('journal_mode = WAL');
    index.pragma('synchronous = NORMAL');
    index.pragma('foreign_keys = ON');
    migrate(index, path);
    return index;
  } catch (error) {
    index.close();
    throw asStoreError(error, path);
  }
}

/**
 * Opens an existing index for taking verdicts of people, while another process may be writing. A commit is on disk before it returns: what a
 * person saw taken survives a power cut.
 * @throws StoreError as openIndex does, and when there is no index
 */
export function openIndexForJudging(path: string): Index {
  refuseMissing(path);
  const index = openIndex(path);
  index.pragma('synchronous = FULL');
  return index;
}

/**
 * Opens an existing index for reading, while another process may be writing.
 * @throws StoreError when there is none, it is older (a writer migrates it) or newer than this program.
 */
export function openIndexForReading(path: string): Index {
  refuseMissing(path);
  const index = open(path, { readonly: true });
  try {
    const version = versionOf(index);
    refuseNewer(version, path);
    if (version < INDEX_VERSION) {
      index.close();
      openIndex(path).close();
      return openIndexForReading(path);
    }
    return index;
  } catch (error) {
    if (index.open) index.close();
    throw asStoreError(error, path);
  }
}

function refuseMissing(path: string): void {
  if (existsSync(path)) return;
  throw new StoreError(
    path,
    `${path}: expected an index, found none; run \`ks-build fetch\` first, or name the workspace with -w`,
  );
}

function open(path: string, options: Database.Options): Index {
  try {
    const index = new Database(path, { ...options, timeout: BUSY_TIMEOUT_MS });
    return index;
  } catch (error) {
    throw asStoreError(error, path);
  }
}

function versionOf(index: Index): number {
  return index.pragma('user_version', { simple: true }) as number;
}

function refuseNewer(version: number, path: string): void {
  if (version > INDEX_VERSION) {
    throw new StoreError(
      path,
      `${path}: this index has schema version ${version}, this ks-build knows versions up to ${INDEX_VERSION}; update ks-build`,
    );
  }
}

function migrate(index: Index, path: string): void {
  refuseNewer(versionOf(index), path);
  const migrateOnce = index.transaction(() => {
    index.exec(
      'CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT',
    );
    for (let version = versionOf(index) + 1; version <= INDEX_VERSION; version++) {
      const migration = MIGRATIONS[version - 1]!;
      index.exec(migration.sql);
      index.prepare('INSERT INTO migrations VALUES (?, ?, ?)').run(version, migration.name, new Date().toISOString());
      index.pragma(`user_version = ${version}`);
    }
  });
  if (versionOf(index) < INDEX_VERSION) migrateOnce.immediate();
}

const ADVICE: readonly (readonly [code: string, advice: string])[] = [
  ['SQLITE_NOTADB', 'the file is not an SQLite database; move it away or choose another workspace with -w'],
  ['SQLITE_CORRUPT', 'the file is damaged; keep a copy, then try `sqlite3 index.db .recover`'],
  ['SQLITE_READONLY', 'the index cannot be written here; check the permissions of the file and of its folder'],
  ['SQLITE_FULL', 'the disk is full; nothing was written, free some space and try again'],
  ['SQLITE_BUSY', 'another process holds the index for long; nothing was written, try again'],
];

/** SQLite's errors as ours, each with what to do; any other error as it is. */
export function asStoreError(error: unknown, path: string): unknown {
  if (!(error instanceof Database.SqliteError)) {
    const isMissingFolder = error instanceof TypeError && /directory does not exist/.test(error.message);
    return isMissingFolder ? new StoreError(path, `${path}: its folder does not exist`, { cause: error }) : error;
  }
  const known = ADVICE.find(([code]) => error.code.startsWith(code));
  const advice = known === undefined ? error.message : known[1];
  return new StoreError(path, `${path}: cannot use the index (${error.code}): ${advice}`, { cause: error });
}

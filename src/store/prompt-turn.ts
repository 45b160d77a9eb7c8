// The index's turn to write for somebody who waits at a key: SQLite's own waiting sleeps up to a tenth of a second between two looks.
import Database from 'better-sqlite3';
import type { Index } from './open.ts';

/** SQLite sleeps 1 and 2 ms for this, ms; then we look again. */
const LOOK_EVERY_MS = 3;
/** As long as others wait, ms. */
const GIVE_UP_AFTER_MS = 5000;

/**
 * Runs a transaction that begins as a writer, as soon as no other process writes.
 * @param transact nothing has happened when it throws SQLITE_BUSY: it is called again
 */
export function takeTurn<T>(index: Index, transact: () => T): T {
  const usual = index.pragma('busy_timeout', { simple: true }) as number;
  const giveUpAtMs = performance.now() + GIVE_UP_AFTER_MS;
  index.pragma(`busy_timeout = ${LOOK_EVERY_MS}`);
  try {
    for (;;) {
      try {
        return transact();
      } catch (error) {
        const isBusy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
        if (!isBusy || performance.now() > giveUpAtMs) throw error;
      }
    }
  } finally {
    index.pragma(`busy_timeout = ${usual}`);
  }
}

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { StoreError } from '../../src/errors.ts';
import { readJudgements } from '../../src/store/judgements.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import { INDEX_VERSION, openIndex, openIndexForReading } from '../../src/store/open.ts';
import { temporaryFolder } from '../helpers/programs.ts';

test('a new index has the newest schema, WAL, foreign keys, and a row for each migration', (t) => {
  const index = openIndex(path.join(temporaryFolder(t), 'index.db'));
  t.after(() => index.close());
  assert.equal(index.pragma('user_version', { simple: true }), INDEX_VERSION);
  assert.equal(index.pragma('journal_mode', { simple: true }), 'wal');
  assert.equal(index.pragma('foreign_keys', { simple: true }), 1);
  const applied = index.prepare('SELECT name FROM migrations ORDER BY version').pluck().all();
  assert.deepEqual(
    applied,
    MIGRATIONS.map(({ name }) => name),
  );
});

for (let version = 1; version < INDEX_VERSION; version++) {
  test(`an index of version ${version} is brought up to date with its rows intact`, (t) => {
    const file = path.join(temporaryFolder(t), 'index.db');
    const old = new Database(file);
    old.exec(
      'CREATE TABLE migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT',
    );
    for (const { sql } of MIGRATIONS.slice(0, version)) old.exec(sql);
    old.pragma(`user_version = ${version}`);
    old.exec(`INSERT INTO corpora (name, title, source, licence, added_at) VALUES ('ks32', 't', 's', 'l', 'now')`);
    old.close();
    const index = openIndexForReading(file);
    t.after(() => index.close());
    assert.equal(index.pragma('user_version', { simple: true }), INDEX_VERSION);
    assert.equal(index.prepare('SELECT name FROM corpora').pluck().get(), 'ks32');
  });
}

test('an index from a newer version is refused, with both versions named', (t) => {
  const file = path.join(temporaryFolder(t), 'index.db');
  openIndex(file).close();
  const newer = new Database(file);
  newer.pragma(`user_version = ${INDEX_VERSION + 1}`);
  newer.close();
  for (const open of [openIndex, openIndexForReading]) {
    assert.throws(
      () => open(file),
      (error) =>
        error instanceof StoreError && error.message.includes(`version ${INDEX_VERSION + 1}`) && error.exitCode === 6,
    );
  }
});

test('a file that is no database is a StoreError that names it', (t) => {
  const file = path.join(temporaryFolder(t), 'index.db');
  writeFileSync(file, 'this is not a database, but long enough to look like one'.repeat(100));
  assert.throws(() => openIndex(file), { name: 'StoreError', message: /index\.db.*not an SQLite database/ });
});

test('reading where there is no index says to fetch first', (t) => {
  const file = path.join(temporaryFolder(t), 'index.db');
  assert.throws(() => openIndexForReading(file), { name: 'StoreError', message: /ks-build fetch/ });
});

test('what a person decided in an older index becomes a judgement of an unknown rater', (t) => {
  const file = path.join(temporaryFolder(t), 'index.db');
  const old = new Database(file);
  old.exec(
    'CREATE TABLE migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT',
  );
  const before = MIGRATIONS.findIndex(({ name }) => name.startsWith('judgements of people'));
  for (const { sql } of MIGRATIONS.slice(0, before)) old.exec(sql);
  old.pragma(`user_version = ${before}`);
  old.exec(`
    INSERT INTO corpora VALUES (1, 'ks32', 't', 's', 'l', 'now');
    INSERT INTO runs VALUES (1, 'fetch', NULL, 'now', NULL, NULL, '0', '{}', '{}');
    INSERT INTO clips VALUES (7, 'v', 1, 11, 'clips/v.mp4', 1, 'sha', 's', 'r', '', 'copy', 10, 1, 'now');
    INSERT INTO segments VALUES (3, 1, 'v', 1, 11, 'playing drums', 'train', 'dropped', 'voice-over', 0, 7);
    INSERT INTO verdicts VALUES (1, 7, '2026-01-01T00:00:00.000Z', 'facts', 'keep', '[]', '');
    INSERT INTO verdicts VALUES (2, 7, '2026-01-02T00:00:00.000Z', 'human', 'drop', '[{"code":"voice-over"}]', '');`);
  old.close();
  const index = openIndex(file);
  t.after(() => index.close());
  const [judgement] = readJudgements(index, 7);
  assert.equal(judgement?.rater, 'unknown');
  assert.equal(judgement.segmentId, 3);
  assert.equal(judgement.decision, 'drop');
  assert.equal(judgement.reason, 'voice-over');
  assert.equal(judgement.atMs, Date.UTC(2026, 0, 2));
  assert.deepEqual(index.prepare('SELECT decided_by FROM verdicts').pluck().all(), ['facts']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { takeTurn } from '../../src/store/prompt-turn.ts';
import { indexWithClips } from '../helpers/index-with-clips.ts';

test('a write waits for another writer to end, happens once, and leaves the waiting of others as it was', (t) => {
  const { index } = indexWithClips(t, 1);
  const other = new Database(index.name);
  t.after(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  const write = index.transaction(() => index.exec(`UPDATE segments SET code = code || 'x'`));
  let looks = 0;
  takeTurn(index, () => {
    looks += 1;
    if (looks === 3) other.exec('COMMIT');
    write.immediate();
  });
  assert.equal(looks, 3);
  assert.equal(index.prepare('SELECT code FROM segments').pluck().get(), 'x');
  assert.equal(index.pragma('busy_timeout', { simple: true }), 5000);
});

test('what fails for another reason is not tried again', (t) => {
  const { index } = indexWithClips(t, 1);
  let tries = 0;
  const failing = (): void => {
    tries += 1;
    throw new Error('of ours');
  };
  assert.throws(() => takeTurn(index, failing), /of ours/);
  assert.equal(tries, 1);
  assert.equal(index.pragma('busy_timeout', { simple: true }), 5000);
});

import assert from 'node:assert/strict';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { benchmarksStamp, readLockFacts } from '../../src/cli/lock-facts.ts';
import { formatLock } from '../../src/dataset/lock-text.ts';
import { lockedClip, lockOf } from '../helpers/locked-clips.ts';
import { temporaryFolder } from '../helpers/programs.ts';

test('a workspace tells how far its benchmark has come: no lock, a lock, begun, reported; a lock that is replaced begins anew', (t) => {
  const workspace = temporaryFolder(t);
  const stamps = new Set<string>();
  const read = (workedOnAtMs = 0) => {
    stamps.add(benchmarksStamp(workspace));
    return readLockFacts(workspace, 'ks32', workedOnAtMs);
  };
  assert.equal(read(), undefined);

  const file = path.join(workspace, 'ks32.lock.json');
  const lock = lockOf([lockedClip(1)]);
  writeFileSync(file, formatLock(lock));
  utimesSync(file, 1000, 1000);
  assert.deepEqual(read(), { path: file, lockedAtMs: 1_000_000, isOlder: false, benchmark: 'none' });
  assert.equal(read(1_000_001)?.isOlder, true);

  const folder = path.join(workspace, 'runs/benchmark', `${lock.sha256.slice(0, 12)}-smoke`);
  mkdirSync(folder, { recursive: true });
  assert.equal(read()?.benchmark, 'begun');
  writeFileSync(path.join(folder, 'result-card.json'), '{}');
  assert.deepEqual(read()?.benchmark, { reportPath: path.join(folder, 'report.html') });
  assert.equal(stamps.size, 4);

  writeFileSync(file, formatLock(lockOf([lockedClip(2)])));
  assert.equal(read()?.benchmark, 'none');
  writeFileSync(file, 'no lock');
  assert.equal(read()?.benchmark, 'none');
});

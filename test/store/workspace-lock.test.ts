import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { lockWorkspace, readLockHolder } from '../../src/store/workspace-lock.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const LOCK_MODULE = fileURLToPath(new URL('../../src/store/workspace-lock.ts', import.meta.url));

test('a second writer is refused with the pid of the first, and let in when the first is killed', async (t) => {
  const workspace = temporaryFolder(t);
  const script = `import { lockWorkspace, readLockHolder } from ${JSON.stringify(LOCK_MODULE)};
    lockWorkspace(process.argv[1], 'fetch'); process.stdout.write('locked'); setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, workspace], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');
  assert.throws(() => lockWorkspace(workspace, 'fetch'), {
    name: 'StoreError',
    message: new RegExp(`ks-build fetch.*pid ${holder.pid}`),
  });
  assert.deepEqual({ ...readLockHolder(workspace), since: '' }, { pid: holder.pid, purpose: 'fetch', since: '' });
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  assert.equal(readLockHolder(workspace), undefined);
  lockWorkspace(workspace, 'fetch').release();
});

test('a workspace that nobody ever wrote to has no holder', (t) => {
  assert.equal(readLockHolder(temporaryFolder(t)), undefined);
});

test('a workspace is free again after its writer has let go', (t) => {
  const workspace = temporaryFolder(t);
  lockWorkspace(workspace, 'fetch').release();
  lockWorkspace(workspace, 'fetch').release();
  assert.equal(path.isAbsolute(workspace), true);
});

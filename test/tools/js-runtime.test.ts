import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { installJsRuntime } from '../../src/tools/install-js-runtime.ts';
import { denoInPackage, findJsRuntime, remoteComponents } from '../../src/tools/js-runtime.ts';
import { canNodeRunYtDlpScripts } from '../../src/tools/versions.ts';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';

const isNodeEnough = canNodeRunYtDlpScripts(process.versions.node);
const skip = isNodeEnough ? 'this Node runs the scripts itself' : false;

test('this Node is the runtime when it is new enough', {
  skip: !isNodeEnough && 'this Node is too old for it',
}, async () => {
  const runtime = await findJsRuntime({ settings: {}, home: '/nowhere', searchPath: '' });
  assert.deepEqual(runtime, { kind: 'node', path: process.execPath, version: process.versions.node });
});

test('Deno on PATH is the runtime, unless it is too old', { skip }, async (t) => {
  const folder = temporaryFolder(t);
  const search = { settings: {}, home: path.join(folder, 'home'), searchPath: folder };
  writeProgram(folder, 'deno', 'echo "deno 1.46.3 (release)"');
  assert.equal(await findJsRuntime(search), undefined);
  const deno = writeProgram(folder, 'deno', 'echo "deno 2.9.6 (release)"');
  assert.deepEqual(await findJsRuntime(search), { kind: 'deno', path: deno, version: '2.9.6' });
});

test('Deno from npm is found where its package keeps it, with install scripts off', { skip }, async (t) => {
  const folder = temporaryFolder(t);
  const search = { settings: {}, home: path.join(folder, 'home'), searchPath: `${folder}:/usr/bin:/bin` };
  const deno = denoInPackage(search.home);
  // Stands for npm: refuses to work without --ignore-scripts.
  writeProgram(
    folder,
    'npm',
    `case "$*" in *--ignore-scripts*) ;; *) exit 1;; esac; mkdir -p "${path.dirname(deno)}"
     printf '#!/bin/sh\\necho "deno 2.9.6"\\n' > "${deno}"; chmod +x "${deno}"`,
  );
  assert.equal((await installJsRuntime(search)).state, 'installed');
  assert.deepEqual(await findJsRuntime(search), { kind: 'deno', path: deno, version: '2.9.6' });
});

test('without npm, or when npm fails, the reason is told', async (t) => {
  const folder = temporaryFolder(t);
  const search = { settings: {}, home: path.join(folder, 'home'), searchPath: folder };
  assert.match(JSON.stringify(await installJsRuntime(search)), /expected npm on PATH/);
  writeProgram(folder, 'npm', 'echo "npm error code ENOTFOUND" >&2; exit 1');
  assert.match(JSON.stringify(await installJsRuntime(search)), /npm error code ENOTFOUND/);
});

test('releases of yt-dlp bring the scripts along; for packages Deno takes them from npm, Node from GitHub', () => {
  const deno = { kind: 'deno', path: '/deno', version: '2.9.6' } as const;
  const node = { kind: 'node', path: '/node', version: '22.1.0' } as const;
  assert.equal(remoteComponents('zipapp', deno), undefined);
  assert.equal(remoteComponents('standalone', node), undefined);
  assert.equal(remoteComponents('unpacked', deno), 'ejs:npm');
  assert.equal(remoteComponents('package', node), 'ejs:github');
});

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setUpBackend } from '../../src/cli/setup-backend.ts';
import { MissingToolError } from '../../src/errors.ts';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';

function searchIn(root: string, npm: string) {
  const searchPath = path.join(root, 'path');
  writeProgram(searchPath, 'npm', `PATH=/usr/bin:/bin; echo "$*" >> "${root}/asked"; ${npm}`);
  return { settings: {}, home: path.join(root, '.ks'), searchPath };
}

test('a backend is fetched once, in exactly the version that was tried', async (t) => {
  const root = temporaryFolder(t);
  const search = searchIn(
    root,
    `place="$3/node_modules/webgpu"; mkdir -p "$place"; echo '{"version":"0.6.2"}' > "$place/package.json"; echo > "$place/index.js"`,
  );
  await setUpBackend('webgpu', search);
  await setUpBackend('webgpu', search);
  assert.match(readFileSync(path.join(root, 'asked'), 'utf8'), /^install .* webgpu@0\.6\.2\n$/);
  assert.ok(existsSync(path.join(search.home, 'backends', 'webgpu', 'node_modules', 'webgpu', 'index.js')));
});

test('a backend whose library cannot be fetched ends the set-up with exit 4, the reason and what to do; nothing is left', async (t) => {
  const root = temporaryFolder(t);
  const search = searchIn(root, 'echo "npm error Error: getaddrinfo ENOTFOUND storage.googleapis.com" >&2; exit 1');
  await assert.rejects(setUpBackend('node', search), (error) => {
    assert.ok(error instanceof MissingToolError);
    assert.equal(error.exitCode, 4);
    assert.match(error.message, /tfjs-node@4\.22\.0 ended with exit code 1: Error: getaddrinfo ENOTFOUND/);
    assert.match(error.message, /Nothing of it is left behind; its install script fetches TensorFlow/);
    return true;
  });
  assert.ok(!existsSync(path.join(search.home, 'backends', 'node')));
});

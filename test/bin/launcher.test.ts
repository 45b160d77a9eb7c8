import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../helpers/programs.ts';

const BIN = fileURLToPath(new URL('../../bin', import.meta.url));
const REPORTING_MAIN = `export async function main(argv) {
  const { NODE_ENV, FORCE_COLOR } = process.env;
  process.stdout.write(JSON.stringify({ argv, NODE_ENV, FORCE_COLOR }));
  return 75;
}`;

/** A project that holds the launcher and, if given, a main program. */
function project(t: TestContext, main?: string): string {
  const folder = temporaryFolder(t);
  mkdirSync(path.join(folder, 'bin'));
  for (const name of ['ks-build', 'package.json']) copyFileSync(path.join(BIN, name), path.join(folder, 'bin', name));
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  if (main !== undefined) {
    mkdirSync(path.join(folder, 'dist', 'cli'), { recursive: true });
    writeFileSync(path.join(folder, 'dist', 'cli', 'main.js'), main);
  }
  return folder;
}

function launch(folder: string, env: NodeJS.ProcessEnv = {}, nodeArguments: readonly string[] = []) {
  const argv = [...nodeArguments, path.join(folder, 'bin', 'ks-build'), 'fetch', '--limit', '3'];
  return spawnSync(process.execPath, argv, { encoding: 'utf8', env: { PATH: process.env.PATH, ...env } });
}

test('arguments are handed on, the exit code comes back, React runs in production', (t) => {
  const { status, stdout } = launch(project(t, REPORTING_MAIN));
  assert.equal(status, 75);
  assert.deepEqual(JSON.parse(stdout), { argv: ['fetch', '--limit', '3'], NODE_ENV: 'production' });
});

test('NO_COLOR and a dumb terminal switch colours off before anything is imported', (t) => {
  const folder = project(t, REPORTING_MAIN);
  assert.equal(JSON.parse(launch(folder, { NO_COLOR: '1' }).stdout).FORCE_COLOR, '0');
  assert.equal(JSON.parse(launch(folder, { TERM: 'dumb' }).stdout).FORCE_COLOR, '0');
  assert.equal(JSON.parse(launch(folder, { NO_COLOR: '', TERM: 'xterm' }).stdout).FORCE_COLOR, undefined);
});

test('a checkout that is not built says to run bin/setup', (t) => {
  const folder = project(t);
  const { status, stderr } = launch(folder);
  assert.equal(status, 4);
  assert.equal(stderr, `ks-build: not built yet: run ${folder}/bin/setup\n`);
});

test('a checkout without its packages says to run bin/setup', (t) => {
  const folder = project(t, "import 'no-such-package'; export async function main() {}");
  const { status, stderr } = launch(folder);
  assert.equal(status, 4);
  assert.match(stderr, /no-such-package.*\nks-build: run .*bin\/setup\n$/);
});

test('an old Node gets one clear line', (t) => {
  const folder = project(t, REPORTING_MAIN);
  const preload = path.join(folder, 'old-node.cjs');
  writeFileSync(
    preload,
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } });",
  );
  const { status, stderr } = launch(folder, {}, ['--require', preload]);
  assert.equal(status, 4);
  assert.match(stderr, /^ks-build: expected Node 20\.19 or newer, got 18\.20\.4 .*\n$/);
});

test('a bug shows its stack and exits 1', (t) => {
  const { status, stderr } = launch(project(t, 'export async function main() { throw new TypeError("a bug"); }'));
  assert.equal(status, 1);
  assert.match(stderr, /TypeError: a bug\n +at .*main/);
});

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ORDINARY = 'sh dirname mktemp rm cat cmp cp find head touch mkdir mv sed sort tr id uname'.split(' ');

/**
 * A project with the real bin/setup, where npm only notes what it is asked and plays its part, and PATH has nothing but the given programs.
 */
function prepare(t: TestContext, programs: readonly string[] = ['git', 'python3', 'ffmpeg', 'ffprobe', 'tmux']) {
  const folder = temporaryFolder(t);
  const file = (...parts: string[]) => path.join(folder, 'project', ...parts);
  const searchPath = path.join(folder, 'path');
  for (const parts of [['bin'], ['src']]) mkdirSync(file(...parts), { recursive: true });
  for (const name of ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) writeFileSync(file(name), '{}');
  writeFileSync(file('src', 'a.ts'), '');
  copyFileSync(path.join(ROOT, 'bin', 'setup'), file('bin', 'setup'));
  writeProgram(file('bin'), 'ks-build', `echo "ks-build $*" >> "${file('calls')}"; exit "\${KS_EXIT-0}"`);
  writeProgram(
    searchPath,
    'npm',
    `echo "npm $*" >> "${file('calls')}"
     case "$1" in
       ci) mkdir -p node_modules/better-sqlite3; echo 'throw new Error("no binary")' > node_modules/better-sqlite3/index.js;;
       rebuild) echo 'module.exports = class { close() {} }' > node_modules/better-sqlite3/index.js;;
       run) [ -z "$BUILD_FAILS" ] || { echo "error TS2304"; exit 2; };;
     esac`,
  );
  for (const name of programs) writeProgram(searchPath, name, '');
  for (const name of ORDINARY)
    symlinkSync(
      execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(),
      path.join(searchPath, name),
    );
  symlinkSync(process.execPath, path.join(searchPath, 'node'));

  const run = (argv: readonly string[] = [], env: NodeJS.ProcessEnv = {}) => {
    rmSync(file('calls'), { force: true });
    const result = spawnSync(file('bin', 'setup'), argv, { encoding: 'utf8', env: { PATH: searchPath, ...env } });
    const calls = existsSync(file('calls')) ? readFileSync(file('calls'), 'utf8').trim().split('\n') : [];
    return { ...result, calls };
  };
  return { file, run, searchPath };
}

const CI = 'npm ci --no-audit --no-fund';
const REBUILD = 'npm rebuild better-sqlite3 --ignore-scripts=false';
const BUILD = 'npm run --silent build';

test('every script is good shell', () => {
  for (const script of ['bin/setup', 'bin/test', '.ci/run']) execFileSync('sh', ['-n', path.join(ROOT, script)]);
});

test('the first run installs, rebuilds SQLite by name and builds; the second does none of it', (t) => {
  const { run } = prepare(t);
  const first = run(['--offline']);
  assert.equal(first.status, 0, first.stderr);
  assert.deepEqual(first.calls, [CI, REBUILD, BUILD, 'ks-build setup --offline']);
  const second = run();
  assert.deepEqual(second.calls, ['ks-build setup']);
  assert.equal(second.stdout, '');
});

test('another lock file installs again, a newer source file builds again', (t) => {
  const { file, run } = prepare(t);
  run();
  writeFileSync(file('package-lock.json'), '{"changed":1}');
  assert.equal(run().calls[0], CI);
  const soon = new Date(Date.now() + 60_000);
  utimesSync(file('src', 'a.ts'), soon, soon);
  assert.deepEqual(run().calls, [BUILD, 'ks-build setup']);
});

test('a build that fails shows its log, and is tried again the next time', (t) => {
  const { run } = prepare(t);
  const failed = run([], { BUILD_FAILS: '1' });
  assert.notEqual(failed.status, 0);
  assert.match(failed.stderr, /error TS2304\nsetup: this failed: npm run --silent build/);
  assert.deepEqual(run().calls, [BUILD, 'ks-build setup']);
});

test('without a way to install, the line to run is printed and the exit code is 4', (t) => {
  const { run } = prepare(t, ['git', 'python3']);
  const { status, stderr, calls } = run();
  assert.equal(status, 4);
  assert.match(stderr, /^ {2}(sudo apt-get install -y|brew install) ffmpeg *$/m);
  assert.deepEqual(calls, []);
});

test('programs that settings name are not asked for', (t) => {
  const { run } = prepare(t, ['git', 'python3']);
  assert.equal(run([], { KS_FFMPEG: '/opt/ffmpeg', KS_FFPROBE: '/opt/ffprobe' }).status, 0);
});

test('for tests, what cannot be had is reported and passed over', (t) => {
  const { run } = prepare(t, ['git', 'python3', 'ffmpeg', 'ffprobe']);
  const { status, stderr, calls } = run(['--tests'], { KS_EXIT: '4' });
  assert.equal(status, 0);
  assert.match(stderr, /install(?: -y)? tmux/);
  assert.match(stderr, /this failed: bin\/ks-build setup --backend webgpu/);
  assert.deepEqual(calls.slice(-2), ['ks-build setup', 'ks-build setup --backend webgpu --software-driver']);
});

test('a missing npm is named', (t) => {
  const { run, searchPath } = prepare(t);
  rmSync(path.join(searchPath, 'npm'));
  const { status, stderr } = run();
  assert.equal(status, 4);
  assert.match(stderr, /missing: npm/);
});

import assert from 'node:assert/strict';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { installedVersion, installNpmPackage, type NpmPackage } from '../../src/tools/install-npm-package.ts';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';

/** An npm that does what the script says in `$place`, the package's folder; and what is asked of it. */
function prepare(t: TestContext, script: string) {
  const root = temporaryFolder(t);
  const search = { settings: {}, home: root, searchPath: path.join(root, 'path') };
  const log = path.join(root, 'asked');
  writeProgram(
    search.searchPath,
    'npm',
    `PATH=/usr/bin:/bin; echo "$*" >> "${log}"; place="$3/node_modules/native"; mkdir -p "$place"; ${script}`,
  );
  const folder = path.join(root, 'backends', 'native');
  const wanted: NpmPackage = { folder, name: 'native', version: '1.2.3', runsScripts: false, links: new Map() };
  return { search, wanted, asked: () => readFileSync(log, 'utf8') };
}

const WORKS = `echo '{"version":"1.2.3"}' > "$place/package.json"; echo 'exports.x = 1' > "$place/index.js"`;

test('a package comes whole into its folder, without running its scripts, and knows its version', async (t) => {
  const { search, wanted, asked } = prepare(t, WORKS);
  assert.equal(await installedVersion(wanted), undefined);
  const outcome = await installNpmPackage(wanted, search);
  assert.deepEqual(outcome, { state: 'installed', path: wanted.folder, from: 'npm package native@1.2.3' });
  assert.equal(await installedVersion(wanted), '1.2.3');
  assert.match(asked(), /^install --prefix \S+ --save-exact --ignore-scripts=true .* native@1\.2\.3\n$/);
  assert.deepEqual(readdirSync(path.dirname(wanted.folder)), ['native']);
});

test('packages that are not to be copies become links', async (t) => {
  const { search, wanted } = prepare(
    t,
    `${WORKS}; mkdir "$3/node_modules/core"; echo copy > "$3/node_modules/core/file"`,
  );
  const core = temporaryFolder(t);
  writeFileSync(path.join(core, 'file'), 'the one');
  await installNpmPackage({ ...wanted, links: new Map([['core', core]]) }, search);
  const place = path.join(wanted.folder, 'node_modules', 'core');
  assert.ok(lstatSync(place).isSymbolicLink());
  assert.equal(readFileSync(path.join(place, 'file'), 'utf8'), 'the one');
});

test('a download that fails says why, leaves nothing behind and what was there untouched', async (t) => {
  const says =
    'npm error code 1\\nnpm error     throw er;\\nnpm error Error: getaddrinfo ENOTFOUND example.org\\nnpm error  at x';
  const { search, wanted } = prepare(t, `printf '${says}\\n' >&2; exit 1`);
  mkdirSync(wanted.folder, { recursive: true });
  writeFileSync(path.join(wanted.folder, 'before'), '');
  assert.deepEqual(await installNpmPackage(wanted, search), {
    state: 'passed-over',
    reason: 'npm install native@1.2.3 ended with exit code 1: Error: getaddrinfo ENOTFOUND example.org',
  });
  assert.deepEqual(readdirSync(path.dirname(wanted.folder)), ['native']);
  assert.ok(existsSync(path.join(wanted.folder, 'before')));
});

test('a package that does not load, or ends the process that loads it, is not installed', async (t) => {
  for (const [script, reason] of [
    [`throw new Error("GLIBC_2.34 not found")`, /cannot load it: GLIBC_2.34 not found$/],
    [`process.kill(process.pid, "SIGSEGV")`, /cannot load it: SIGSEGV$/],
  ] as const) {
    const { search, wanted } = prepare(t, `${WORKS}; echo '${script}' > "$place/index.js"`);
    const outcome = await installNpmPackage(wanted, search);
    assert.match(outcome.state === 'passed-over' ? outcome.reason : '', reason);
    assert.deepEqual(readdirSync(path.dirname(wanted.folder)), []);
  }
});

test('where no script had an error, the reason is how npm begins', async (t) => {
  const says = 'npm error code E404\\nnpm error 404 Not Found - GET x\\nnpm error 404\\nnpm error 404 more';
  const { search, wanted } = prepare(t, `printf '${says}\\n' >&2; exit 1`);
  const outcome = await installNpmPackage(wanted, search);
  assert.match(outcome.state === 'passed-over' ? outcome.reason : '', /: code E404 \/ 404 Not Found - GET x \/ 404$/);
});

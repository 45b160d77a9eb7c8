import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import {
  type DebianMachine,
  installFromDebian,
  readAptMachine,
  wrapperScript,
} from '../../src/tools/debian-package.ts';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';

const APT_FILE = { name: 'sources.list', text: 'deb http://mirror.example/debian bookworm main' };

/** apt-get and dpkg-deb stand-ins: the package "contains" a Python program that says a version and where its modules are. */
function debian(folder: string): DebianMachine {
  const searchPath = path.join(folder, 'path');
  writeProgram(
    searchPath,
    'apt-get',
    `echo "$*" >> "${folder}/apt.log"; case "$*" in *download*) cp ks-build.sources "${folder}/used.sources"; : > yt-dlp_1_all.deb;; esac`,
  );
  writeProgram(
    searchPath,
    'dpkg-deb',
    'mkdir -p "$3/usr/bin" "$3/usr/lib/python3/dist-packages"; printf \'echo 2026.10.26 "$PYTHONPATH" "$@"\' > "$3/usr/bin/yt-dlp"',
  );
  return {
    osRelease: 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_CODENAME=bookworm\n',
    aptFiles: [APT_FILE],
    keyring: '/keys/debian.gpg',
    python: '/bin/sh',
    searchPath,
    isRoot: false,
  };
}

test('the package is unpacked into our own folder and started by a wrapper that survives a move of the project', async (t) => {
  const folder = temporaryFolder(t);
  const home = path.join(folder, 'with space', '.ks');
  const outcome = await installFromDebian(home, debian(folder));
  assert.equal(outcome.state, 'installed');
  const moved = path.join(folder, "it's elsewhere");
  renameSync(home, moved);
  const said = execFileSync(path.join(moved, 'bin', 'yt-dlp'), ['-J', 'two words'], { encoding: 'utf8' });
  assert.equal(said.trim(), `2026.10.26 ${moved}/yt-dlp/usr/lib/python3/dist-packages -J two words`);
  assert.deepEqual(readdirSync(moved).sort(), ['bin', 'yt-dlp']);
});

test('apt works on one source of this machine with private lists and cache: nothing of the system is named', async (t) => {
  const folder = temporaryFolder(t);
  const home = path.join(folder, '.ks');
  await installFromDebian(home, debian(folder));
  const sources = readFileSync(path.join(folder, 'used.sources'), 'utf8');
  assert.match(sources, /^URIs: http:\/\/mirror\.example\/debian\nSuites: trixie-backports$/m);
  assert.match(sources, /^Signed-By: \/keys\/debian\.gpg$/m);
  const [update, download, ...more] = readFileSync(path.join(folder, 'apt.log'), 'utf8').trim().split('\n');
  assert.equal(more.length, 0);
  for (const call of [update, download]) {
    for (const setting of ['Dir::Etc::sourcelist', 'Dir::State::lists', 'Dir::Cache']) {
      assert.ok(call?.includes(`${setting}=${home}`), setting);
    }
    assert.ok(call?.includes('Dir::Etc::sourceparts=/dev/null'));
  }
});

test('a second installation replaces the first', async (t) => {
  const folder = temporaryFolder(t);
  const home = path.join(folder, '.ks');
  await installFromDebian(home, debian(folder));
  writeFileSync(path.join(home, 'yt-dlp', 'of-the-first'), '');
  assert.equal((await installFromDebian(home, debian(folder))).state, 'installed');
  assert.equal(existsSync(path.join(home, 'yt-dlp', 'of-the-first')), false);
});

test('what stands in the way is a reason: another system, no archive, no keys, no apt-get, an archive that fails', async (t) => {
  const folder = temporaryFolder(t);
  const machine = debian(folder);
  const reason = async (change: Partial<DebianMachine>) => {
    const outcome = await installFromDebian(path.join(folder, '.ks'), { ...machine, ...change });
    return outcome.state === 'passed-over' ? outcome.reason : 'installed';
  };
  assert.match(await reason({ osRelease: 'ID=ubuntu\nVERSION_CODENAME=jammy\n' }), /this system is ubuntu/);
  assert.match(await reason({ osRelease: '' }), /not Linux/);
  assert.match(await reason({ aptFiles: [] }), /no source for bookworm/);
  assert.match(await reason({ keyring: undefined }), /debian-archive-keyring is not installed/);
  assert.match(await reason({ searchPath: '' }), /no apt-get or dpkg-deb/);
  writeProgram(machine.searchPath, 'apt-get', 'echo "E: The repository does not have a Release file." >&2; exit 100');
  assert.match(await reason({}), /apt-get failed: E: The repository does not have a Release file/);
  assert.deepEqual(readdirSync(path.join(folder, '.ks')), []);
});

test('source lists are read from the main file and from the folder of parts', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(path.join(folder, 'sources.list.d'));
  writeFileSync(path.join(folder, 'sources.list'), 'deb a b c\n');
  writeFileSync(path.join(folder, 'sources.list.d', 'debian.sources'), 'Types: deb\n');
  writeFileSync(path.join(folder, 'sources.list.d', 'old.sources.bak'), 'ignored');
  const { aptFiles: files } = await readAptMachine('', folder);
  assert.deepEqual(
    files.map((file) => file.name),
    ['sources.list', 'debian.sources'],
  );
  assert.deepEqual((await readAptMachine('', path.join(folder, 'nowhere'))).aptFiles, []);
});

test('a path with a quote is safe in the wrapper', () => {
  assert.ok(wrapperScript("/opt/o'neill/python3").includes(`exec '/opt/o'\\''neill/python3' `));
});

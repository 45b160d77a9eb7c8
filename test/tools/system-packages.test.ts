import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { aptCommand, installLine, installSystemPackages } from '../../src/tools/system-packages.ts';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';

test('apt-get is used as root or through a sudo that asks nothing, else not at all', () => {
  assert.deepEqual(aptCommand('/usr/bin/apt-get', undefined, true), ['/usr/bin/apt-get']);
  assert.deepEqual(aptCommand('/usr/bin/apt-get', '/usr/bin/sudo', false), ['/usr/bin/sudo', '-n', '/usr/bin/apt-get']);
  assert.equal(aptCommand('/usr/bin/apt-get', undefined, false), undefined);
  assert.equal(aptCommand(undefined, '/usr/bin/sudo', true), undefined);
});

test('the line to type fits the platform', () => {
  assert.match(installLine(['ffmpeg', 'python3'], 'linux'), /^sudo apt-get install -y ffmpeg python3 /);
  assert.equal(installLine(['ffmpeg'], 'darwin'), 'brew install ffmpeg');
});

test('where nothing can be installed, the line to type is the reason', async () => {
  const outcome = await installSystemPackages(['ffmpeg'], '/nowhere');
  assert.ok(outcome.state === 'passed-over' && outcome.reason.includes('install'));
});

test('on a machine with empty package lists they are fetched once, then the installation is tried again', async (t) => {
  const folder = temporaryFolder(t);
  const log = path.join(folder, 'log');
  const apt = `echo "$*" >> "${log}"; case "$*" in *update*) : > "${folder}/lists";; *) [ -e "${folder}/lists" ];; esac`;
  writeProgram(folder, 'apt-get', apt);
  writeProgram(folder, 'sudo', 'shift; exec "$@"');
  const outcome = await installSystemPackages(['ffmpeg'], folder);
  assert.equal(outcome.state, 'installed');
  const calls = readFileSync(log, 'utf8').trim().split('\n');
  const install = '-qq install -y --no-install-recommends ffmpeg';
  assert.deepEqual(calls, [install, '-qq update', install]);
});

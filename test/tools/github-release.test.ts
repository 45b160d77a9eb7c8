import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { findChecksum, installFromRelease, releaseAsset } from '../../src/tools/github-release.ts';
import { temporaryFolder } from '../helpers/programs.ts';
import { release, serveRelease } from '../helpers/release-server.ts';

const PROGRAM = '#!/bin/sh\necho 2026.10.26\n';
const PROGRAM_SHA256 = createHash('sha256').update(PROGRAM).digest('hex');

async function reasonOf(outcome: ReturnType<typeof installFromRelease>): Promise<string> {
  const settled = await outcome;
  assert.equal(settled.state, 'passed-over');
  return settled.state === 'passed-over' ? settled.reason : '';
}

test('a file whose checksum is listed is installed, executable, through a redirect', async (t) => {
  const url = await serveRelease(t, release(`${'0'.repeat(64)}  yt-dlp.exe\n${PROGRAM_SHA256}  yt-dlp\n`, PROGRAM));
  const target = path.join(temporaryFolder(t), 'bin', 'yt-dlp');
  const outcome = await installFromRelease(url, 'yt-dlp', target);
  assert.equal(outcome.state, 'installed');
  assert.equal(readFileSync(target, 'utf8'), PROGRAM);
  assert.equal(statSync(target).mode & 0o777, 0o755);
});

test('a file with another checksum is thrown away, and the one before it stays', async (t) => {
  const folder = temporaryFolder(t);
  const target = path.join(folder, 'yt-dlp');
  await installFromRelease(await serveRelease(t, release(`${PROGRAM_SHA256}  yt-dlp\n`, PROGRAM)), 'yt-dlp', target);
  const wrong = 'f'.repeat(64);
  const reason = await reasonOf(
    installFromRelease(await serveRelease(t, release(`${wrong}  yt-dlp\n`, PROGRAM)), 'yt-dlp', target),
  );
  assert.match(reason, new RegExp(`expected SHA-256 ${wrong}, got ${PROGRAM_SHA256}`));
  assert.deepEqual(readdirSync(folder), ['yt-dlp']);
});

test('a list without the file, a missing list and a refused connection are passed over with the reason', async (t) => {
  const target = path.join(temporaryFolder(t), 'yt-dlp');
  const url = await serveRelease(t, release(`${PROGRAM_SHA256}  yt-dlp\n`, PROGRAM));
  assert.match(await reasonOf(installFromRelease(url, 'yt-dlp_linux', target)), /does not list yt-dlp_linux/);
  assert.match(await reasonOf(installFromRelease(`${url}/nowhere`, 'yt-dlp', target)), /HTTP 404/);
  assert.match(
    await reasonOf(installFromRelease('http://127.0.0.1:1/latest', 'yt-dlp', target)),
    /fetch failed|bad port/,
  );
  assert.equal(existsSync(target), false);
});

test('a server that never answers is given up after the limit', async (t) => {
  const url = await serveRelease(t, () => {});
  const target = path.join(temporaryFolder(t), 'yt-dlp');
  assert.match(await reasonOf(installFromRelease(url, 'yt-dlp', target, 50)), /no answer for 0.05 s/);
});

test('a server that stops in the middle of the file is given up, and leaves nothing behind', async (t) => {
  const url = await serveRelease(t, (request, response) => {
    if (request.url?.endsWith('SUMS')) response.end(`${PROGRAM_SHA256}  yt-dlp\n`);
    else response.writeHead(200, { 'content-length': PROGRAM.length }).write(PROGRAM.slice(0, 5));
  });
  const folder = temporaryFolder(t);
  await reasonOf(installFromRelease(url, 'yt-dlp', path.join(folder, 'yt-dlp'), 300));
  assert.deepEqual(readdirSync(folder), []);
});

test('the zipapp is taken where Python is new enough, else the standalone of the platform', () => {
  const linux = { platform: 'linux', arch: 'x64', isMusl: false };
  assert.equal(releaseAsset({ ...linux, pythonVersion: '3.11.2' }), 'yt-dlp');
  assert.equal(releaseAsset({ ...linux, pythonVersion: '3.9.2' }), 'yt-dlp_linux');
  assert.equal(releaseAsset(linux), 'yt-dlp_linux');
  assert.equal(releaseAsset({ ...linux, arch: 'arm64' }), 'yt-dlp_linux_aarch64');
  assert.equal(releaseAsset({ ...linux, isMusl: true }), 'yt-dlp_musllinux');
  assert.equal(releaseAsset({ platform: 'darwin', arch: 'arm64', isMusl: false }), 'yt-dlp_macos');
  assert.equal(releaseAsset({ platform: 'freebsd', arch: 'x64', isMusl: false }), undefined);
});

test('a checksum is found by the whole name, in text and in binary mode', () => {
  const sums = `${'a'.repeat(64)}  yt-dlp_linux\r\n${'B'.repeat(64)} *yt-dlp\nbroken line\n`;
  assert.equal(findChecksum(sums, 'yt-dlp'), 'b'.repeat(64));
  assert.equal(findChecksum(sums, 'yt-dlp_linux'), 'a'.repeat(64));
  assert.equal(findChecksum(sums, 'linux'), undefined);
});

import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import { InterruptedError, MissingToolError, UsageError } from '../../src/errors.ts';
import { type DownloadOutcome, type DownloadRequest, download } from '../../src/tools/yt-dlp.ts';
import type { Progress } from '../../src/tools/yt-dlp-notes.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const FAKE = { path: path.resolve(import.meta.dirname, '../fixtures/fake-yt-dlp.sh'), version: '2026.10.26' };
const NEVER = new AbortController().signal;

function requestFor(t: TestContext, name: string, changes: Partial<DownloadRequest> = {}): DownloadRequest {
  return {
    url: `http://site.example/${name}`,
    wanted: { kind: 'full' },
    directory: temporaryFolder(t),
    program: FAKE,
    site: DEFAULT_CONFIG.site,
    access: {},
    abortSignal: NEVER,
    onProgress: () => {},
    ...changes,
  };
}

function codeOf(outcome: DownloadOutcome): string {
  return outcome.kind === 'failure' ? `${outcome.failure.code} (${outcome.phase})` : outcome.kind;
}

/** Signal 0 asks whether a process is there. A zombie that nobody has fetched yet counts as gone. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    if (['ESRCH', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

for (const [name, expected] of Object.entries({
  removed: 'video-removed (look-up)',
  bot: 'bot-check (look-up)',
  geo: 'geo-blocked (look-up)',
  usage: 'tool-failed (look-up)',
  mute: 'tool-failed (look-up)',
  killed: 'tool-failed (look-up)',
  'no-file': 'unknown (look-up)',
  'empty-file': 'unknown (look-up)',
  'half-file': 'stalled (transfer)',
  'no-room': 'disk-full (look-up)',
  chatty: 'file',
})) {
  test(`a yt-dlp of the kind "${name}" ends as ${expected}`, async (t) => {
    assert.equal(codeOf(await download(requestFor(t, name))), expected);
  });
}

test('a finished file comes with its size and the duration of the video', async (t) => {
  const request = requestFor(t, 'chatty');
  assert.deepEqual(await download(request), {
    kind: 'file',
    filePath: path.join(request.directory, 'chatty.mp4'),
    sizeBytes: 5,
    videoDurationSeconds: 12.5,
  });
});

test('a half file stays for the next try', async (t) => {
  const request = requestFor(t, 'half-file');
  await download(request);
  assert.deepEqual(readdirSync(request.directory), ['full-x.mp4.part']);
});

test('nothing of cookies, proxy, tokens and signatures is in the message, and no copy of the cookies stays', async (t) => {
  const cookiesPath = path.join(temporaryFolder(t), 'my-cookies.txt');
  writeFileSync(cookiesPath, '.x.example\tTRUE\t/\tTRUE\t0\tSID\tvery-secret-cookie\n');
  const before = readdirSync(tmpdir()).filter(
    (name) => name.startsWith('ks-build-') && !name.startsWith('ks-build-test-'),
  );
  const access = {
    cookiesPath,
    proxy: 'http://mara:hunter22@proxy.example:3128',
    extractorArgs: ['youtube:po_token=web.gvs+QWxsIHRoYXQgZ2xpdHRlcnM'],
  };
  const outcome = await download(requestFor(t, 'secrets', { access }));
  assert.ok(outcome.kind === 'failure');
  const text = JSON.stringify(outcome);
  assert.match(text, /\[removed\]/);
  for (const secret of ['mara', 'hunter22', 'proxy.example', 'my-cookies', 'very-secret', 'QWxsIHRo', 'SIGNATURE']) {
    assert.ok(!text.includes(secret), `${secret} in ${text}`);
  }
  const after = readdirSync(tmpdir()).filter(
    (name) => name.startsWith('ks-build-') && !name.startsWith('ks-build-test-'),
  );
  assert.deepEqual(
    after.filter((name) => !before.includes(name) && existsSync(path.join(tmpdir(), name, 'cookies.txt'))),
    [],
  );
});

test('a cookie file that is not there is the user’s to mend', async (t) => {
  const access = { cookiesPath: '/nowhere/secret-name.txt' };
  await assert.rejects(download(requestFor(t, 'removed', { access })), (error) => {
    return error instanceof UsageError && !error.message.includes('secret-name');
  });
});

test('only full web addresses are handed to yt-dlp', async (t) => {
  for (const url of [
    '--exec=id',
    'file:///etc/passwd',
    'ytsearch:x',
    'ftp://x.example/a',
    'http://x.example/a b',
    '',
    'x',
  ]) {
    await assert.rejects(download({ ...requestFor(t, 'x'), url }), UsageError, url);
  }
});

test('a yt-dlp that is not there or cannot be run is a missing tool', async (t) => {
  const notExecutable = path.join(temporaryFolder(t), 'yt-dlp');
  writeFileSync(notExecutable, '#!/bin/sh\n');
  chmodSync(notExecutable, 0o644);
  for (const file of ['/nowhere/yt-dlp', notExecutable]) {
    const program = { path: file, version: '2026.10.26' };
    await assert.rejects(
      download(requestFor(t, 'x', { program, access: { proxy: 'http://a:hunter22@p.example' } })),
      (error) => {
        return (
          error instanceof MissingToolError && !JSON.stringify([error.message, error.cause ?? '']).includes('hunter22')
        );
      },
    );
  }
});

test('cancelling ends the whole group, also one that ignores being asked', async (t) => {
  const cancel = new AbortController();
  const request = requestFor(t, 'stubborn', { abortSignal: cancel.signal, onProgress: () => cancel.abort() });
  await assert.rejects(download(request), InterruptedError);
  const childPid = Number(readFileSync(path.join(request.directory, 'child.pid'), 'utf8'));
  assert.ok(!isAlive(childPid));
});

test('a cancelled run does not even start', async (t) => {
  await assert.rejects(download(requestFor(t, 'hang', { abortSignal: AbortSignal.abort() })), InterruptedError);
});

test('a section that falls silent is given up as stalled', async (t) => {
  const site = { ...DEFAULT_CONFIG.site, stallSilentSeconds: 0.3 };
  const wanted = { kind: 'section', fromSeconds: 0, toSeconds: 1 } as const;
  assert.equal(codeOf(await download(requestFor(t, 'hang', { site, wanted }))), 'stalled (transfer)');
});

test('a whole file has until the time limit', async (t) => {
  const site = { ...DEFAULT_CONFIG.site, stallSilentSeconds: 0, timeLimitSeconds: 0.5 };
  const outcome = await download(requestFor(t, 'hang', { site }));
  assert.ok(outcome.kind === 'failure');
  assert.deepEqual(outcome.failure, { code: 'stalled', message: 'not finished after 0.5 s' });
});

test('endless bytes end at the limit for one download', async (t) => {
  const site = { ...DEFAULT_CONFIG.site, maxDownloadBytes: 5_000_000 };
  const progress: Progress[] = [];
  const outcome = await download(requestFor(t, 'endless', { site, onProgress: (news) => progress.push(news) }));
  assert.ok(outcome.kind === 'failure' && outcome.failure.code === 'too-large');
  assert.equal(progress[0]?.receivedBytes, 1_000_000);
});

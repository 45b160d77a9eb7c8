import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import type { Segment } from '../../src/dataset/segment.ts';
import { InterruptedError } from '../../src/errors.ts';
import type { AcquireContext, AcquireOutcome, SourceMedia } from '../../src/sources/source.ts';
import { createSiteSource } from '../../src/sources/video-site.ts';
import type { Behaviour } from '../../src/synthetic/media-behaviour.ts';
import { type MediaServer, startMediaServer } from '../../src/synthetic/media-server.ts';
import { temporaryFolder } from '../helpers/programs.ts';
import { NEEDS_YT_DLP, realYtDlp } from '../helpers/real-yt-dlp.ts';
import { makeFolder } from '../helpers/site-media.ts';

const site = makeFolder();
before(() => site.make());
after(() => site.remove());

interface Scene {
  readonly server: MediaServer;
  readonly directory: string;
  acquire(name: string, startSeconds: number, changes?: Partial<AcquireContext>): Promise<AcquireOutcome>;
}

async function scene(t: TestContext, behaviours: Record<string, Behaviour> = {}, limits = {}): Promise<Scene> {
  const server = await startMediaServer({ directory: site.directory, behaviours });
  t.after(() => server.close());
  const directory = temporaryFolder(t);
  return {
    server,
    directory,
    acquire(name, startSeconds, changes = {}) {
      const source = createSiteSource({
        name: 'url',
        host: server.host,
        urlFor: () => `${server.origin}/${name}`,
        program: realYtDlp ?? { path: 'yt-dlp', version: '' },
        ffprobePath: 'ffprobe',
        site: { ...DEFAULT_CONFIG.site, retries: 1, socketTimeoutSeconds: 1, ...limits },
        access: {},
      });
      const segment: Segment = { videoId: 'x', startSeconds, endSeconds: startSeconds + 4, label: 'a', split: 'train' };
      const context = { directory, abortSignal: new AbortController().signal, onProgress: () => {}, ...changes };
      return source.acquire(segment, context);
    },
  };
}

function mediaOf(outcome: AcquireOutcome): SourceMedia {
  assert.ok(outcome.kind === 'acquired', JSON.stringify(outcome));
  return outcome.media;
}

function codeOf(outcome: AcquireOutcome): string {
  return outcome.kind === 'failure' ? outcome.failure.code : outcome.kind;
}

/** Hashes of the decoded video frames of a cut, as the cut of a clip seeks: before the input, counted from the file's own start. */
function frameHashes(file: string, startSeconds: number): string[] {
  const cut = ['-v', 'error', '-ss', startSeconds.toFixed(6), '-i', file, '-map', '0:v', '-frames:v', '40'];
  const text = execFileSync('ffmpeg', [...cut, '-fps_mode', 'passthrough', '-f', 'framemd5', '-'], {
    encoding: 'utf8',
  });
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, , timeStamp, , , hash] = line.split(',').map((field) => field.trim());
      return `${timeStamp} ${hash}`;
    });
}

function sound(file: string, startSeconds: number): Int16Array {
  const cut = ['-v', 'error', '-ss', startSeconds.toFixed(6), '-t', '1', '-i', file, '-map', '0:a'];
  const bytes = execFileSync('ffmpeg', [...cut, '-f', 's16le', '-ac', '1', '-ar', '48000', '-']);
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
}

/** By how many samples `other` lags behind `reference`: where the difference is least. Both hold noise. */
function lagInSamples(reference: Int16Array, other: Int16Array): number {
  const difference = (lag: number): number => {
    let sum = 0;
    for (let at = 10_000; at < 12_000; at += 1) sum += Math.abs(reference[at]! - other[at + lag]!);
    return sum;
  };
  const lags = Array.from({ length: 4001 }, (_, position) => position - 2000);
  return lags.reduce((best, lag) => (difference(lag) < difference(best) ? lag : best));
}

for (const startSeconds of [13.3, 20, 31.777]) {
  test(
    `a section of a video at ${startSeconds} s holds the very same picture and sound, in step`,
    NEEDS_YT_DLP,
    async (t) => {
      const here = await scene(t);
      const media = mediaOf(await here.acquire('ntsc.mp4', startSeconds));
      assert.equal(media.route, 'section');
      assert.equal(media.ownership, 'temporary');
      assert.ok(media.sizeBytes < statSync(site.file('ntsc.mp4')).size / 2);
      assert.ok(media.originSeconds <= startSeconds);
      const inside = startSeconds - media.originSeconds;
      assert.deepEqual(frameHashes(media.filePath, inside), frameHashes(site.file('ntsc.mp4'), startSeconds));
      // One millisecond is what the mp4's clock can say: 48 samples.
      const lag = lagInSamples(sound(site.file('ntsc.mp4'), startSeconds), sound(media.filePath, inside));
      assert.ok(Math.abs(lag) <= 48, `${lag} samples`);
    },
  );
}

test('without Range support the section comes all the same', NEEDS_YT_DLP, async (t) => {
  const here = await scene(t, { '/ntsc.mp4': { kind: 'no-range' } });
  assert.equal(mediaOf(await here.acquire('ntsc.mp4', 5)).route, 'section');
});

test('a webm comes whole, with its own clock', NEEDS_YT_DLP, async (t) => {
  const here = await scene(t);
  const media = mediaOf(await here.acquire('short.webm', 2));
  assert.deepEqual([media.route, media.originSeconds, media.extent], ['full', 0, 'whole']);
  assert.ok(readFileSync(media.filePath).equals(readFileSync(site.file('short.webm'))));
});

test('a segment beyond the end of the video comes as the whole file, for the cut to judge', NEEDS_YT_DLP, async (t) => {
  const here = await scene(t);
  assert.equal(mediaOf(await here.acquire('ntsc.mp4', 500)).route, 'full');
});

for (const [name, behaviour, code] of [
  ['gone.mp4', { kind: 'status', status: 404 }, 'not-found'],
  ['gone.mp4', { kind: 'status', status: 410 }, 'not-found'],
  ['ntsc.mp4', { kind: 'status', status: 403 }, 'forbidden'],
  ['ntsc.mp4', { kind: 'status', status: 429 }, 'rate-limited'],
  ['ntsc.mp4', { kind: 'status', status: 503 }, 'server-error'],
  ['watch', { kind: 'html' }, 'not-a-video'],
] as const) {
  const what = behaviour.kind === 'status' ? `the answer ${behaviour.status}` : 'a web page instead of a video';
  test(`${what} is ${code}, after one request`, NEEDS_YT_DLP, async (t) => {
    const here = await scene(t, { [`/${name}`]: behaviour });
    assert.equal(codeOf(await here.acquire(name, 5)), code);
    assert.equal(here.server.requests.length, 1);
  });
}

test('a refused connection is the network', NEEDS_YT_DLP, async (t) => {
  const here = await scene(t);
  await here.server.close();
  assert.equal(codeOf(await here.acquire('ntsc.mp4', 5)), 'network');
});

test('a file that is always cut short is stalled, and what came of it stays for a resume', NEEDS_YT_DLP, async (t) => {
  const here = await scene(t, { '/ntsc.mp4': { kind: 'cut-short', atRatio: 0.5 } });
  assert.equal(codeOf(await here.acquire('ntsc.mp4', 30)), 'stalled');
  assert.ok(readdirSync(here.directory).some((name) => name.startsWith('full-') && name.endsWith('.part')));
});

test('a later try goes on where the whole file broke off', NEEDS_YT_DLP, async (t) => {
  const original = readFileSync(site.file('short.webm'));
  // The look-up and the transfer ask once each; both attempts of the first transfer break off.
  const here = await scene(t, { '/short.webm': { kind: 'cut-short', atRatio: 0.5, times: 3 } });
  assert.equal(codeOf(await here.acquire('short.webm', 2)), 'stalled');
  const media = mediaOf(await here.acquire('short.webm', 2));
  assert.ok(readFileSync(media.filePath).equals(original));
  assert.match(here.server.requests.at(-1)?.range ?? '', /^bytes=[1-9]\d*-/);
});

test('a section that stalls gives way to the whole file', NEEDS_YT_DLP, async (t) => {
  // The look-up is served half and does not mind; ffmpeg finds the same silence.
  const here = await scene(t, { '/ntsc.mp4': { kind: 'stall', atRatio: 0.4, times: 3 } }, { stallSilentSeconds: 1 });
  const media = mediaOf(await here.acquire('ntsc.mp4', 25));
  assert.equal(media.route, 'full');
  assert.ok(readFileSync(media.filePath).equals(readFileSync(site.file('ntsc.mp4'))));
});

test('an endless body ends at the limit for one download', NEEDS_YT_DLP, async (t) => {
  const here = await scene(t, { '/short.webm': { kind: 'endless' } }, { maxDownloadBytes: 3_000_000 });
  assert.equal(codeOf(await here.acquire('short.webm', 1)), 'too-large');
});

test('a file above the limit is not fetched at all', NEEDS_YT_DLP, async (t) => {
  const here = await scene(t, {}, { maxDownloadBytes: 1000 });
  assert.equal(codeOf(await here.acquire('short.webm', 1)), 'too-large');
});

test('a cancelled section leaves no process behind', NEEDS_YT_DLP, async (t) => {
  const here = await scene(t, { '/ntsc.mp4': { kind: 'slow', bytesPerSecond: 20_000 } });
  const cancel = new AbortController();
  const acquiring = here.acquire('ntsc.mp4', 30, { abortSignal: cancel.signal });
  await whenTrue(() => commandLines().some((line) => /^\S*ffmpeg /.test(line) && line.includes(here.server.origin)));
  cancel.abort();
  await assert.rejects(acquiring, InterruptedError);
  assert.deepEqual(
    commandLines().filter((line) => line.includes(here.server.origin)),
    [],
  );
});

/** The command lines of all processes of this machine. */
function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => path.join('/proc', pid, 'cmdline'))
    .filter((file) => existsSync(file))
    .map((file) => {
      try {
        return readFileSync(file, 'utf8').replaceAll('\0', ' ');
      } catch (error) {
        if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
        throw error;
      }
    });
}

async function whenTrue(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { KsBuildError, UsageError } from '../../src/errors.ts';
import { encodeClip, toInt16Bytes } from '../../src/synthetic/encode-clip.ts';
import { makeCorpus } from '../../src/synthetic/make-corpus.ts';
import { run } from '../../src/tools/process.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const WISHES = {
  clips: 8,
  durationSeconds: 2,
  labels: ['striking bell', 'bouncing ball'],
  seed: 'corpus',
  defects: ['shift-0.5', 'no-audio', 'frozen-picture', 'near-duplicate'],
  defectRatio: 0.5,
} as const;

function context(jobs: number, onClip: () => void = () => {}) {
  return { ffmpegPath: 'ffmpeg', abortSignal: new AbortController().signal, timeLimitSeconds: 60, jobs, onClip };
}

/** ffmpeg's checksums of the decoded picture and sound. */
async function decodedHash(path: string): Promise<string> {
  const end = await run(
    'ffmpeg',
    ['-nostdin', '-v', 'error', '-i', path, '-f', 'streamhash', '-hash', 'md5', 'pipe:1'],
    {
      keepStdout: true,
    },
  );
  assert.equal(end.exitCode, 0, end.stderrTail);
  return end.stdout;
}

test('one clip at a time or three at once: the same files, decoded to the same picture and sound', async (t) => {
  const folders = [temporaryFolder(t), temporaryFolder(t)] as const;
  await makeCorpus(folders[0], WISHES, context(1));
  await makeCorpus(folders[1], WISHES, context(3));
  const names = readdirSync(join(folders[0], 'clips')).sort();
  assert.equal(names.length, 8);
  assert.deepEqual(readdirSync(join(folders[1], 'clips')).sort(), names);
  for (const name of names) {
    const [one, three] = await Promise.all(folders.map((folder) => decodedHash(join(folder, 'clips', name))));
    assert.equal(one, three);
  }
  for (const file of ['manifest.csv', 'truth.json']) {
    assert.equal(readFileSync(join(folders[0], file), 'utf8'), readFileSync(join(folders[1], file), 'utf8'));
  }
});

test('truth.json names every clip file, and all but the clip without sound have two streams', async (t) => {
  const folder = temporaryFolder(t);
  const truth = await makeCorpus(folder, WISHES, context(2));
  assert.deepEqual(JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')), truth);
  assert.equal(truth.schema, 1);
  assert.deepEqual(readdirSync(join(folder, 'clips')).sort(), truth.clips.map(({ clip }) => `${clip}.mp4`).sort());
  for (const { clip, defect } of truth.clips) {
    const streams = (await decodedHash(join(folder, 'clips', `${clip}.mp4`))).trim().split('\n').length;
    assert.equal(streams, defect?.kind === 'no-audio' ? 1 : 2);
  }
});

test('a run that was broken off is gone on with; another corpus in its folder is refused', async (t) => {
  const folder = temporaryFolder(t);
  const stop = new AbortController();
  const broken = { ...context(1, () => stop.abort(new Error('enough'))), abortSignal: stop.signal };
  await assert.rejects(makeCorpus(folder, WISHES, broken), /enough/);
  const before = readdirSync(join(folder, 'clips'));
  assert.ok(before.length >= 1 && before.length < 8 && before.every((name) => name.endsWith('.mp4')), before.join());
  let made = 0;
  await makeCorpus(
    folder,
    WISHES,
    context(2, () => (made += 1)),
  );
  assert.equal(made, 8 - before.length);
  await assert.rejects(makeCorpus(folder, { ...WISHES, seed: 'other' }, context(1)), UsageError);
  const foreign = temporaryFolder(t);
  writeFileSync(join(foreign, 'thesis.tex'), '');
  await assert.rejects(makeCorpus(foreign, WISHES, context(1)), UsageError);
});

test('a flash and a click that are given at one instant come back at one instant', async (t) => {
  const path = join(temporaryFolder(t), 'flash.mp4');
  const shape = { widthPx: 32, heightPx: 32, videoFps: 25, sampleRateHz: 16000 };
  const pixels = new Uint8Array(50 * 32 * 32 * 3);
  const samples = new Float32Array(32000);
  pixels.fill(255, 25 * 32 * 32 * 3, 27 * 32 * 32 * 3);
  for (let i = 16000; i < 16800; i += 1) samples[i] = 0.8 * Math.sin(i * 0.4);
  await encodeClip({ ...shape, pixels, samples }, path, context(1));
  const picture: Buffer[] = [];
  const sound: Buffer[] = [];
  const argv = ['-nostdin', '-v', 'error', '-i', path, '-map', '0:v', '-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:3'];
  const end = await run('ffmpeg', [...argv, '-map', '0:a', '-f', 's16le', 'pipe:4'], {
    extraPipes: [picture, sound].map((chunks) => (pipe) => pipe.on('data', (chunk: Buffer) => chunks.push(chunk))),
  });
  assert.equal(end.exitCode, 0, end.stderrTail);
  assert.equal(Math.floor(Buffer.concat(picture).findIndex((luma) => luma > 128) / (32 * 32)), 25);
  const bytes = Buffer.concat(sound);
  const heard = Array.from({ length: bytes.length / 2 }, (_, i) => Math.abs(bytes.readInt16LE(i * 2)));
  const first = heard.findIndex((value) => value > 6000);
  assert.ok(Math.abs(first - 16000) < 160, `sample ${first}`);
});

test('samples become 16-bit numbers, held at full scale', () => {
  assert.deepEqual(
    new Int16Array(toInt16Bytes(Float32Array.of(0, 0.5, -0.5, 1, -2)).buffer),
    Int16Array.of(0, 16384, -16383, 32767, -32768),
  );
});

test('a clip that ffmpeg cannot write is an error that names it, and leaves no file', async (t) => {
  const folder = temporaryFolder(t);
  const clip = {
    widthPx: 0,
    heightPx: 32,
    videoFps: 25,
    sampleRateHz: 16000,
    pixels: new Uint8Array(3),
    samples: undefined,
  };
  await assert.rejects(encodeClip(clip, join(folder, 'a.mp4'), context(1)), (error: KsBuildError) => {
    assert.ok(error instanceof KsBuildError);
    assert.match(error.message, /a\.mp4: expected ffmpeg to write the clip, got: /);
    return true;
  });
  assert.deepEqual(readdirSync(folder), []);
});

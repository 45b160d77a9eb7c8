import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { encodeClip } from '../../src/synthetic/encode-clip.ts';
import { decodeRaw } from '../../src/tools/decode-raw.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const SHAPE = { widthPx: 32, heightPx: 32, videoFps: 25, sampleRateHz: 16_000 };
const CONTEXT = { ffmpegPath: 'ffmpeg', abortSignal: new AbortController().signal, timeLimitSeconds: 60 };

test('a clip comes back as it was encoded: its grey, its tone, and as much sound as picture', async (t) => {
  const file = path.join(temporaryFolder(t), 'clip.mp4');
  const pixels = new Uint8Array(25 * 32 * 32 * 3).fill(120);
  const samples = Float32Array.from({ length: 16_000 }, (_, at) => 0.5 * Math.sin((2 * Math.PI * 500 * at) / 16_000));
  await encodeClip({ ...SHAPE, pixels, samples }, file, CONTEXT);
  const outcome = await decodeRaw(file, { videoIndex: 0, audioIndex: 1 }, SHAPE, CONTEXT);
  assert.equal(outcome.kind, 'decoded');
  const { media } = outcome as Extract<typeof outcome, { kind: 'decoded' }>;
  assert.equal(media.pixels.length, pixels.length);
  assert.ok(media.pixels.every((value) => Math.abs(value - 120) <= 3));
  assert.equal(media.samples!.length, 16_000);
  const power = media.samples!.reduce((sum, value) => sum + value ** 2, 0) / 16_000;
  assert.ok(Math.abs(power - 0.125) < 0.01, `mean power of a sine of 0.5 is 0.125, got ${power}`);
  const silent = await decodeRaw(file, { videoIndex: 0, audioIndex: undefined }, SHAPE, CONTEXT);
  assert.equal(silent.kind === 'decoded' && silent.media.samples, undefined);
});

test('a file that is no media is told as such', async (t) => {
  const file = path.join(temporaryFolder(t), 'clip.mp4');
  writeFileSync(file, 'no media');
  const outcome = await decodeRaw(file, { videoIndex: 0, audioIndex: 1 }, SHAPE, CONTEXT);
  assert.equal(outcome.kind, 'unreadable');
});

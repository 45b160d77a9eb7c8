import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { encodeClip } from '../../src/synthetic/encode-clip.ts';
import { decodeView, decodeViewArguments, videoFpsOf } from '../../src/tools/decode-view.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const CONTEXT = { ffmpegPath: 'ffmpeg', abortSignal: new AbortController().signal, timeLimitSeconds: 60 };
const STREAMS = { videoIndex: 0, audioIndex: 1 };

test('the rate of a film is told by how long its first video frame lasts', () => {
  const list = (timeBase: string, duration: number) =>
    `#software: Lavf\n#tb 0: ${timeBase}\n#dimensions 0: 160x90\n0,          0,          0,        ${duration},    43200, 0x1\n`;
  assert.equal(videoFpsOf(list('1/25', 1)), 25);
  assert.equal(videoFpsOf(list('1001/30000', 1)), 30000 / 1001);
  assert.equal(videoFpsOf(list('1/90000', 3000)), 30);
  assert.equal(videoFpsOf(list('1/25', 0)), undefined);
  assert.equal(videoFpsOf('#software: Lavf\n'), undefined);
});

test('a file name is never an option, and a stream that is not there is not asked for', () => {
  const argv = decodeViewArguments('/-y.mp4', { videoIndex: undefined, audioIndex: 0 }, 16_000);
  assert.equal(argv[argv.indexOf('-i') + 1], 'file:/-y.mp4');
  assert.ok(!argv.includes('[film]') && argv.includes('[sound]'));
});

test('every video frame comes, fitted into 160 by 120, with the sound beside it', async (t) => {
  const file = path.join(temporaryFolder(t), 'clip.mp4');
  const shape = { widthPx: 320, heightPx: 180, videoFps: 25, sampleRateHz: 16_000 };
  const pixels = new Uint8Array(50 * 320 * 180 * 3);
  // Dark for a second, then bright.
  pixels.fill(200, pixels.length / 2);
  await encodeClip({ ...shape, pixels, samples: new Float32Array(32_000).fill(0.25) }, file, CONTEXT);
  const outcome = await decodeView(file, STREAMS, 16_000, CONTEXT);
  assert.equal(outcome.kind, 'decoded');
  const { film, mono, complaint } = (outcome as Extract<typeof outcome, { kind: 'decoded' }>).decoded;
  assert.deepEqual([film!.widthPx, film!.heightPx, film!.count, film!.videoFps], [160, 90, 50, 25]);
  const middleOf = (videoFrame: number): number => film!.rgb[(videoFrame + 0.5) * 160 * 90 * 3]!;
  assert.ok(middleOf(24) < 10 && middleOf(25) > 190, `${middleOf(24)}, ${middleOf(25)}`);
  assert.ok(Math.abs(mono!.length - 32_000) < 1100, `${mono!.length} samples: AAC rounds up to its own blocks`);
  assert.equal(complaint, undefined);
});

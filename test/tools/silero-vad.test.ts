import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { decodeClip } from '../../src/tools/decode-clip.ts';
import { openSpeechDetector } from '../../src/tools/silero-vad.ts';
import { toolContext } from '../helpers/cutting.ts';

const CLIPS = '../shared/clips';
const detector = await openSpeechDetector();
const skip = detector === undefined ? 'onnxruntime-web is not installed' : false;

test('silence and a tone hold no speech, and less than one chunk says nothing', { skip }, async () => {
  const tone = Int16Array.from({ length: 16_000 }, (_, n) => 8000 * Math.sin((2 * Math.PI * 440 * n) / 16_000));
  assert.equal(await detector!(new Int16Array(16_000)), 0);
  assert.equal(await detector!(tone), 0);
  assert.equal(await detector!(new Int16Array(511)), undefined);
});

test('a narrated clip is mostly speech, drums and a canary are none', {
  skip: skip || (!existsSync(CLIPS) && `no ${CLIPS}`),
}, async () => {
  const shareOf = async (name: string, videoIndex: number, audioIndex: number): Promise<number | undefined> => {
    const shape = { pictureSidePx: 64, monoSampleRateHz: 16_000 };
    const outcome = await decodeClip(`${CLIPS}/${name}`, { videoIndex, audioIndex }, shape, toolContext);
    assert.equal(outcome.kind, 'decoded');
    return detector!((outcome as Extract<typeof outcome, { kind: 'decoded' }>).clip.sound!.mono);
  };
  // Measured with the same weights under onnxruntime's native runtime: 0.80 and 0.00.
  const narrated = await shareOf('nasa_13013.mp4', 3, 4);
  assert.ok(narrated !== undefined && Math.abs(narrated - 0.8) < 0.05, String(narrated));
  assert.equal(await shareOf('drum_video_02542.mp4', 0, 1), 0);
  assert.equal(await shareOf('0nib7bMm8BA_15000_25000.mp4', 0, 1), 0);
});

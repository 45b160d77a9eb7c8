import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import type { AudioStreamFacts, VideoStreamFacts } from '../../src/dataset/media-facts.ts';
import { decide, inexactness } from '../../src/pipeline/decide.ts';
import type { DecodedFacts } from '../../src/pipeline/measure.ts';

const VIDEO: VideoStreamFacts = {
  codec: 'h264',
  widthPx: 340,
  heightPx: 256,
  videoFps: 30,
  pixelFormat: 'yuv420p',
  startSeconds: 0,
  durationSeconds: 10,
  decodedVideoFrames: 300,
  staticRatio: 0,
  blackRatio: 0,
};
const AUDIO: AudioStreamFacts = {
  codec: 'aac',
  channels: 2,
  sampleRateHz: 44100,
  startSeconds: 0,
  durationSeconds: 10,
  meanLevelDbfs: -23,
  peakLevelDbfs: -3,
  sourceStreamCount: 1,
};
const GOOD: DecodedFacts = { container: 'mov', video: VIDEO, audio: AUDIO, decodeErrors: [] };

function reasons(facts: DecodedFacts, segmentSeconds = 10) {
  return decide(facts, segmentSeconds, DEFAULT_CONFIG).reasons;
}

test('a good clip is kept', () => {
  assert.deepEqual(decide(GOOD, 10, DEFAULT_CONFIG), { decision: 'keep', reasons: [] });
});

test('each reason carries its number and its threshold', () => {
  assert.deepEqual(reasons({ ...GOOD, audio: { ...AUDIO, meanLevelDbfs: -91 } }), [
    { code: 'silent', measurement: 'meanLevelDbfs', value: -91, threshold: -70 },
  ]);
  assert.deepEqual(reasons({ ...GOOD, video: { ...VIDEO, staticRatio: 1 } }), [
    { code: 'static', measurement: 'staticRatio', value: 1, threshold: 0.98 },
  ]);
  assert.deepEqual(reasons({ ...GOOD, video: { ...VIDEO, blackRatio: 1 } }), [
    { code: 'black', measurement: 'blackRatio', value: 1, threshold: 0.98 },
  ]);
  assert.deepEqual(reasons({ ...GOOD, video: { ...VIDEO, heightPx: 16 } }), [
    { code: 'too-small', measurement: 'shortSidePx', value: 16, threshold: 32 },
  ]);
});

test('the quietest real clip is not silent, and a threshold itself is not past', () => {
  assert.deepEqual(reasons({ ...GOOD, audio: { ...AUDIO, meanLevelDbfs: -44.7 } }), []);
  assert.deepEqual(reasons({ ...GOOD, audio: { ...AUDIO, meanLevelDbfs: -70 } }), []);
  assert.deepEqual(reasons({ ...GOOD, video: { ...VIDEO, staticRatio: 0.98 } }), []);
});

test('sound that starts late or ends early is apart from its picture', () => {
  const late = reasons({ ...GOOD, audio: { ...AUDIO, startSeconds: 0.041 } });
  assert.deepEqual(
    late.map(({ code, measurement }) => [code, measurement]),
    [['streams-apart', 'startGapSeconds']],
  );
  const early = reasons({ ...GOOD, audio: { ...AUDIO, durationSeconds: 9.4 } });
  assert.deepEqual(
    early.map(({ code, measurement }) => [code, measurement]),
    [['streams-apart', 'endGapSeconds']],
  );
  assert.deepEqual(reasons({ ...GOOD, audio: { ...AUDIO, startSeconds: 0.023, durationSeconds: 9.9 } }), []);
});

test('missing streams and decode errors are named first', () => {
  assert.deepEqual(
    reasons({ container: 'mov', decodeErrors: ['Invalid NAL unit size'] }).map(({ code }) => code),
    ['corrupt', 'no-video', 'no-audio', 'too-short'],
  );
});

test('a clip is too short below half of its segment, and below a second of any', () => {
  const lasting = (durationSeconds: number): DecodedFacts => ({
    ...GOOD,
    video: { ...VIDEO, durationSeconds },
    audio: { ...AUDIO, durationSeconds },
  });
  assert.equal(reasons(lasting(4.99))[0]?.code, 'too-short');
  assert.deepEqual(reasons(lasting(5)), []);
  assert.equal(reasons(lasting(0.9), 1)[0]?.code, 'too-short');
});

test('a cut is exact within 0.1 s and 40 ms of what the source allows, whatever that is', () => {
  const allowed = { videoStartSeconds: 0, videoSeconds: 10, audioStartSeconds: 0, audioSeconds: 10 };
  const problems = (facts: DecodedFacts, changes = {}) =>
    inexactness(facts, { ...allowed, ...changes }, DEFAULT_CONFIG.verify);
  assert.deepEqual(problems(GOOD), []);
  assert.deepEqual(problems({ ...GOOD, video: { ...VIDEO, durationSeconds: 10.09 } }), []);
  assert.deepEqual(problems({ ...GOOD, video: { ...VIDEO, durationSeconds: 9.5 } }), [
    'picture lasts 9.500 s, expected 10.000 s',
  ]);
  assert.deepEqual(problems({ ...GOOD, audio: { ...AUDIO, startSeconds: 0.05 } }), [
    'sound starts after picture by 0.050 s, expected 0.000 s',
  ]);
  const late = { ...GOOD, audio: { ...AUDIO, startSeconds: 2, durationSeconds: 8 } };
  assert.deepEqual(problems(late, { audioStartSeconds: 2, audioSeconds: 8 }), []);
  assert.deepEqual(problems(GOOD, { videoSeconds: undefined, audioSeconds: undefined }), []);
});

test('a sound that the source has and the cut lacks is not exact', () => {
  const allowed = { videoStartSeconds: 0, videoSeconds: 10, audioStartSeconds: 0, audioSeconds: 10 };
  const { audio: _, ...mute } = GOOD;
  assert.deepEqual(inexactness(mute, allowed, DEFAULT_CONFIG.verify), ['sound lasts 0.000 s, expected 10.000 s']);
});

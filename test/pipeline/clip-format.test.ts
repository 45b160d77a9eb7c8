import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import { constantFps, scaledSize, soundTarget } from '../../src/pipeline/clip-format.ts';
import { audioStream, videoStream } from '../helpers/probed-streams.ts';

test('the mean rate stays when it may, under its usual name', () => {
  assert.equal(constantFps(25, 30), '25');
  assert.equal(constantFps(29.97, 30), '30000/1001');
  assert.equal(constantFps(30.003, 30), '30');
  assert.equal(constantFps(15.25, 30), '15250/1000');
  assert.equal(constantFps(undefined, 30), '30');
});

test('faster sources are halved evenly, or capped where halving leaves too little', () => {
  assert.equal(constantFps(60, 30), '30');
  assert.equal(constantFps(60000 / 1001, 30), '30000/1001');
  assert.equal(constantFps(50, 30), '25');
  assert.equal(constantFps(120, 30), '30');
  assert.equal(constantFps(45, 30), '30');
});

test('a rate of one image an hour is raised to one a second', () => {
  assert.equal(constantFps(1 / 3600, 30), '1000/1000');
});

const sizes = [
  { title: 'the shorter side becomes 256', stream: { widthPx: 1280, heightPx: 720 }, size: [454, 256] },
  { title: 'portrait too', stream: { widthPx: 576, heightPx: 720 }, size: [256, 320] },
  { title: 'a smaller picture is not enlarged', stream: { widthPx: 320, heightPx: 180 }, size: [320, 180] },
  { title: 'odd sides are rounded down to even ones', stream: { widthPx: 161, heightPx: 121 }, size: [160, 120] },
  { title: 'one pixel becomes the least that 4:2:0 allows', stream: { widthPx: 1, heightPx: 1 }, size: [2, 2] },
  {
    title: 'pixels twice as wide as high become square: 1280x360 as displayed',
    stream: { widthPx: 640, heightPx: 360, sampleAspectRatio: 2 },
    size: [910, 256],
  },
  {
    title: 'a picture on its side is measured as displayed',
    stream: { widthPx: 1920, heightPx: 1080, rotationDegrees: 90 as const },
    size: [256, 454],
  },
];
for (const { title, stream, size } of sizes) {
  test(title, () => {
    const { widthPx, heightPx } = scaledSize(videoStream(stream), 256);
    assert.deepEqual([widthPx, heightPx], size);
  });
}

test('sound keeps up to two channels and its rate where AAC has it', () => {
  const target = (channels: number, sampleRateHz: number) =>
    soundTarget(audioStream({ channels, sampleRateHz }), true, DEFAULT_CONFIG.cut);
  assert.equal(target(6, 48000).channels, 2);
  assert.equal(target(1, 48000).channels, 1);
  assert.equal(target(2, 8000).sampleRateHz, 8000);
  assert.equal(target(2, 37800).sampleRateHz, DEFAULT_CONFIG.cut.fallbackSampleRateHz);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseAudioStream, chooseVideoStream } from '../../src/pipeline/choose-streams.ts';
import { audioStream, videoStream } from '../helpers/probed-streams.ts';

test('of two default sounds the wide-band one is taken, although it comes second', () => {
  const telephone = audioStream({ index: 1, sampleRateHz: 8000 });
  const wide = audioStream({ index: 4, sampleRateHz: 16000 });
  assert.equal(chooseAudioStream([telephone, wide])?.index, 4);
});

test("the author's default wins over a higher sample rate", () => {
  const standard = audioStream({ index: 1, sampleRateHz: 44100 });
  const dub = audioStream({ index: 2, sampleRateHz: 48000, isDefault: false });
  assert.equal(chooseAudioStream([dub, standard])?.index, 1);
});

test('a commentary is taken only when there is nothing else', () => {
  const commentary = audioStream({ index: 1, sampleRateHz: 48000, isAside: true });
  assert.equal(chooseAudioStream([commentary, audioStream({ index: 2, isDefault: false })])?.index, 2);
  assert.equal(chooseAudioStream([commentary])?.index, 1);
});

test('of equals the first is taken: six channels count no more than two', () => {
  assert.equal(chooseAudioStream([audioStream({ index: 1 }), audioStream({ index: 2, channels: 6 })])?.index, 1);
});

test('a sound without channels is none', () => {
  assert.equal(chooseAudioStream([audioStream({ channels: 0, sampleRateHz: 0 })]), undefined);
});

test('a cover image is no picture, however large', () => {
  const cover = videoStream({ index: 2, widthPx: 3000, heightPx: 3000, isAttachedPicture: true });
  assert.equal(chooseVideoStream([cover, videoStream({ index: 0 })])?.index, 0);
  assert.equal(chooseVideoStream([cover]), undefined);
});

test('of two default pictures the larger is taken', () => {
  assert.equal(chooseVideoStream([videoStream(), videoStream({ index: 3, widthPx: 1280, heightPx: 720 })])?.index, 3);
});

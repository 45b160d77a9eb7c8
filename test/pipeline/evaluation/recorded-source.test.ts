import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MISMATCH_KINDS } from '../../../src/pipeline/evaluation/mismatch-kinds.ts';
import { partLenders, type RecordedClip, spoil } from '../../../src/pipeline/evaluation/recorded-source.ts';
import { Random } from '../../../src/synthetic/random.ts';

const CLIPS: RecordedClip[] = Array.from({ length: 60 }, (_, at) => ({
  clipName: `clip${at}`,
  segment: {
    videoId: `video${Math.floor(at / 2)}`,
    startSeconds: 0,
    endSeconds: 2,
    label: at < 30 ? 'a' : 'b',
    split: 'train',
  },
  filePath: `clip${at}.mp4`,
  streams: { videoIndex: 0, audioIndex: 1 },
}));

test('a fifth of the videos of each class only lend, and no video does both', () => {
  const { corpus, lenders } = partLenders(CLIPS, 1);
  for (const label of ['a', 'b']) {
    const videos = new Set(
      lenders.filter(({ segment }) => segment.label === label).map(({ segment }) => segment.videoId),
    );
    assert.equal(videos.size, 3, label);
  }
  const lending = new Set(lenders.map(({ segment }) => segment.videoId));
  assert.ok(corpus.every(({ segment }) => !lending.has(segment.videoId)));
  assert.equal(corpus.length + lenders.length, CLIPS.length);
});

const RATE_HZ = 16_000;
const own = {
  widthPx: 4,
  heightPx: 2,
  videoFps: 25,
  sampleRateHz: RATE_HZ,
  pixels: Uint8Array.from({ length: 50 * 24 }, (_, at) => (at * 7) % 256),
  samples: Float32Array.from({ length: 2 * RATE_HZ }, (_, at) => 0.1 * Math.sin(at / 7) * Math.sin(at / 3000)),
};
const lent = Float32Array.from({ length: 2 * RATE_HZ }, (_, at) => 0.3 * Math.sin(at / 19));

test('each kind changes the sound or the picture, never both, and keeps their lengths', () => {
  for (const kind of MISMATCH_KINDS) {
    const spoilt = spoil(own, kind, lent, new Random('x'));
    const isPicture = kind === 'frozen-picture';
    assert.equal(spoilt.pixels === own.pixels, !isPicture, kind);
    assert.equal(spoilt.samples === own.samples, isPicture, kind);
    assert.equal(spoilt.samples?.length, own.samples.length, kind);
    assert.equal(spoilt.pixels.length, own.pixels.length, kind);
  }
});

test('a clean clip stays what it was', () => {
  assert.deepEqual(spoil(own, undefined, undefined, new Random('x')).samples, own.samples);
});

test('the same chance spoils the same way', () => {
  for (const kind of MISMATCH_KINDS)
    assert.deepEqual(spoil(own, kind, lent, new Random('x')), spoil(own, kind, lent, new Random('x')), kind);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fallsBackToFull, sectionFor, trustedOrigin } from '../../src/sources/site-route.ts';
import type { MediaProbe } from '../../src/tools/ffprobe.ts';

const SEGMENT = { videoId: 'x', startSeconds: 302.3, endSeconds: 312.3, label: 'a', split: 'train' } as const;
const SECTION = { fromSeconds: 301.3, toSeconds: 313.3 };

/** A file with one picture and one sound stream, each from start to end on the video's clock. */
function probeOf(video: readonly [number, number], audio: readonly [number, number]): MediaProbe {
  const times = ([start, end]: readonly [number, number]) => ({ startSeconds: start, durationSeconds: end - start });
  return {
    container: 'mov',
    startSeconds: Math.min(video[0], audio[0]),
    durationSeconds: undefined,
    videoStreams: [{ ...times(video) }],
    audioStreams: [{ ...times(audio) }],
  } as unknown as MediaProbe;
}

test('a section is padded, begins at 0 at the earliest, and has no binary noise in its numbers', () => {
  assert.deepEqual(sectionFor(SEGMENT, 'https://x.example/a.mp4', 1), SECTION);
  assert.deepEqual(sectionFor({ ...SEGMENT, startSeconds: 0.5 }, 'https://x.example/watch?v=a.webm', 1), {
    fromSeconds: 0,
    toSeconds: 313.3,
  });
});

test('a file that is no mp4 by its name is fetched whole', () => {
  assert.equal(sectionFor(SEGMENT, 'https://x.example/a.WebM?x=1', 1), undefined);
});

test('what broke in the hands of ffmpeg is tried whole; what was refused is not asked for again', () => {
  assert.ok(fallsBackToFull('stalled', 'transfer'));
  assert.ok(fallsBackToFull('tool-failed', 'transfer'));
  assert.ok(fallsBackToFull('forbidden', 'transfer'));
  assert.ok(fallsBackToFull('format-unavailable', 'look-up'));
  assert.ok(!fallsBackToFull('forbidden', 'look-up'));
  assert.ok(!fallsBackToFull('tool-failed', 'look-up'));
  for (const phase of ['look-up', 'transfer'] as const) {
    for (const code of ['video-removed', 'not-found', 'rate-limited', 'bot-check', 'too-large', 'disk-full'] as const) {
      assert.ok(!fallsBackToFull(code, phase), `${code} ${phase}`);
    }
  }
});

test('a section that covers the segment is trusted, with its own first time stamp as the origin', () => {
  assert.equal(trustedOrigin(SEGMENT, SECTION, probeOf([300, 313.32], [299.978, 313.31]), undefined), 299.978);
});

test('a section that starts after the segment or lacks its end is not trusted', () => {
  assert.equal(trustedOrigin(SEGMENT, SECTION, probeOf([302.4, 313.3], [302.3, 313.3]), undefined), undefined);
  assert.equal(trustedOrigin(SEGMENT, SECTION, probeOf([0, 12], [0, 12]), undefined), undefined);
  assert.equal(trustedOrigin(SEGMENT, SECTION, probeOf([300, 311], [300, 313]), undefined), undefined);
  assert.equal(
    trustedOrigin(SEGMENT, SECTION, { ...probeOf([0, 1], [0, 1]), videoStreams: [], audioStreams: [] }, 400),
    undefined,
  );
});

test('a video that is known to end inside the segment explains a short section', () => {
  const probe = probeOf([300, 308.4], [300, 308.2]);
  assert.equal(trustedOrigin(SEGMENT, SECTION, probe, undefined), undefined);
  assert.equal(trustedOrigin(SEGMENT, SECTION, probe, 309), 300);
  assert.equal(trustedOrigin(SEGMENT, SECTION, probe, 311), undefined);
  assert.equal(trustedOrigin(SEGMENT, SECTION, probe, 302), undefined);
});

test('at the start of a video its streams may begin late by themselves', () => {
  const segment = { ...SEGMENT, startSeconds: 0, endSeconds: 10 };
  assert.equal(trustedOrigin(segment, { fromSeconds: 0, toSeconds: 11 }, probeOf([0.08, 11], [0, 11]), undefined), 0);
});

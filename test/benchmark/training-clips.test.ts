import assert from 'node:assert/strict';
import { test } from 'node:test';
import { corpusClips, corpusHash } from '../../src/benchmark/training-clips.ts';
import type { ClipState } from '../../src/dataset/clip-state.ts';
import type { Split } from '../../src/dataset/segment.ts';
import type { DecidedClip } from '../../src/store/verdicts.ts';

const SHAPE = { shortSidePx: 46, videoFps: 9, sampleRateHz: 16_000, spanSeconds: 2, melSide: 56 };

function decided(videoId: string, label: string, split: Split = 'train', state: ClipState = 'kept'): DecidedClip {
  return {
    clipId: 1,
    segment: { videoId, startSeconds: 0, endSeconds: 10, label, split },
    path: `clips/${split}/${label}/${videoId}_000000_000010.mp4`,
    sha256: `sha of ${videoId}`,
    method: 're-encode',
    hasPicture: true,
    hasSound: true,
    state,
    code: '',
    facts: [],
    isHuman: false,
  };
}

test('kept clips of the splits asked for come in the order of their names, with classes numbered', () => {
  const clips = [
    decided('b', 'singing'),
    decided('a', 'bowling'),
    decided('c', 'singing', 'test'),
    decided('d', 'x', 'train', 'ask'),
  ];
  const chosen = corpusClips(clips, ['train'], '/ws', SHAPE);
  assert.deepEqual(
    chosen.map(({ clipId, label, filePath, cachePath }) => [clipId, label, filePath, cachePath]),
    [
      [
        'a_000000_000010',
        0,
        '/ws/clips/train/bowling/a_000000_000010.mp4',
        '/ws/arrays/train/bowling/a_000000_000010.46px-9fps-56mel.media',
      ],
      [
        'b_000000_000010',
        1,
        '/ws/clips/train/singing/b_000000_000010.mp4',
        '/ws/arrays/train/singing/b_000000_000010.46px-9fps-56mel.media',
      ],
    ],
  );
});

test('the hash of a corpus depends on its files and names, not on the order in which they were fetched', () => {
  const [a, b] = [decided('a', 'bowling'), decided('b', 'bowling')];
  const hashOf = (clips: readonly DecidedClip[]) => corpusHash(corpusClips(clips, ['train'], '/ws', SHAPE));
  assert.equal(hashOf([a, b]), hashOf([b, a]));
  assert.notEqual(hashOf([a, b]), hashOf([a]));
  assert.notEqual(hashOf([a, b]), hashOf([a, { ...b, sha256: 'other' }]));
});

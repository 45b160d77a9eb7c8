import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clipName, isSafeVideoId, parseClipName } from '../../src/dataset/segment.ts';

test('a clip is named as Kinetics names it', () => {
  assert.equal(clipName({ videoId: '-Qowmc0P9ic', startSeconds: 34, endSeconds: 44 }), '-Qowmc0P9ic_000034_000044');
  assert.equal(clipName({ videoId: 'a_b_c_d_e_f', startSeconds: 0, endSeconds: 9.5 }), 'a_b_c_d_e_f_000000_000009.500');
});

test('the name of a clip can be read back', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_-]{11}$/);
  const times = fc.tuple(fc.nat({ max: 5_000_000 }), fc.integer({ min: 1, max: 60_000 }));
  fc.assert(
    fc.property(id, times, (videoId, [startMs, lengthMs]) => {
      const interval = { videoId, startSeconds: startMs / 1000, endSeconds: (startMs + lengthMs) / 1000 };
      assert.deepEqual(parseClipName(clipName(interval)), interval);
    }),
  );
});

test('other texts are no clip names', () => {
  for (const text of ['stream', 'kept', '', '_000001_000002', '../x_000001_000002', 'abc_1_2']) {
    assert.equal(parseClipName(text), undefined, text);
  }
});

test('ids that could leave a folder or hide are refused; ids may start with a dash', () => {
  for (const id of ['-Qowmc0P9ic', 'R6llTwEh07w', 'a', 'my.video-01']) assert.equal(isSafeVideoId(id), true, id);
  for (const id of ['', '.', '..', 'a/b', '.hidden', 'a..b', 'a\0', 'a b', 'x'.repeat(101), 'ends.'])
    assert.equal(isSafeVideoId(id), false, id);
});

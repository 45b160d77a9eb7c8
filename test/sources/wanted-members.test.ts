import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Segment, Split } from '../../src/dataset/segment.ts';
import { WantedMembers } from '../../src/sources/wanted-members.ts';

function segment(videoId: string, split: Split): Segment {
  return { videoId, startSeconds: 0, endSeconds: 10, label: 'tickling', split };
}

const a = segment('aaaaaaaaaaa', 'train');
const b = segment('bbbbbbbbbbb', 'val');
const train = new Set<Split>(['train']);

test('a segment is wanted until it was accepted', async () => {
  const wanted = new WantedMembers([a, b]);
  assert.equal(wanted.includesAny(['x.txt', 'aaaaaaaaaaa.mp4']), true);
  wanted.handedOver(a, Promise.resolve(true));
  assert.equal(await wanted.wantsAny(train), false);
  assert.equal(await wanted.wantsAny(undefined), true);
  assert.equal(wanted.includesAny(['aaaaaaaaaaa.mp4']), false);
  assert.deepEqual(await wanted.matchesOf('aaaaaaaaaaa.mp4'), []);
});

test('a member of a segment in hand waits for the answer, and is taken when that was no', async () => {
  const wanted = new WantedMembers([a]);
  let answer = (_: boolean): void => {};
  wanted.handedOver(
    a,
    new Promise((resolve) => {
      answer = resolve;
    }),
  );
  const again = wanted.matchesOf('aaaaaaaaaaa_000000_000010.mp4');
  answer(false);
  assert.deepEqual(await again, [{ segment: a, extent: 'trimmed' }]);
  assert.equal(await wanted.wantsAny(train), true);
});

test('an answer that fails is met by whoever waits', async () => {
  const wanted = new WantedMembers([a]);
  wanted.handedOver(a, Promise.reject(new Error('full')));
  await new Promise(setImmediate);
  await assert.rejects(wanted.settle(), /full/);
  await assert.rejects(wanted.matchesOf('aaaaaaaaaaa.mp4'), /full/);
});

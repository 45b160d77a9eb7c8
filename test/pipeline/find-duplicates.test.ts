import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_POLICY } from '../../src/dataset/policy.ts';
import type { Split } from '../../src/dataset/segment.ts';
import { duplicateFlags } from '../../src/pipeline/duplicate-flags.ts';
import { type ClipTraces, findDuplicates } from '../../src/pipeline/find-duplicates.ts';
import { seededRandom } from '../../src/signal/seeded-random.ts';

const random = seededRandom(3);
const LIMITS = DEFAULT_POLICY.duplicates;

function clip(videoId: string, split: Split, changes: Partial<ClipTraces> = {}): ClipTraces {
  return {
    videoId,
    startSeconds: 0,
    endSeconds: 10,
    places: [{ corpus: 'ks32', split, label: 'playing drums' }],
    pictureHash: Uint8Array.from({ length: 32 }, () => random.below(256)),
    soundFingerprint: Uint32Array.from({ length: 240 }, () => random.below(2 ** 32)),
    ...changes,
  };
}

function flagsOf(clips: readonly ClipTraces[], policy = DEFAULT_POLICY as never): Record<string, string[]> {
  const flags = duplicateFlags(findDuplicates(clips, LIMITS), policy);
  return Object.fromEntries([...flags].map(([name, found]) => [name.split('_')[0], found.map(({ code }) => code)]));
}

test('clips that have nothing in common make no pair', () => {
  assert.deepEqual(findDuplicates([clip('a', 'train'), clip('b', 'train'), clip('c', 'test')], LIMITS), []);
  assert.deepEqual(findDuplicates([], LIMITS), []);
});

test('one pair says all that two clips have in common, with distances and where they are listed', () => {
  const one = clip('a', 'train');
  const pictureHash = one.pictureHash.slice();
  pictureHash[0]! ^= 0b111;
  const [pair, ...others] = findDuplicates([one, clip('b', 'train'), { ...one, videoId: 'c', pictureHash }], LIMITS);
  assert.deepEqual(others, []);
  assert.deepEqual(pair, {
    first: { clipName: 'a_000000_000010', places: one.places },
    second: { clipName: 'c_000000_000010', places: one.places },
    kinds: ['picture', 'sound'],
    pictureDistance: 3 / 256,
    soundDistance: 0,
    soundLeadSeconds: 0,
    leak: 'none',
  });
});

test('the common sound of a later cut says how much earlier it comes there', () => {
  const one = clip('a', 'train');
  const later = Uint32Array.from([...one.soundFingerprint.subarray(50), ...new Array<number>(50).fill(0)]);
  const [pair] = findDuplicates([one, clip('b', 'train', { soundFingerprint: later })], LIMITS);
  assert.equal(pair?.soundLeadSeconds, 2);
});

test('a leak is flagged on the train side, whichever comes first in the index', () => {
  const tested = clip('tested', 'test');
  const trained = { ...tested, videoId: 'trained', places: [{ corpus: 'ks32', split: 'train', label: 'x' }] } as const;
  assert.deepEqual(flagsOf([tested, trained]), { trained: ['leak'] });
  assert.deepEqual(flagsOf([trained, tested]), { trained: ['leak'] });
});

test('doubles within a split are flagged on the later clip: picture, or sound alone', () => {
  const one = clip('one', 'train');
  const { pictureHash, soundFingerprint } = one;
  assert.deepEqual(flagsOf([one, clip('two', 'train', { pictureHash })]), { two: ['duplicate-picture'] });
  assert.deepEqual(flagsOf([one, clip('two', 'train', { soundFingerprint })]), { two: ['duplicate-sound'] });
});

test('intervals of one video count as doubles when they overlap or stand in different splits', () => {
  const next = { startSeconds: 10, endSeconds: 20 };
  assert.deepEqual(flagsOf([clip('a', 'train'), clip('a', 'train', next)]), {});
  assert.deepEqual(flagsOf([clip('a', 'train'), clip('a', 'train', { startSeconds: 9, endSeconds: 19 })]), {
    a: ['duplicate-picture'],
  });
  assert.deepEqual(flagsOf([clip('a', 'val'), clip('a', 'train', next)]), { a: ['leak'] });
});

test('a leak between two corpora is listed, and flagged only when the policy says so', () => {
  const both = clip('both', 'train', {
    places: [
      { corpus: 'ks31', split: 'train', label: 'x' },
      { corpus: 'ks32', split: 'val', label: 'x' },
    ],
  });
  const [pair] = findDuplicates([both], LIMITS);
  assert.deepEqual([pair?.first, pair?.kinds, pair?.leak], [pair?.second, ['video'], 'across-corpora']);
  const strict = { ...DEFAULT_POLICY, duplicates: { ...DEFAULT_POLICY.duplicates, leakAcrossCorpora: 'drop' } };
  assert.deepEqual(flagsOf([both]), {});
  assert.deepEqual(flagsOf([both], strict as never), { both: ['leak'] });
});

test('the flag names the other clip and the distance beside its threshold', () => {
  const one = clip('one', 'train');
  const flags = duplicateFlags(findDuplicates([one, { ...one, videoId: 'two' }], LIMITS), DEFAULT_POLICY);
  assert.deepEqual(flags.get('two_000000_000010'), [
    { code: 'duplicate-picture', otherClip: 'one_000000_000010', distance: 0, threshold: 0.15 },
  ]);
});

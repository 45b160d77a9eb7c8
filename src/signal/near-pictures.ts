// Clips that look the same among very many: 64-bit hashes of a few video frames of each in, pairs out. Multi-index hashing (Norouzi, Punjani
// and Fleet 2012): two near hashes agree in at least one of their four 16-bit parts, so that only clips which share a part are compared. Pure.
import { countOnes } from './bit-count.ts';
import { eachPairInBuckets } from './bucket-pairs.ts';

export interface NearPair {
  /** Positions in the list that was searched; first < second. */
  readonly first: number;
  readonly second: number;
  /** Mean share of differing bits over the hashes of both, 0..1. */
  readonly distance: number;
}

const HASH_BITS = 64;
const WORDS_PER_HASH = 2;
const PARTS_PER_WORD = 2;
const PART_BITS = 16;
const PART_MASK = 0xffff;

/**
 * Pairs whose hashes, in their order, differ by at most `mostDistance` (as pictureDistance). With eight video frames a clip, 999 of 1000
 * pairs that differ by 0.1 and 9 of 10 that differ by 0.15 share a part: 1 - (1 - (1 - d)^16)^32.
 * @param hashes 8 bytes a video frame; clips without any match none
 */
export function findNearPictures(hashes: readonly Uint8Array[], mostDistance: number): NearPair[] {
  const most = hashes.reduce((longest, bytes) => Math.max(longest, bytes.length), 0);
  const wordsPerClip = Math.floor(most / 8) * WORDS_PER_HASH;
  const words = packed(hashes, wordsPerClip);
  const lengths = hashes.map((bytes) => Math.floor(bytes.length / 8) * WORDS_PER_HASH);
  const partsPerClip = wordsPerClip * PARTS_PER_WORD;
  const partOf = (clip: number, part: number): number =>
    (words[clip * wordsPerClip + (part >> 1)]! >>> (PART_BITS * (part & 1))) & PART_MASK;

  /** A pair may share several parts. */
  const pairs = new Map<number, NearPair>();
  for (let part = 0; part < partsPerClip; part += 1) {
    const hashWord = (part >> 2) * WORDS_PER_HASH;
    // A hash of nothing but zeros is that of an even picture, such as a black one: it matches no other.
    const isSaying = (clip: number): boolean =>
      hashWord < lengths[clip]! &&
      (words[clip * wordsPerClip + hashWord]! | words[clip * wordsPerClip + hashWord + 1]!) !== 0;
    const entries = Uint32Array.from(hashes.keys()).filter(isSaying);
    eachPairInBuckets(
      entries,
      (clip) => partOf(clip, part),
      PART_BITS,
      (first, second) => {
        const length = Math.min(lengths[first]!, lengths[second]!);
        const mostBits = mostDistance * (length / WORDS_PER_HASH) * HASH_BITS;
        let differing = 0;
        for (let word = 0; word < length && differing <= mostBits; word += 1)
          differing += countOnes(words[first * wordsPerClip + word]! ^ words[second * wordsPerClip + word]!);
        if (differing <= mostBits)
          pairs.set(first * hashes.length + second, { first, second, distance: differing / (length * 32) });
      },
    );
  }
  return [...pairs.values()];
}

/** `[clips, wordsPerClip]`: the bytes of all clips as 32-bit words, zeros behind those of a clip that has fewer. */
function packed(hashes: readonly Uint8Array[], wordsPerClip: number): Uint32Array {
  const bytes = new Uint8Array(hashes.length * wordsPerClip * 4);
  for (const [clip, hash] of hashes.entries()) bytes.set(hash, clip * wordsPerClip * 4);
  return new Uint32Array(bytes.buffer);
}

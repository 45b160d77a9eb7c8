// Clips that share a sound among very many: fingerprints in, pairs out. An inverted index of parts of words proposes pairs and lags (Haitsma
// and Kalker 2002, section 5, with three quarters of a word instead of a whole one); the fingerprints then decide. Pure.
import { countOnes } from './bit-count.ts';
import { eachPairInBuckets } from './bucket-pairs.ts';
import { distanceAtLag } from './sound-fingerprint.ts';

export interface SharedSound {
  /** Positions in the list that was searched; first < second. */
  readonly first: number;
  readonly second: number;
  /** Share of differing bits at that lag, 0..1. */
  readonly distance: number;
  /** How many words the second lies behind the first. */
  readonly lagWords: number;
}

/**
 * Three of the four bytes of a word: 24 bits make 60,000 clips of ten seconds meet 30 million times by chance, which seconds suffice to look
 * at. Measured on 20 real clips against themselves after a crop, 5 dB, a shift of 330 ms and 48 kbit/s AAC (12 to 25 % of bits differ): all 20
 * pairs share a part, of whole words 11 do.
 */
const PART_BITS = 24;
const PART_MASK = 0xffffff;
const TURNS = [0, 8, 16, 24] as const;

/** Words that do not overlap with a word, before and after it, speak for themselves. */
const WITNESS_STEP = 9;
/** A pair is compared in full when its witnesses differ by at most this many of their 64 bits: by chance 1 in 60 does. */
const MOST_WITNESS_BITS = 23;
const WORD_BITS = 32;

/** Pairs that share at least three seconds of sound in which at most `mostDistance` of the bits differ. */
export function findSharedSound(fingerprints: readonly Uint32Array[], mostDistance: number): SharedSound[] {
  const { words, clipOf, begins } = concatenated(fingerprints);
  // A word of nothing but zeros says that nothing changed.
  const entries = Uint32Array.from(words.keys()).filter((at) => words[at] !== 0);
  const found = new Map<number, SharedSound>();
  for (const turn of TURNS) {
    const partOf = (at: number): number => ((words[at]! >>> turn) | (words[at]! << (WORD_BITS - turn))) & PART_MASK;
    eachPairInBuckets(entries, partOf, PART_BITS, (one, other) => {
      if (!witnessesAgree(words, one, other)) return;
      const first = clipOf[one]!;
      const second = clipOf[other]!;
      if (first === second) return;
      const pair = first * fingerprints.length + second;
      const lagWords = other - begins[second]! - (one - begins[first]!);
      const known = found.get(pair);
      if (known?.lagWords === lagWords) return;
      const distance = distanceAtLag(fingerprints[first]!, fingerprints[second]!, lagWords);
      if (distance === undefined || distance > Math.min(mostDistance, known?.distance ?? 1)) return;
      found.set(pair, { first, second, distance, lagWords });
    });
  }
  return [...found.values()];
}

/** Words at the ends of a clip have those of its neighbour for witnesses and are lost: what is shared has others. */
function witnessesAgree(words: Uint32Array, one: number, other: number): boolean {
  const before = words[one - WITNESS_STEP]! ^ words[other - WITNESS_STEP]!;
  const after = words[one + WITNESS_STEP]! ^ words[other + WITNESS_STEP]!;
  return countOnes(before) + countOnes(after) <= MOST_WITNESS_BITS;
}

/** All words in one array, the clip of each, and where each clip begins. */
function concatenated(fingerprints: readonly Uint32Array[]) {
  const total = fingerprints.reduce((sum, { length }) => sum + length, 0);
  const words = new Uint32Array(total);
  const clipOf = new Uint32Array(total);
  const begins = new Uint32Array(fingerprints.length);
  let at = 0;
  for (const [clip, fingerprint] of fingerprints.entries()) {
    begins[clip] = at;
    words.set(fingerprint, at);
    clipOf.fill(clip, at, at + fingerprint.length);
    at += fingerprint.length;
  }
  return { words, clipOf, begins };
}

// Meets every two entries that share a key, without comparing all with all: a counting sort into buckets. Pure but for the callback.

/**
 * In a bucket larger than this every entry meets only so many of the first ones: work stays linear where thousands share one key, and each
 * of a thousand equals still meets an earlier one.
 */
const MOST_MET = 64;

/**
 * Calls `meet(first, second)` for entries with equal keys, in their given order.
 * @param entries ascending
 * @param keyOf below 2 ** keyBits; called twice an entry
 */
export function eachPairInBuckets(
  entries: Uint32Array,
  keyOf: (entry: number) => number,
  keyBits: number,
  meet: (first: number, second: number) => void,
): void {
  // ends[key] counts the bucket, then is where it begins, and once all entries are placed where it ends.
  const ends = new Uint32Array(2 ** keyBits + 1);
  for (const entry of entries) ends[keyOf(entry) + 1]! += 1;
  for (let key = 1; key < ends.length; key += 1) ends[key]! += ends[key - 1]!;
  const sorted = new Uint32Array(entries.length);
  for (const entry of entries) {
    const key = keyOf(entry);
    sorted[ends[key]!] = entry;
    ends[key]! += 1;
  }
  let begin = 0;
  for (let key = 0; key < ends.length - 1; key += 1) {
    const end = ends[key]!;
    for (let second = begin + 1; second < end; second += 1) {
      const last = Math.min(second, begin + MOST_MET);
      for (let first = begin; first < last; first += 1) meet(sorted[first]!, sorted[second]!);
    }
    begin = end;
  }
}

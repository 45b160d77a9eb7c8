// A 64-bit hash of how a picture looks: signs of its coarsest cosine coefficients against their median ("pHash"; Zauner 2010). Pure.

const SMALL_SIDE_PX = 32;
const HASH_SIDE = 8;
export const HASH_BYTES = 8;
const BITS = 64;

/** cos((2x + 1) u pi / 64) for u = 1 ... 8: without u = 0 plain brightness and its edges do not count. */
const COSINES = Float64Array.from({ length: HASH_SIDE * SMALL_SIDE_PX }, (_, k) => {
  const u = 1 + Math.floor(k / SMALL_SIDE_PX);
  const x = k % SMALL_SIDE_PX;
  return Math.cos(((2 * x + 1) * u * Math.PI) / (2 * SMALL_SIDE_PX));
});

function shrink(luma: Uint8Array, sidePx: number): Float64Array {
  const small = new Float64Array(SMALL_SIDE_PX ** 2);
  const factor = sidePx / SMALL_SIDE_PX;
  for (let y = 0; y < sidePx; y += 1) {
    const row = Math.floor(y / factor) * SMALL_SIDE_PX;
    for (let x = 0; x < sidePx; x += 1) small[row + Math.floor(x / factor)]! += luma[y * sidePx + x]!;
  }
  return small;
}

/** @param sidePx a multiple of 32 */
export function hashPicture(luma: Uint8Array, sidePx: number): Uint8Array {
  const small = shrink(luma, sidePx);
  const rows = new Float64Array(SMALL_SIDE_PX * HASH_SIDE);
  for (let y = 0; y < SMALL_SIDE_PX; y += 1) {
    for (let u = 0; u < HASH_SIDE; u += 1) {
      let sum = 0;
      for (let x = 0; x < SMALL_SIDE_PX; x += 1) sum += small[y * SMALL_SIDE_PX + x]! * COSINES[u * SMALL_SIDE_PX + x]!;
      rows[y * HASH_SIDE + u] = sum;
    }
  }
  const coefficients = Float64Array.from({ length: BITS }, (_, k) => {
    let sum = 0;
    for (let y = 0; y < SMALL_SIDE_PX; y += 1) {
      sum += rows[y * HASH_SIDE + (k % HASH_SIDE)]! * COSINES[Math.floor(k / HASH_SIDE) * SMALL_SIDE_PX + y]!;
    }
    return sum;
  });
  const sorted = coefficients.toSorted();
  const median = (sorted[BITS / 2 - 1]! + sorted[BITS / 2]!) / 2;
  const hash = new Uint8Array(HASH_BYTES);
  for (let k = 0; k < BITS; k += 1) if (coefficients[k]! > median) hash[k >> 3]! |= 1 << (k & 7);
  return hash;
}

function ones(byte: number): number {
  let count = 0;
  for (let rest = byte; rest > 0; rest &= rest - 1) count += 1;
  return count;
}

/**
 * Mean share of differing bits over the hashes of two clips, in their order, 0..1: near 0 for the same picture, about 0.5 for others.
 * undefined when one has none.
 */
export function pictureDistance(a: Uint8Array, b: Uint8Array): number | undefined {
  const length = Math.min(a.length, b.length);
  if (length === 0) return undefined;
  let differing = 0;
  for (let k = 0; k < length; k += 1) differing += ones(a[k]! ^ b[k]!);
  return differing / (8 * length);
}

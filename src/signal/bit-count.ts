// How many bits of a 32-bit word are set. Pure.

/** Adds bits in pairs, fours and bytes at once (Warren, "Hacker's Delight", figure 5-2). */
export function countOnes(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

// Puts numbers in order 16 bits at a time, from the lowest to the highest. Every pass is stable, so the order before decides between equals:
// exact, and many times faster than comparing pairs. Pure.

const DIGITS = 2 ** 16;
/** Behind all that is known. */
const LAST = 0xffff_ffff;
const SIGN_BIT = 0x8000_0000;

/**
 * @param values by position; NaN comes last, whichever way
 * @param before positions, in the order that decides between equal values
 */
export function orderByNumbers(values: Float64Array, before: Uint32Array, isDescending: boolean): Uint32Array {
  const low = new Uint32Array(values.length);
  const high = new Uint32Array(values.length);
  const double = new Float64Array(1);
  // The bits of a double grow with it, apart from its sign. On every machine that Node runs on the low word comes first.
  const words = new Uint32Array(double.buffer);
  for (let position = 0; position < values.length; position++) {
    // Minus zero becomes zero.
    double[0] = values[position]! + 0;
    const isNegative = words[1]! >= SIGN_BIT;
    const isFlipped = isNegative !== isDescending;
    const isKnown = !Number.isNaN(double[0]);
    low[position] = isKnown ? (isFlipped ? ~words[0]! : words[0]!) : LAST;
    high[position] = isKnown ? (isNegative ? ~words[1]! : words[1]! ^ SIGN_BIT) ^ (isDescending ? LAST : 0) : LAST;
  }
  return [low, high].reduce(sortByWord, before);
}

/** @param ranks by position, from 1; 0 comes last, whichever way */
export function orderByRanks(ranks: Uint32Array, before: Uint32Array, isDescending: boolean): Uint32Array {
  const word = ranks.map((rank) => (rank === 0 ? LAST : isDescending ? ~rank : rank));
  return sortByWord(before, word);
}

function sortByWord(order: Uint32Array, word: Uint32Array): Uint32Array {
  return sortByDigit(sortByDigit(order, word, 0), word, 16);
}

function sortByDigit(order: Uint32Array, word: Uint32Array, shift: number): Uint32Array {
  const next = new Uint32Array(DIGITS + 1);
  for (const position of order) next[((word[position]! >>> shift) & (DIGITS - 1)) + 1]!++;
  for (let digit = 0; digit < DIGITS; digit++) next[digit + 1]! += next[digit]!;
  const sorted = new Uint32Array(order.length);
  for (const position of order) sorted[next[(word[position]! >>> shift) & (DIGITS - 1)]!++] = position;
  return sorted;
}

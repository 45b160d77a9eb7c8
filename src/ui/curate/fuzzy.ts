// Fuzzy search as in editors: the letters of a pattern in order, anywhere in a text. Pure.

export interface FuzzyMatch {
  readonly text: string;
  readonly score: number;
  /** Which letters of the text matched, as positions of `[...text]`. */
  readonly places: readonly number[];
}

/** A letter that matches counts one; more where a word begins or where it follows the letter matched before. */
const MATCH = 1;
const AT_WORD_START = 3;
const IN_A_ROW = 2;

/** The best way to find the pattern in the text; undefined: it is not in it. Case and accents make no difference. */
function fuzzyMatch(pattern: string, text: string): FuzzyMatch | undefined {
  const wanted = folded(pattern).filter((letter) => letter.trim() !== '');
  const letters = folded(text);
  if (wanted.length > letters.length) return undefined;
  // best[i][j]: highest score with wanted[i] matched at letters[j].
  const best = wanted.map(() => new Float64Array(letters.length).fill(-Infinity));
  const from = wanted.map(() => new Int32Array(letters.length).fill(-1));
  wanted.forEach((letter, row) => {
    let bestBefore = row === 0 ? 0 : -Infinity;
    let placeBefore = -1;
    letters.forEach((candidate, column) => {
      const previous = row === 0 ? undefined : best[row - 1]![column - 1];
      if (previous !== undefined && previous > bestBefore) {
        bestBefore = previous;
        placeBefore = column - 1;
      }
      if (candidate !== letter) return;
      const own = MATCH + (startsWord(letters, column) ? AT_WORD_START : 0);
      const inARow = previous === undefined ? -Infinity : previous + IN_A_ROW;
      best[row]![column] = own + Math.max(bestBefore, inARow);
      from[row]![column] = inARow >= bestBefore ? column - 1 : placeBefore;
    });
  });
  if (wanted.length === 0) return { text, score: 0, places: [] };
  const last = best.at(-1)!;
  const end = last.reduce((place, score, column) => (score > last[place]! ? column : place), 0);
  if (last[end] === -Infinity) return undefined;
  const places = [end];
  for (let row = wanted.length - 1; row > 0; row -= 1) places.unshift(from[row]![places[0]!]!);
  return { text, score: last[end]!, places };
}

/** Matches, best first; equal ones shorter first, then as given. An empty pattern matches everything. */
export function fuzzyFind(pattern: string, texts: readonly string[]): FuzzyMatch[] {
  return texts
    .flatMap((text) => fuzzyMatch(pattern, text) ?? [])
    .sort((a, b) => b.score - a.score || (pattern.trim() === '' ? 0 : a.text.length - b.text.length));
}

function startsWord(letters: readonly string[], column: number): boolean {
  return column === 0 || !/[\p{L}\p{N}]/u.test(letters[column - 1]!);
}

/** One entry a character of the text, in lower case and without accents. */
function folded(text: string): string[] {
  return [...text].map((character) => character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase());
}

// The names that a mistyped one was probably meant to be. Pure.

/** Most suggestions that help rather than bury. */
const MAX_SUGGESTIONS = 3;

/** Fewest letters that may differ: two, so that swapped neighbours are forgiven in short names (`ks23` for `ks32`). */
const MIN_DIFFERENCES = 2;

/** Candidates that hold the text or differ from it in at most a third of its letters, whatever the case; nearest first. */
export function nearestNames(text: string, candidates: readonly string[]): readonly string[] {
  const wanted = text.toLowerCase();
  const limit = Math.max(MIN_DIFFERENCES, Math.floor(wanted.length / 3));
  return candidates
    .map((name) => ({ name, differences: differences(wanted, name.toLowerCase()) }))
    .filter((candidate) => candidate.differences <= limit)
    .sort((a, b) => a.differences - b.differences)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name);
}

export function nearestName(text: string, candidates: readonly string[]): string | undefined {
  return nearestNames(text, candidates)[0];
}

/** `; did you mean "x" or "y"?`, or nothing when no candidate is near. */
export function didYouMean(text: string, candidates: readonly string[]): string {
  const names = nearestNames(text, candidates).map((name) => `"${name}"`);
  return names.length === 0 ? '' : `; did you mean ${names.join(' or ')}?`;
}

function differences(wanted: string, name: string): number {
  return wanted !== '' && name.includes(wanted) ? 0 : editDistance(wanted, name);
}

/** Levenshtein distance: letters inserted, removed or replaced; a swap of neighbours counts as two. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(previous[column]! + 1, current[column - 1]! + 1, replaced));
    }
    previous = current;
  }
  return previous[b.length]!;
}

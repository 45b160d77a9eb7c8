// In what two trainings differ, in words. Pure.
import type { TrainRun } from '../avcl/checkpoint.ts';

/** Empty: from both come the same numbers. */
export function runDifferences(saved: TrainRun, wanted: TrainRun): string[] {
  if (saved.corpusSha256 !== wanted.corpusSha256)
    return [`it learned from other clips (${saved.clips} then, ${wanted.clips} now)`];
  return valueDifferences(saved, wanted);
}

/** Of two nested values: each number or text that is not the same in both, by its path. @param where each of them is, in words */
export function valueDifferences(
  saved: unknown,
  wanted: unknown,
  where: readonly [string, string] = ['in it', 'now'],
): string[] {
  const [before, now] = [flat(saved), flat(wanted)];
  return [...new Set([...before.keys(), ...now.keys()])]
    .filter((path) => before.get(path) !== now.get(path))
    .map(
      (path) =>
        `${path} is ${before.get(path) ?? 'not there'} ${where[0]}, ${now.get(path) ?? 'not there'} ${where[1]}`,
    );
}

/** Numbers and texts of a nested value by their path. */
function flat(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map([[path, String(value)]]);
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [...flat(inner, path === '' ? key : `${path}.${key}`)]),
  );
}

// Which segments of a corpus are wanted: splits, classes, so many of each class, so many in all. Pure.
import { didYouMean } from '../dataset/nearest-name.ts';
import type { Segment, Split } from '../dataset/segment.ts';
import { UsageError } from '../errors.ts';

export interface Selection {
  readonly splits?: readonly Split[];
  readonly classes?: readonly string[];
  /** The first so many of each class, in the corpus' order. */
  readonly perClass?: number;
  /** So many in all: the first of each class, then the second of each, and so on. */
  readonly limit?: number;
}

/**
 * Order of application: splits, classes, perClass, limit. Keeps the corpus' order, but for `limit`, whose order is the round through
 * the classes; more of `limit` extends what fewer gave.
 * @throws UsageError for a class that the segments do not have, a number below 1, or a selection that is empty.
 */
export function selectSegments(segments: readonly Segment[], selection: Selection): readonly Segment[] {
  const { splits, classes, perClass, limit } = selection;
  requirePositive('--per-class', perClass);
  requirePositive('--limit', limit);
  if (classes !== undefined) requireKnown(classes, segments);

  let selected = segments.filter(
    (segment) => (splits?.includes(segment.split) ?? true) && (classes?.includes(segment.label) ?? true),
  );
  if (perClass !== undefined) selected = firstOfEachClass(selected, perClass);
  if (limit !== undefined) selected = inRounds(selected).slice(0, limit);
  if (selected.length === 0) {
    const wanted = [...(splits ?? []), ...(classes ?? [])].join(', ') || 'everything';
    throw new UsageError(
      `expected at least one segment for ${wanted}, got none of ${segments.length}; ask for other splits or classes`,
    );
  }
  return selected;
}

function requirePositive(flag: string, count: number | undefined): void {
  if (count === undefined || (Number.isSafeInteger(count) && count >= 1)) return;
  throw new UsageError(`${flag}: expected a whole number above 0, got ${count}`);
}

function requireKnown(classes: readonly string[], segments: readonly Segment[]): void {
  const known = new Set(segments.map((segment) => segment.label));
  for (const label of classes) {
    if (known.has(label)) continue;
    const hint = didYouMean(label, [...known]);
    throw new UsageError(
      `--class: expected one of the ${known.size} classes with rows in these splits, got "${label}"${hint}`,
    );
  }
}

function firstOfEachClass(segments: readonly Segment[], count: number): Segment[] {
  const taken = new Map<string, number>();
  return segments.filter(({ label }) => {
    const before = taken.get(label) ?? 0;
    taken.set(label, before + 1);
    return before < count;
  });
}

/** All firsts of their class, then all seconds, and so on; each round in the corpus' order. */
function inRounds(segments: readonly Segment[]): Segment[] {
  const rounds: Segment[][] = [];
  const taken = new Map<string, number>();
  for (const segment of segments) {
    const before = taken.get(segment.label) ?? 0;
    taken.set(segment.label, before + 1);
    const round = rounds[before];
    if (round === undefined) rounds.push([segment]);
    else round.push(segment);
  }
  return rounds.flat();
}

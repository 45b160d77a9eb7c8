// Two clips that are looked at together, as rows of the clip table: pairs that look or sound the same, those that tell most first. The table is
// only read.
import type { LikePair } from '../store/like-clips.ts';
import type { ClipTable } from './clip-table.ts';

/** Undefined: they do not have it in common, or nobody looked for it. */
export interface ClipPair {
  /** Positions in the table. */
  readonly first: number;
  readonly second: number;
  /** Shares of differing bits, 0..1. */
  readonly pictureDistance: number | undefined;
  readonly soundDistance: number | undefined;
  /** How much earlier the common sound comes in the second clip than in the first. */
  readonly soundLeadSeconds: number | undefined;
}

/** Pairs of which both clips are in the table: across splits first, and the nearest first. */
export function clipPairs(table: ClipTable, likePairs: readonly LikePair[]): ClipPair[] {
  const found = likePairs.flatMap(({ firstClipId, secondClipId, ...common }): ClipPair[] => {
    const first = table.positionOfClip(firstClipId);
    const second = table.positionOfClip(secondClipId);
    return first === undefined || second === undefined ? [] : [{ first, second, ...common }];
  });
  const rank = (pair: ClipPair): number => (isLeak(table, pair) ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b) || nearness(a) - nearness(b) || a.first - b.first);
}

/** The two stand in different splits. */
function isLeak(table: ClipTable, { first, second }: ClipPair): boolean {
  return table.text('split', first) !== table.text('split', second);
}

/** What a pair does not have in common is as far as can be. */
function nearness({ pictureDistance = 1, soundDistance = 1 }: ClipPair): number {
  return pictureDistance + soundDistance;
}

/** A person has said something of both. */
export function isSettled(table: ClipTable, { first, second }: ClipPair): boolean {
  return table.text('decision', first) !== '' && table.text('decision', second) !== '';
}

// Earlier attempts of a segment: what the rule of the second probe asks for.
import type { Index } from './open.ts';

export interface EarlierAttempt {
  readonly atMs: number;
  readonly source: string;
  readonly outcome: string;
}

export function earlierAttempts(index: Index, segmentId: number): EarlierAttempt[] {
  return index
    .prepare('SELECT at_ms AS atMs, source, outcome FROM attempts WHERE segment_id = ? ORDER BY at_ms, id')
    .all(segmentId) as EarlierAttempt[];
}

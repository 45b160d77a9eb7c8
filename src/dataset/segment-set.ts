// Collects segments row by row and finds the rows that contradict an earlier one: same video in two splits, same interval with two
// classes. Holds state, touches nothing else; quick and small enough for 650,000 rows.
import type { Segment } from './segment.ts';

export interface Conflict {
  readonly kind: 'two-splits' | 'two-labels';
  readonly earlier: Segment;
  readonly earlierLine: number;
}

export class SegmentSet {
  readonly segments: Segment[] = [];
  readonly #lines: number[] = [];
  readonly #firstOfVideo = new Map<string, number>();
  /** Intervals of videos that occur more than once, their first one excepted: most videos of Kinetics occur once and cost nothing here. */
  readonly #furtherIntervals = new Map<string, number>();

  /** Adds a segment unless an equal one is there (`repeated`) or it contradicts an earlier one (the conflict is returned). */
  add(segment: Segment, line: number): 'added' | 'repeated' | Conflict {
    const first = this.#firstOfVideo.get(segment.videoId);
    if (first === undefined) {
      this.#firstOfVideo.set(segment.videoId, this.segments.length);
      return this.#append(segment, line);
    }
    if (this.segments[first]!.split !== segment.split) return this.#conflict('two-splits', first);

    const interval = `${segment.videoId} ${segment.startSeconds} ${segment.endSeconds}`;
    const same = isSameInterval(this.segments[first]!, segment) ? first : this.#furtherIntervals.get(interval);
    if (same === undefined) {
      this.#furtherIntervals.set(interval, this.segments.length);
      return this.#append(segment, line);
    }
    return this.segments[same]!.label === segment.label ? 'repeated' : this.#conflict('two-labels', same);
  }

  #append(segment: Segment, line: number): 'added' {
    this.segments.push(segment);
    this.#lines.push(line);
    return 'added';
  }

  #conflict(kind: Conflict['kind'], index: number): Conflict {
    return { kind, earlier: this.segments[index]!, earlierLine: this.#lines[index]! };
  }
}

function isSameInterval(a: Segment, b: Segment): boolean {
  return a.startSeconds === b.startSeconds && a.endSeconds === b.endSeconds;
}

// Who is still looked for while an archive streams by: a segment is wanted until its media was accepted, in hand while that is open,
// and wanted again when it turned out corrupt, so that a later part may bring a better copy.
import type { Segment, Split } from '../dataset/segment.ts';
import { type NameMatch, WantedNames } from './media-file-name.ts';

export class WantedMembers {
  readonly #names: WantedNames;
  readonly #inHand = new Map<Segment, Promise<void>>();
  /** Wanted and not in hand, by split. */
  readonly #open = new Map<Split, number>();

  constructor(segments: readonly Segment[]) {
    this.#names = new WantedNames(segments);
    for (const { split } of new Set(segments)) this.#open.set(split, (this.#open.get(split) ?? 0) + 1);
  }

  /** Whether any of these members is of a wanted segment, in hand or not. */
  includesAny(memberNames: readonly string[]): boolean {
    return memberNames.some((name) => this.#names.match(name).length > 0);
  }

  /** The segments that a member is taken for. One already in hand is waited for first: only if it turned out corrupt is it taken again. */
  async matchesOf(memberName: string): Promise<readonly NameMatch[]> {
    for (;;) {
      const matches = this.#names.match(memberName);
      const inHand = matches.flatMap(({ segment }) => this.#inHand.get(segment) ?? []);
      if (inHand.length === 0) return matches;
      await Promise.all(inHand);
    }
  }

  /** A segment's media was handed over; `accepted` tells later whether it was good. */
  handedOver(segment: Segment, accepted: Promise<boolean>): void {
    this.#count(segment, -1);
    const settled = accepted.then((isGood) => {
      this.#inHand.delete(segment);
      if (isGood) this.#names.remove(segment);
      else this.#count(segment, +1);
    });
    // Whoever waits for it meets the error; until then it must not count as one that nobody handles.
    settled.catch(() => {});
    this.#inHand.set(segment, settled);
  }

  /** True while a segment of these splits is wanted; waits for what is in hand before it says no. */
  async wantsAny(splits: ReadonlySet<Split> | undefined): Promise<boolean> {
    if (this.#hasOpen(splits)) return true;
    await this.settle();
    return this.#hasOpen(splits);
  }

  /** Resolves when nothing is in hand. */
  async settle(): Promise<void> {
    await Promise.all(this.#inHand.values());
  }

  #hasOpen(splits: ReadonlySet<Split> | undefined): boolean {
    return [...this.#open].some(([split, count]) => count > 0 && (splits === undefined || splits.has(split)));
  }

  #count(segment: Segment, change: number): void {
    this.#open.set(segment.split, (this.#open.get(segment.split) ?? 0) + change);
  }
}

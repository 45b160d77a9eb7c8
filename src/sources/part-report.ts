// What a run is told while one part of an archive is read: bytes at a bearable pace, refused members without flooding the notes.
import { partName } from './archive-parts.ts';
import { shownName } from './member-check.ts';
import type { StreamContext } from './source.ts';

/** Time between two reports of progress, ms: often enough for a bar, seldom enough to cost nothing. */
const REPORT_INTERVAL_MS = 200;

/** Refused members of one part that are named one by one; the others are counted. */
const MAX_NOTES = 5;

export class PartReport {
  /** Location of the part without secrets. */
  readonly part: string;
  receivedBytes = 0;
  totalBytes: number | undefined;
  readonly #context: Pick<StreamContext, 'onPart' | 'onNote'>;
  readonly #position: { readonly partNumber: number; readonly partCount: number };
  #reportedAtMs = Number.NEGATIVE_INFINITY;
  #refused = 0;

  constructor(
    location: string,
    partNumber: number,
    partCount: number,
    context: Pick<StreamContext, 'onPart' | 'onNote'>,
  ) {
    this.part = partName(location);
    this.#position = { partNumber, partCount };
    this.#context = context;
  }

  received(receivedBytes: number): void {
    this.receivedBytes = receivedBytes;
    if (performance.now() - this.#reportedAtMs >= REPORT_INTERVAL_MS) this.#report();
  }

  refused(memberName: string, problem: string): void {
    this.#refused += 1;
    if (this.#refused <= MAX_NOTES)
      this.#context.onNote(`${this.part}: passed over ${shownName(memberName)}: ${problem}`);
  }

  finish(): void {
    this.#report();
    const others = this.#refused - MAX_NOTES;
    if (others > 0) this.#context.onNote(`${this.part}: passed over ${others} more of its members`);
  }

  #report(): void {
    this.#reportedAtMs = performance.now();
    const { part, receivedBytes, totalBytes } = this;
    this.#context.onPart({
      part,
      ...this.#position,
      receivedBytes,
      ...(totalBytes === undefined ? {} : { totalBytes }),
    });
  }
}

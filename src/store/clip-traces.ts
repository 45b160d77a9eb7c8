// What the search for duplicates reads of the index: each clip that has a file, where it is listed, how it looks and what it sounds like.

import type { Segment, Split } from '../dataset/segment.ts';
import { SIGNAL_MEASUREMENTS_VERSION } from '../dataset/signal-measurements.ts';
import { readFingerprints } from './measurements.ts';
import type { Index } from './open.ts';

export interface ListedPlace {
  readonly corpus: string;
  readonly split: Split;
  readonly label: string;
}

export interface TracedClip extends Pick<Segment, 'videoId' | 'startSeconds' | 'endSeconds'> {
  readonly clipId: number;
  readonly places: readonly ListedPlace[];
  /** Empty where not measured, or where there is nothing to see. */
  readonly pictureHash: Uint8Array;
  readonly soundFingerprint: Uint32Array;
  readonly isMeasured: boolean;
}

interface Row extends Pick<Segment, 'videoId' | 'startSeconds' | 'endSeconds'>, ListedPlace {
  readonly clipId: number;
  readonly pictureHash: Buffer | null;
}

const NOTHING = { pictureHash: new Uint8Array(0), soundFingerprint: new Uint32Array(0) };

/**
 * By clip id, which is the order in which clips were made.
 * @param withSound whether fingerprints are read, a kilobyte a clip; without they are empty
 */
export function readTraces(index: Index, withSound: boolean): TracedClip[] {
  const fingerprints = new Map<number, Uint32Array>();
  if (withSound)
    for (const { clipId, soundFingerprint } of readFingerprints(index)) fingerprints.set(clipId, soundFingerprint);
  const rows = index
    .prepare(
      `SELECT k.id AS clipId, k.video_id AS videoId, k.start_seconds AS startSeconds, k.end_seconds AS endSeconds,
              c.name AS corpus, s.split, s.label, m.picture_hash AS pictureHash
       FROM clips k JOIN segments s ON s.clip_id = k.id JOIN corpora c ON c.id = s.corpus_id
       LEFT JOIN measurements m ON m.clip_id = k.id AND m.version = ? AND m.clip_sha256 = k.sha256
       ORDER BY k.id, c.id`,
    )
    .iterate(SIGNAL_MEASUREMENTS_VERSION) as IterableIterator<Row>;
  const clips: (TracedClip & { places: ListedPlace[] })[] = [];
  for (const { clipId, corpus, split, label, pictureHash, ...interval } of rows) {
    const place = { corpus, split, label };
    const last = clips.at(-1);
    if (last?.clipId === clipId) last.places.push(place);
    else
      clips.push({
        ...interval,
        clipId,
        places: [place],
        pictureHash: pictureHash ?? NOTHING.pictureHash,
        soundFingerprint: fingerprints.get(clipId) ?? NOTHING.soundFingerprint,
        isMeasured: pictureHash !== null,
      });
  }
  return clips;
}

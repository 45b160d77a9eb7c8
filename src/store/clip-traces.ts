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
}

interface Row extends Pick<Segment, 'videoId' | 'startSeconds' | 'endSeconds'>, ListedPlace {
  readonly clipId: number;
  readonly pictureHash: Buffer | null;
}

const IS_CURRENT = `m.version = ${SIGNAL_MEASUREMENTS_VERSION} AND m.clip_sha256 = k.sha256`;

const NOTHING = { pictureHash: new Uint8Array(0), soundFingerprint: new Uint32Array(0) };

/** All clips, by clip id, which is the order in which they were made. */
export function readTraces(index: Index): TracedClip[] {
  const fingerprints = new Map<number, Uint32Array>();
  for (const { clipId, soundFingerprint } of readFingerprints(index)) fingerprints.set(clipId, soundFingerprint);
  return tracesOf(index, '1').map((clip) => ({
    ...clip,
    soundFingerprint: fingerprints.get(clip.clipId) ?? NOTHING.soundFingerprint,
  }));
}

/**
 * The same, but without sounds, and of those clips only that may stand in a pair once the search is made: in one that was found, of a video
 * that has several clips, or listed in several places.
 */
export function readPairable(index: Index): TracedClip[] {
  return tracesOf(
    index,
    `k.id IN (
       SELECT first_clip_id FROM duplicate_pairs UNION SELECT second_clip_id FROM duplicate_pairs
       UNION SELECT id FROM clips WHERE video_id IN (SELECT video_id FROM clips GROUP BY video_id HAVING count(*) > 1)
       UNION SELECT clip_id FROM segments WHERE clip_id IS NOT NULL GROUP BY clip_id HAVING count(*) > 1)`,
  );
}

function tracesOf(index: Index, condition: string): TracedClip[] {
  const rows = index
    .prepare(
      `SELECT k.id AS clipId, k.video_id AS videoId, k.start_seconds AS startSeconds, k.end_seconds AS endSeconds,
              c.name AS corpus, s.split, s.label, m.picture_hash AS pictureHash
       FROM clips k JOIN segments s ON s.clip_id = k.id JOIN corpora c ON c.id = s.corpus_id
       LEFT JOIN measurements m ON m.clip_id = k.id AND ${IS_CURRENT}
       WHERE ${condition} ORDER BY k.id, c.id`,
    )
    .iterate() as IterableIterator<Row>;
  const clips: (TracedClip & { places: ListedPlace[] })[] = [];
  for (const { clipId, corpus, split, label, pictureHash, ...interval } of rows) {
    const place = { corpus, split, label };
    const last = clips.at(-1);
    if (last?.clipId === clipId) last.places.push(place);
    else clips.push({ ...NOTHING, ...interval, clipId, places: [place], ...(pictureHash && { pictureHash }) });
  }
  return clips;
}

export interface TraceCounts {
  readonly clips: number;
  /** Of these only the videos are compared. */
  readonly unmeasured: number;
}

export function countTraces(index: Index): TraceCounts {
  return index
    .prepare(
      `SELECT count(*) AS clips, count(*) - count(m.clip_id) AS unmeasured
       FROM clips k LEFT JOIN measurements m ON m.clip_id = k.id AND ${IS_CURRENT}
       WHERE EXISTS (SELECT 1 FROM segments WHERE clip_id = k.id)`,
    )
    .get() as TraceCounts;
}

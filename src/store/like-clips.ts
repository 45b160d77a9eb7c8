// Pairs of clips that look or sound the same, as the last search found them, so that they are not searched for again until clips change.
import { SIGNAL_MEASUREMENTS_VERSION } from '../dataset/signal-measurements.ts';
import type { Index } from './open.ts';

/** Shares of differing bits up to which two clips count as one, 0..1. */
export interface SearchLimits {
  readonly pictureWithin: number;
  readonly soundWithin: number;
}

/** Undefined: they do not have it in common. */
export interface LikePair {
  readonly firstClipId: number;
  readonly secondClipId: number;
  readonly pictureDistance: number | undefined;
  readonly soundDistance: number | undefined;
  readonly soundLeadSeconds: number | undefined;
}

type Row = Pick<LikePair, 'firstClipId' | 'secondClipId'> &
  Record<'pictureDistance' | 'soundDistance' | 'soundLeadSeconds', number | null>;

/** Changes when a clip is measured, measured again, or goes. */
function searchedNow(index: Index): string {
  const { count, last } = index
    .prepare(`SELECT count(*) AS count, coalesce(max(measured_at), '') AS last FROM measurements`)
    .get() as { count: number; last: string };
  return `${SIGNAL_MEASUREMENTS_VERSION} ${count} ${last}`;
}

/** In one transaction, in place of those of an earlier search. */
export function replaceLikePairs(index: Index, limits: SearchLimits, pairs: readonly LikePair[]): void {
  const insert = index.prepare(
    `INSERT INTO duplicate_pairs (first_clip_id, second_clip_id, picture_distance, sound_distance, sound_lead_seconds)
     VALUES (@firstClipId, @secondClipId, @pictureDistance, @soundDistance, @soundLeadSeconds)`,
  );
  index
    .transaction(() => {
      index.exec('DELETE FROM duplicate_pairs');
      index
        .prepare(
          'INSERT OR REPLACE INTO duplicate_search (id, searched, picture_within, sound_within) VALUES (1, ?, ?, ?)',
        )
        .run(searchedNow(index), limits.pictureWithin, limits.soundWithin);
      for (const { pictureDistance, soundDistance, soundLeadSeconds, ...ids } of pairs)
        insert.run({
          ...ids,
          pictureDistance: pictureDistance ?? null,
          soundDistance: soundDistance ?? null,
          soundLeadSeconds: soundLeadSeconds ?? null,
        });
    })
    .immediate();
}

/** Pairs within these limits; undefined where clips have changed since the last search, or it did not go as far. */
export function readLikePairs(index: Index, limits: SearchLimits): LikePair[] | undefined {
  const isKnown = index
    .prepare('SELECT 1 FROM duplicate_search WHERE searched = ? AND picture_within >= ? AND sound_within >= ?')
    .get(searchedNow(index), limits.pictureWithin, limits.soundWithin);
  if (isKnown === undefined) return undefined;
  const rows = index
    .prepare(
      `SELECT first_clip_id AS firstClipId, second_clip_id AS secondClipId,
              iif(picture_distance <= @pictureWithin, picture_distance, NULL) AS pictureDistance,
              iif(sound_distance <= @soundWithin, sound_distance, NULL) AS soundDistance,
              iif(sound_distance <= @soundWithin, sound_lead_seconds, NULL) AS soundLeadSeconds
       FROM duplicate_pairs WHERE picture_distance <= @pictureWithin OR sound_distance <= @soundWithin`,
    )
    .all({ pictureWithin: limits.pictureWithin, soundWithin: limits.soundWithin }) as Row[];
  return rows.map(({ firstClipId, secondClipId, pictureDistance, soundDistance, soundLeadSeconds }) => ({
    firstClipId,
    secondClipId,
    pictureDistance: pictureDistance ?? undefined,
    soundDistance: soundDistance ?? undefined,
    soundLeadSeconds: soundLeadSeconds ?? undefined,
  }));
}

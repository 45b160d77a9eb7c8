// Measurements of clips in the index: saved one by one, read in bulk. What was measured from other bytes or by an older version is not
// given out: it counts as not measured.
import type { DecisiveNumbers } from '../dataset/evidence.ts';
import {
  SIGNAL_MEASUREMENTS_VERSION,
  type SignalMeasurements,
  type SignalNumbers,
} from '../dataset/signal-measurements.ts';
import type { Index } from './open.ts';

/** Columns and the fields they hold. */
const COLUMNS = {
  silent_ratio: 'silentRatio',
  loudness_lufs: 'loudnessLufs',
  clipped_ratio: 'clippedRatio',
  stereo_separation_db: 'stereoSeparationDb',
  speech_ratio: 'speechRatio',
  scene_cuts: 'sceneCuts',
  mean_motion: 'meanMotion',
  mean_onset: 'meanOnset',
  pair_z: 'pairZ',
  pair_lag_seconds: 'pairLagSeconds',
  cca_z: 'ccaZ',
  correspondence_z: 'correspondenceZ',
  cut_continuity: 'cutContinuity',
  beat_strength: 'beatStrength',
  sound_fill: 'soundFill',
  music_bed: 'musicBed',
} as const satisfies Record<string, keyof SignalNumbers>;

const FIELDS = Object.entries(COLUMNS);
const SELECTED = FIELDS.map(([column, field]) => `m.${column} AS ${field}`).join(', ');
const IS_CURRENT = `m.version = ${SIGNAL_MEASUREMENTS_VERSION} AND m.clip_sha256 = k.sha256`;

export interface MeasurementWriter {
  /** @param clipSha256 of the bytes that were measured */
  save(clipId: number, clipSha256: string, measurements: SignalMeasurements): void;
}

export function createMeasurementWriter(index: Index): MeasurementWriter {
  const insert = index.prepare(
    `INSERT OR REPLACE INTO measurements (clip_id, clip_sha256, version, measured_at, scene_cut_seconds, picture_hash,
       ${FIELDS.map(([column]) => column).join(', ')})
     VALUES (@clipId, @clipSha256, @version, @measuredAt, @sceneCutSeconds, @pictureHash,
       ${FIELDS.map(([, field]) => `@${field}`).join(', ')})`,
  );
  const insertCurves = index.prepare(
    `INSERT OR REPLACE INTO measurement_curves (clip_id, curve_fps, motion_curve, onset_curve, sound_fingerprint)
     VALUES (@clipId, @curveFps, @motionCurve, @onsetCurve, @soundFingerprint)`,
  );
  const save = index.transaction((clipId: number, clipSha256: string, measurements: SignalMeasurements) => {
    const { version, curveFps, motionCurve, onsetCurve, soundFingerprint } = measurements;
    insert.run({
      clipId,
      clipSha256,
      version,
      measuredAt: new Date().toISOString(),
      sceneCutSeconds: JSON.stringify(measurements.sceneCutSeconds),
      pictureHash: Buffer.from(measurements.pictureHash),
      ...Object.fromEntries(FIELDS.map(([, field]) => [field, measurements[field] ?? null])),
    });
    insertCurves.run({
      clipId,
      curveFps,
      motionCurve: Buffer.from(motionCurve),
      onsetCurve: Buffer.from(onsetCurve),
      soundFingerprint: wordsToBytes(soundFingerprint),
    });
  });
  return { save: (clipId, clipSha256, measurements) => save.immediate(clipId, clipSha256, measurements) };
}

type NumberRow = { clipId: number; pictureHash: Buffer } & { [K in keyof SignalNumbers]: number | null };

function numbersOf(row: NumberRow): SignalNumbers {
  const numbers: { -readonly [K in keyof SignalNumbers]?: number | undefined } = {};
  for (const [, field] of FIELDS) numbers[field] = row[field] ?? undefined;
  return numbers as SignalNumbers;
}

/** What a decision looks at of all measured clips of the index, by clip id. */
export function readDecisiveNumbers(index: Index): Map<number, DecisiveNumbers> {
  const rows = index
    .prepare(
      `SELECT m.clip_id, m.clipped_ratio FROM measurements m JOIN clips k ON k.id = m.clip_id WHERE ${IS_CURRENT}`,
    )
    .raw()
    .all() as [clipId: number, clippedRatio: number | null][];
  return new Map(rows.map(([clipId, clippedRatio]) => [clipId, { clippedRatio: clippedRatio ?? undefined }]));
}

/** Numbers of all measured clips of the index, by clip id. */
export function readAllNumbers(index: Index): Map<number, SignalNumbers> {
  const rows = index
    .prepare(
      `SELECT m.clip_id AS clipId, ${SELECTED} FROM measurements m JOIN clips k ON k.id = m.clip_id WHERE ${IS_CURRENT}`,
    )
    .iterate() as IterableIterator<NumberRow>;
  const byClip = new Map<number, SignalNumbers>();
  for (const row of rows) byClip.set(row.clipId, numbersOf(row));
  return byClip;
}

/** All that was measured of one clip; undefined when it is not measured. */
export function readMeasurements(index: Index, clipId: number): SignalMeasurements | undefined {
  const row = index
    .prepare(
      `SELECT m.clip_id AS clipId, m.picture_hash AS pictureHash, m.version, m.scene_cut_seconds AS sceneCutSeconds, ${SELECTED},
              c.curve_fps AS curveFps, c.motion_curve AS motionCurve, c.onset_curve AS onsetCurve,
              c.sound_fingerprint AS soundFingerprint
       FROM measurements m JOIN clips k ON k.id = m.clip_id JOIN measurement_curves c ON c.clip_id = m.clip_id
       WHERE ${IS_CURRENT} AND m.clip_id = ?`,
    )
    .get(clipId) as
    | (NumberRow &
        Record<'motionCurve' | 'onsetCurve' | 'soundFingerprint', Buffer> & {
          version: number;
          curveFps: number;
          sceneCutSeconds: string;
        })
    | undefined;
  if (row === undefined) return undefined;
  return {
    ...numbersOf(row),
    version: row.version,
    curveFps: row.curveFps,
    motionCurve: row.motionCurve,
    onsetCurve: row.onsetCurve,
    sceneCutSeconds: JSON.parse(row.sceneCutSeconds) as number[],
    pictureHash: row.pictureHash,
    soundFingerprint: bytesToWords(row.soundFingerprint),
  };
}

/** Fingerprints of all measured clips of the index, for the search for one sound in several clips. */
export function* readFingerprints(index: Index): Generator<{ clipId: number; soundFingerprint: Uint32Array }> {
  const rows = index
    .prepare(
      `SELECT c.clip_id AS clipId, c.sound_fingerprint AS bytes
       FROM measurement_curves c JOIN measurements m ON m.clip_id = c.clip_id JOIN clips k ON k.id = c.clip_id
       WHERE ${IS_CURRENT} ORDER BY c.clip_id`,
    )
    .iterate() as IterableIterator<{ clipId: number; bytes: Buffer }>;
  for (const { clipId, bytes } of rows) yield { clipId, soundFingerprint: bytesToWords(bytes) };
}

function wordsToBytes(words: Uint32Array): Buffer {
  const bytes = Buffer.alloc(words.length * 4);
  words.forEach((word, position) => {
    bytes.writeUInt32LE(word, position * 4);
  });
  return bytes;
}

function bytesToWords(bytes: Buffer): Uint32Array {
  return Uint32Array.from({ length: Math.floor(bytes.length / 4) }, (_, position) => bytes.readUInt32LE(position * 4));
}

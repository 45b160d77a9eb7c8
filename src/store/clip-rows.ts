// All that the index knows of the rows of one corpus, for a table in memory: numbers, texts and what people said, page by page.
import { CLIP_STATES, type ClipState } from '../dataset/clip-state.ts';
import { SCORES_VERSION } from '../dataset/evidence.ts';
import type { StoredJudgement } from '../dataset/judgement.ts';
import { SIGNAL_MEASUREMENTS_VERSION } from '../dataset/signal-measurements.ts';
import type { Reason } from '../dataset/verdict.ts';
import { createJudgementReader } from './judgement-reader.ts';
import type { Index } from './open.ts';

/** s: segments, k: clips, f: media_facts, m: measurements, c: scores. */
const NUMBERS = {
  startSeconds: 's.start_seconds',
  endSeconds: 's.end_seconds',
  sizeBytes: 'k.size_bytes',
  durationSeconds: 'f.video_duration_seconds',
  soundSeconds: 'f.audio_duration_seconds',
  videoFps: 'f.video_fps',
  widthPx: 'f.width_px',
  heightPx: 'f.height_px',
  meanLevelDbfs: 'f.mean_level_dbfs',
  peakLevelDbfs: 'f.peak_level_dbfs',
  staticRatio: 'f.static_ratio',
  blackRatio: 'f.black_ratio',
  silentRatio: 'm.silent_ratio',
  loudnessLufs: 'm.loudness_lufs',
  clippedRatio: 'm.clipped_ratio',
  stereoSeparationDb: 'm.stereo_separation_db',
  speechRatio: 'm.speech_ratio',
  sceneCuts: 'm.scene_cuts',
  meanMotion: 'm.mean_motion',
  meanOnset: 'm.mean_onset',
  pairZ: 'm.pair_z',
  pairLagSeconds: 'm.pair_lag_seconds',
  ccaZ: 'm.cca_z',
  correspondenceZ: 'm.correspondence_z',
  cutContinuity: 'm.cut_continuity',
  beatStrength: 'm.beat_strength',
  soundFill: 'm.sound_fill',
  musicBed: 'm.music_bed',
  score: 'c.probability',
  spread: 'c.spread',
  otherClass: 'c.other_class_mean',
  otherClassSpread: 'c.other_class_spread',
  sameClass: 'c.same_class_mean',
  sameClassSpread: 'c.same_class_spread',
  sync: 'c.sync_mean',
  syncSpread: 'c.sync_spread',
  classAgreement: 'c.class_agreement_mean',
  classAgreementSpread: 'c.class_agreement_spread',
  soundLabelProbability: 'c.sound_label_probability',
  pictureLabelProbability: 'c.picture_label_probability',
  swapProbability: 'c.swap_probability',
  shiftProbability: 'c.shift_probability',
  musicBedProbability: 'c.music_bed_probability',
  voiceOverProbability: 'c.voice_over_probability',
} as const;

const TEXTS = {
  videoId: 's.video_id',
  label: 'coalesce(s.curated_label, s.label)',
  listedLabel: 's.label',
  split: 's.split',
  state: 's.state',
  code: 's.code',
  source: 'k.source',
  route: 'k.route',
  method: 'k.method',
  path: 'k.path',
  soundLabelGuess: 'c.sound_label_guess',
  pictureLabelGuess: 'c.picture_label_guess',
} as const;

export type StoredNumber = keyof typeof NUMBERS;
export type StoredText = keyof typeof TEXTS;
export const STORED_NUMBERS = Object.keys(NUMBERS) as readonly StoredNumber[];
export const STORED_TEXTS = Object.keys(TEXTS) as readonly StoredText[];

export interface StoredClipRow {
  readonly segmentId: number;
  /** Undefined: the segment has no file. */
  readonly clipId: number | undefined;
  /** In the order of STORED_NUMBERS; null: not known. */
  readonly numbers: readonly (number | null)[];
  /** In the order of STORED_TEXTS. */
  readonly texts: readonly (string | null)[];
  /** Of the latest verdict of facts or filter. */
  readonly reasonCodes: readonly string[];
  /** Why its facts drop it; empty where they do not. */
  readonly factCodes: readonly string[];
  /** Of the clip, whoever lists it; undone ones too, in the order of recording. */
  readonly judgements: readonly StoredJudgement[];
}

export interface ClipRowReader {
  /** The segments of the corpus with this state and code after a segment id, by segment id. */
  page(state: ClipState, code: string, afterSegmentId: number, limit: number): StoredClipRow[];
  /** Undefined: not a segment of this corpus. */
  row(segmentId: number): StoredClipRow | undefined;
}

const SELECTED = [
  's.id',
  's.clip_id',
  // Of the clip, or of the interval of a segment whose file is gone.
  `EXISTS (SELECT 1 FROM judgements j WHERE j.video_id = s.video_id AND j.start_seconds = s.start_seconds AND j.end_seconds = s.end_seconds)`,
  `(SELECT v.reasons FROM verdicts v WHERE v.clip_id = s.clip_id ORDER BY v.id DESC LIMIT 1)`,
  `(SELECT v.reasons FROM verdicts v WHERE v.decided_by = 'facts' AND v.clip_id = s.clip_id ORDER BY v.id DESC LIMIT 1)`,
  ...Object.values(NUMBERS),
  ...Object.values(TEXTS),
];
const NUMBERS_AT = SELECTED.length - STORED_NUMBERS.length - STORED_TEXTS.length;
const TEXTS_AT = NUMBERS_AT + STORED_NUMBERS.length;

const FROM = `FROM segments s LEFT JOIN clips k ON k.id = s.clip_id LEFT JOIN media_facts f ON f.clip_id = s.clip_id
  LEFT JOIN measurements m ON m.clip_id = s.clip_id AND m.version = ${SIGNAL_MEASUREMENTS_VERSION} AND m.clip_sha256 = k.sha256
  LEFT JOIN scores c ON c.clip_id = s.clip_id AND c.version = ${SCORES_VERSION} AND c.clip_sha256 = k.sha256`;

type RawRow = readonly [segmentId: number, clipId: number | null, isJudged: number, ...(string | null)[]];

export function createClipRowReader(index: Index, corpusId: number): ClipRowReader {
  const judgements = createJudgementReader(index);
  const page = index
    .prepare(
      `SELECT ${SELECTED.join(', ')} ${FROM} WHERE s.corpus_id = ? AND s.state = ? AND s.code = ? AND s.id > ? ORDER BY s.id LIMIT ?`,
    )
    .raw(true);
  const one = index.prepare(`SELECT ${SELECTED.join(', ')} ${FROM} WHERE s.corpus_id = ? AND s.id = ?`).raw(true);
  const [startAt, endAt] = [STORED_NUMBERS.indexOf('startSeconds'), STORED_NUMBERS.indexOf('endSeconds')];

  const rowOf = (raw: RawRow): StoredClipRow => {
    const [segmentId, clipId, isJudged, reasons, facts] = raw;
    const numbers = raw.slice(NUMBERS_AT, TEXTS_AT) as (number | null)[];
    const texts = raw.slice(TEXTS_AT) as (string | null)[];
    const interval = { videoId: texts[0]!, startSeconds: numbers[startAt]!, endSeconds: numbers[endAt]! };
    return {
      segmentId,
      clipId: clipId ?? undefined,
      numbers,
      texts,
      reasonCodes: codesOf(reasons ?? null),
      factCodes: codesOf(facts ?? null),
      judgements: isJudged === 1 ? judgements.of(interval) : [],
    };
  };
  return {
    page: (state, code, after, limit) => (page.all(corpusId, state, code, after, limit) as RawRow[]).map(rowOf),
    row: (segmentId) => {
      const raw = one.get(corpusId, segmentId) as RawRow | undefined;
      return raw === undefined ? undefined : rowOf(raw);
    },
  };
}

const NO_CODES: readonly string[] = [];

function codesOf(reasons: string | null): readonly string[] {
  if (reasons === null || reasons === '[]') return NO_CODES;
  return (JSON.parse(reasons) as Reason[]).map(({ code }) => code);
}

export interface StateGroup {
  readonly state: ClipState;
  readonly code: string;
  readonly segments: number;
}

/** What people look for first: what they are asked, then what has a file. */
const ORDER: readonly ClipState[] = ['ask', 'kept', 'dropped'];

/** The segments of a corpus by state and code, those that people are asked about first. Read along an index that covers it. */
export function readStateGroups(index: Index, corpusId: number): StateGroup[] {
  const groups = index
    .prepare(
      'SELECT state, code, count(*) AS segments FROM segments WHERE corpus_id = ? GROUP BY state, code ORDER BY state, code',
    )
    .all(corpusId) as StateGroup[];
  const place = (state: ClipState): number => {
    const first = ORDER.indexOf(state);
    return first === -1 ? ORDER.length + CLIP_STATES.indexOf(state) : first;
  };
  return groups.sort((a, b) => place(a.state) - place(b.state));
}

/** How many other clips each clip looks or sounds like, as the last search found; clips without doubles are not in it. */
export function readDuplicateCounts(index: Index): Map<number, number> {
  const rows = index
    .prepare(
      `SELECT id, count(*) FROM (SELECT first_clip_id AS id FROM duplicate_pairs UNION ALL SELECT second_clip_id FROM duplicate_pairs)
       GROUP BY id`,
    )
    .raw(true)
    .all() as [id: number, count: number][];
  return new Map(rows);
}

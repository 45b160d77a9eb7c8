// Scores of clips in the index, and the finished folds of the judge that they come from. Scores of other bytes or of an older version are
// not given out: they count as not judged.
import {
  type CorrespondenceScores,
  type DecisiveScores,
  type Mismatch,
  SCORES_VERSION,
  type ScoreOverSeeds,
} from '../dataset/evidence.ts';
import type { Index } from './open.ts';

interface ScoreRow {
  readonly otherClassMean: number | null;
  readonly otherClassSpread: number | null;
  readonly sameClassMean: number | null;
  readonly sameClassSpread: number | null;
  readonly syncMean: number | null;
  readonly syncSpread: number | null;
  readonly classAgreementMean: number | null;
  readonly classAgreementSpread: number | null;
  readonly soundLabelProbability: number | null;
  readonly soundLabelGuess: string | null;
  readonly pictureLabelProbability: number | null;
  readonly pictureLabelGuess: string | null;
  readonly swap: number | null;
  readonly shift: number | null;
  readonly musicBed: number | null;
  readonly voiceOver: number | null;
  readonly probability: number | null;
  readonly spread: number | null;
}

const COLUMNS = {
  otherClassMean: 'other_class_mean',
  otherClassSpread: 'other_class_spread',
  sameClassMean: 'same_class_mean',
  sameClassSpread: 'same_class_spread',
  syncMean: 'sync_mean',
  syncSpread: 'sync_spread',
  classAgreementMean: 'class_agreement_mean',
  classAgreementSpread: 'class_agreement_spread',
  soundLabelProbability: 'sound_label_probability',
  soundLabelGuess: 'sound_label_guess',
  pictureLabelProbability: 'picture_label_probability',
  pictureLabelGuess: 'picture_label_guess',
  swap: 'swap_probability',
  shift: 'shift_probability',
  musicBed: 'music_bed_probability',
  voiceOver: 'voice_over_probability',
  probability: 'probability',
  spread: 'spread',
} as const satisfies Record<keyof ScoreRow, string>;

const FIELDS = Object.entries(COLUMNS);

export interface ScoredClip {
  readonly clipId: number;
  /** Of the bytes that were judged. */
  readonly clipSha256: string;
  readonly scores: CorrespondenceScores;
}

/** In one transaction: all scores of a run, or none. Clips that were judged before and are not among them lose their scores. */
export function replaceScores(index: Index, clips: readonly ScoredClip[]): void {
  const insert = index.prepare(
    `INSERT INTO scores (clip_id, clip_sha256, version, scored_at, ${FIELDS.map(([, column]) => column).join(', ')})
     VALUES (@clipId, @clipSha256, @version, @scoredAt, ${FIELDS.map(([field]) => `@${field}`).join(', ')})`,
  );
  const scoredAt = new Date().toISOString();
  index
    .transaction(() => {
      index.exec('DELETE FROM scores');
      for (const { clipId, clipSha256, scores } of clips)
        insert.run({ clipId, clipSha256, version: SCORES_VERSION, scoredAt, ...rowOf(scores) });
    })
    .immediate();
}

const CURRENT_SCORES = `scores s JOIN clips k ON k.id = s.clip_id
  WHERE s.version = ${SCORES_VERSION} AND s.clip_sha256 = k.sha256`;

/** By clip id; of clips as they are now. */
export function readScores(index: Index): Map<number, CorrespondenceScores> {
  const selected = FIELDS.map(([field, column]) => `s.${column} AS ${field}`).join(', ');
  const rows = index
    .prepare(`SELECT s.clip_id AS clipId, ${selected} FROM ${CURRENT_SCORES}`)
    .iterate() as IterableIterator<ScoreRow & { clipId: number }>;
  const byClip = new Map<number, CorrespondenceScores>();
  for (const row of rows) byClip.set(row.clipId, scoresOf(row));
  return byClip;
}

/** The same, but no more of them than a decision looks at. */
export function readDecisiveScores(index: Index): Map<number, DecisiveScores> {
  const { swap, shift, musicBed, voiceOver, probability, spread } = COLUMNS;
  const columns = [swap, shift, musicBed, voiceOver, probability, spread].map((column) => `s.${column}`).join(', ');
  const rows = index.prepare(`SELECT s.clip_id, ${columns} FROM ${CURRENT_SCORES}`).raw().all() as DecisiveRow[];
  return new Map(
    rows.map(([clipId, swapped, shifted, underMusic, underVoice, belonging, spreadOfIt]) => [
      clipId,
      {
        mismatch: mismatchOf(swapped, shifted, underMusic, underVoice),
        probability: belonging ?? undefined,
        spread: spreadOfIt ?? undefined,
      },
    ]),
  );
}

type Nullable = number | null;
type DecisiveRow = [number, Nullable, Nullable, Nullable, Nullable, Nullable, Nullable];

function mismatchOf(
  swap: Nullable,
  shift: Nullable,
  musicBed: Nullable,
  voiceOver: Nullable,
): Record<Mismatch, number> | undefined {
  if (swap === null || shift === null || musicBed === null || voiceOver === null) return undefined;
  return { swap, shift, musicBed, voiceOver };
}

function rowOf({ mismatch, ...scores }: CorrespondenceScores): ScoreRow {
  return {
    otherClassMean: scores.otherClass?.mean ?? null,
    otherClassSpread: scores.otherClass?.spread ?? null,
    sameClassMean: scores.sameClass?.mean ?? null,
    sameClassSpread: scores.sameClass?.spread ?? null,
    syncMean: scores.sync?.mean ?? null,
    syncSpread: scores.sync?.spread ?? null,
    classAgreementMean: scores.classAgreement?.mean ?? null,
    classAgreementSpread: scores.classAgreement?.spread ?? null,
    soundLabelProbability: scores.soundLabelProbability ?? null,
    soundLabelGuess: scores.soundLabelGuess ?? null,
    pictureLabelProbability: scores.pictureLabelProbability ?? null,
    pictureLabelGuess: scores.pictureLabelGuess ?? null,
    swap: mismatch?.swap ?? null,
    shift: mismatch?.shift ?? null,
    musicBed: mismatch?.musicBed ?? null,
    voiceOver: mismatch?.voiceOver ?? null,
    probability: scores.probability ?? null,
    spread: scores.spread ?? null,
  };
}

function overSeeds(mean: number | null, spread: number | null): ScoreOverSeeds | undefined {
  return mean === null || spread === null ? undefined : { mean, spread };
}

function scoresOf(row: ScoreRow): CorrespondenceScores {
  return {
    otherClass: overSeeds(row.otherClassMean, row.otherClassSpread),
    sameClass: overSeeds(row.sameClassMean, row.sameClassSpread),
    sync: overSeeds(row.syncMean, row.syncSpread),
    classAgreement: overSeeds(row.classAgreementMean, row.classAgreementSpread),
    soundLabelProbability: row.soundLabelProbability ?? undefined,
    soundLabelGuess: row.soundLabelGuess ?? undefined,
    pictureLabelProbability: row.pictureLabelProbability ?? undefined,
    pictureLabelGuess: row.pictureLabelGuess ?? undefined,
    mismatch: mismatchOf(row.swap, row.shift, row.musicBed, row.voiceOver),
    probability: row.probability ?? undefined,
    spread: row.spread ?? undefined,
  };
}

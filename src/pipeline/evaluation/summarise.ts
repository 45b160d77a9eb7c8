// From judged clips whose truth is known to the numbers of the report: per kind of mismatch, per share of noise. Pure; repeatable by the seed.
import { seedOf } from '../../signal/seeded-random.ts';
import { bootstrap, bootstrapShare, type Estimate } from '../../statistics/bootstrap.ts';
import { calibrationError, type ReliabilityBin, reliabilityBins } from '../../statistics/calibration.ts';
import { auroc, averagePrecision, type RankedScores, type RocPoint, rocCurve } from '../../statistics/ranking.ts';
import { MISMATCH_KINDS, type MismatchKind } from './mismatch-kinds.ts';

export interface JudgedClip {
  readonly clipName: string;
  readonly videoId: string;
  readonly label: string;
  /** What was done to it; undefined: nothing. */
  readonly kind: MismatchKind | undefined;
  /** Judged only; not a clip of the corpus. */
  readonly isProbe: boolean;
  /** That its sound belongs to its picture, 0..1; 0 where a fact dropped it; undefined: the filter abstained. */
  readonly probability: number | undefined;
  readonly decision: 'keep' | 'drop' | 'ask';
  /** Code of the first reason; undefined where there is none. */
  readonly reason: string | undefined;
  readonly isDroppedByFacts: boolean;
}

/** Probes and clips of the corpus with one kind of mismatch, against the clips that were left alone. */
export interface KindResult {
  readonly kind: MismatchKind;
  readonly clips: number;
  /** Of them, not judged: the filter had nothing to go by. */
  readonly abstained: number;
  readonly auroc: Estimate | undefined;
  /** Chance for it is `clips / (clips + clean clips)`. */
  readonly averagePrecision: Estimate | undefined;
  readonly chancePrecision: number;
  /** Share that is dropped, and that a person is asked about, 0..1. */
  readonly droppedRatio: Estimate | undefined;
  readonly askedRatio: number;
  readonly roc: readonly RocPoint[];
  /** Probabilities, for the histogram. */
  readonly probabilities: readonly number[];
  /** Against the clean clips of the same class. Few clips each: no intervals. */
  readonly byClass: readonly { readonly label: string; readonly clips: number; readonly auroc: number | undefined }[];
}

/** Where the clips of a kind ended, corpus and probes together; kind undefined: the clean clips. */
interface Fate {
  readonly kind: MismatchKind | undefined;
  readonly clips: number;
  readonly kept: number;
  readonly asked: number;
  readonly dropped: number;
  /** That sound and picture belong together, as the filter has it; undefined where it judged none. */
  readonly meanProbability: number | undefined;
  /** Dropped clips by the code of their first reason. */
  readonly droppedFor: Readonly<Record<string, number>>;
}

export interface ClassResult {
  readonly label: string;
  readonly cleanClips: number;
  readonly cleanKept: number;
  readonly spoiltClips: number;
  readonly spoiltKept: number;
}

export interface NoiseResult {
  readonly noiseRatio: number;
  readonly clips: number;
  readonly spoilt: number;
  /** Share of the dropped clips that were spoilt; share of the spoilt clips that were dropped; share of the clean ones that were. */
  readonly precision: Estimate | undefined;
  readonly recall: Estimate | undefined;
  readonly falseDropRate: Estimate | undefined;
  /** Share of all clips that a person is asked about. */
  readonly askedRatio: number;
  /** Over the corpus as it is, all kinds together. */
  readonly auroc: Estimate | undefined;
  readonly averagePrecision: Estimate | undefined;
  /** Of the clips that facts did not drop. */
  readonly calibrationError: number | undefined;
  readonly reliability: readonly ReliabilityBin[];
  readonly kinds: readonly KindResult[];
  readonly fates: readonly Fate[];
  readonly classes: readonly ClassResult[];
  readonly cleanProbabilities: readonly number[];
}

export function summarise(noiseRatio: number, judged: readonly JudgedClip[], seed: number): NoiseResult {
  const corpus = judged.filter(({ isProbe }) => !isProbe);
  const spoilt = corpus.filter(isSpoilt);
  const clean = corpus.filter((clip) => !isSpoilt(clip));
  const estimate = estimator(seedOf('noise', seed, noiseRatio));
  const forecasts = corpus
    .filter(({ isDroppedByFacts }) => !isDroppedByFacts)
    .flatMap((clip) =>
      clip.probability === undefined ? [] : [{ probability: clip.probability, happened: !isSpoilt(clip) }],
    );
  const present = new Set(judged.map(({ kind }) => kind));
  const kinds = MISMATCH_KINDS.filter((kind) => present.has(kind));
  return {
    noiseRatio,
    clips: corpus.length,
    spoilt: spoilt.length,
    precision: estimate.share(corpus.filter(isDropped), isSpoilt),
    recall: estimate.share(spoilt, isDropped),
    falseDropRate: estimate.share(clean, isDropped),
    askedRatio: share(corpus, isAsked),
    auroc: estimate.statistic(corpus, (clips) => auroc(ranked(clips))),
    averagePrecision: estimate.statistic(corpus, (clips) => averagePrecision(ranked(clips))),
    calibrationError: calibrationError(forecasts),
    reliability: reliabilityBins(forecasts),
    kinds: kinds.map((kind) => kindResult(kind, judged, clean, estimate)),
    fates: [undefined, ...kinds].map((kind) =>
      fateOf(
        kind,
        judged.filter((clip) => clip.kind === kind),
      ),
    ),
    classes: classResults(corpus),
    cleanProbabilities: known(clean),
  };
}

type Estimator = ReturnType<typeof estimator>;

/** Intervals by video. */
function estimator(seed: number) {
  const videoOf = ({ videoId }: JudgedClip): string => videoId;
  return {
    statistic: (clips: readonly JudgedClip[], of: (clips: readonly JudgedClip[]) => number | undefined) =>
      bootstrap(clips, videoOf, of, { seed }),
    share: (clips: readonly JudgedClip[], is: (clip: JudgedClip) => boolean) =>
      bootstrapShare(clips, videoOf, is, { seed }),
  };
}

function kindResult(
  kind: MismatchKind,
  judged: readonly JudgedClip[],
  clean: readonly JudgedClip[],
  estimate: Estimator,
): KindResult {
  const found = judged.filter((clip) => clip.kind === kind);
  const both = [...found, ...clean];
  return {
    kind,
    clips: found.length,
    abstained: found.filter(({ probability }) => probability === undefined).length,
    auroc: estimate.statistic(both, (clips) => auroc(ranked(clips))),
    averagePrecision: estimate.statistic(both, (clips) => averagePrecision(ranked(clips))),
    chancePrecision: found.length / both.length,
    droppedRatio: estimate.share(found, isDropped),
    askedRatio: share(found, isAsked),
    roc: rocCurve(ranked(both)),
    probabilities: known(found),
    byClass: [...new Set(found.map(({ label }) => label))].sort().map((label) => ({
      label,
      clips: found.filter((clip) => clip.label === label).length,
      auroc: auroc(ranked(both.filter((clip) => clip.label === label))),
    })),
  };
}

function fateOf(kind: MismatchKind | undefined, clips: readonly JudgedClip[]): Fate {
  const ended = (decision: JudgedClip['decision']): number => clips.filter((clip) => clip.decision === decision).length;
  const probabilities = known(clips);
  const droppedFor: Record<string, number> = {};
  for (const { reason } of clips.filter(isDropped))
    if (reason !== undefined) droppedFor[reason] = (droppedFor[reason] ?? 0) + 1;
  return {
    kind,
    clips: clips.length,
    kept: ended('keep'),
    asked: ended('ask'),
    dropped: ended('drop'),
    meanProbability:
      probabilities.length === 0
        ? undefined
        : probabilities.reduce((sum, value) => sum + value, 0) / probabilities.length,
    droppedFor,
  };
}

function classResults(corpus: readonly JudgedClip[]): ClassResult[] {
  return [...new Set(corpus.map(({ label }) => label))].sort().map((label) => {
    const ofClass = corpus.filter((clip) => clip.label === label);
    const spoilt = ofClass.filter(isSpoilt);
    const clean = ofClass.filter((clip) => !isSpoilt(clip));
    const kept = (clips: readonly JudgedClip[]) => clips.filter(({ decision }) => decision === 'keep').length;
    return {
      label,
      cleanClips: clean.length,
      cleanKept: kept(clean),
      spoiltClips: spoilt.length,
      spoiltKept: kept(spoilt),
    };
  });
}

/** What is looked for are the spoilt clips: the less probable it is that sound and picture belong together, the higher the score. */
function ranked(clips: readonly JudgedClip[]): RankedScores {
  const scores = (wanted: boolean) =>
    known(clips.filter((clip) => isSpoilt(clip) === wanted)).map((value) => 1 - value);
  return { found: scores(true), others: scores(false) };
}

function known(clips: readonly JudgedClip[]): number[] {
  return clips.flatMap(({ probability }) => probability ?? []);
}

function share(clips: readonly JudgedClip[], is: (clip: JudgedClip) => boolean): number {
  return clips.length === 0 ? 0 : clips.filter(is).length / clips.length;
}

function isSpoilt({ kind }: JudgedClip): boolean {
  return kind !== undefined;
}

function isDropped({ decision }: JudgedClip): boolean {
  return decision === 'drop';
}

function isAsked({ decision }: JudgedClip): boolean {
  return decision === 'ask';
}

/** What an AUROC with its interval says, in words. */
export function inWords(estimate: Estimate | undefined): string {
  if (estimate === undefined) return 'not measured: no clip could be judged';
  const { value, low, high } = estimate;
  if (high < 0.5) return 'worse than chance';
  if (low <= 0.5) return high - low > 0.4 ? 'too few clips to tell from chance' : 'no better than chance';
  if (value >= 0.95) return 'told apart nearly always';
  if (value >= 0.8) return 'mostly told apart';
  return 'better than chance, but weak';
}

// Tells one kind of mismatch from clips as they come: features of the corpus and of probes with that mismatch in, a probability out. Pure.
import { fitLogistic, type LogisticModel, type LogisticRow, predictLogistic } from '../statistics/logistic.ts';

/** Undefined: not known of this clip. */
export type FeatureRow = readonly (number | undefined)[];

export interface MismatchDetector {
  /** Positions of the features that are looked at, and what stands in for one that is not known: no evidence either way. */
  readonly used: readonly number[];
  readonly neutral: readonly number[];
  readonly model: LogisticModel;
  /** What the model's log-odds lack for the share of this mismatch in the corpus. */
  readonly biasShift: number;
  /** Estimated share of the corpus with this mismatch, 0..1. */
  readonly share: number;
}

/** Rows that say zero of every weight (chosen: with some dozens of probes, strong enough that no single one decides). */
const RIDGE = 3;
const ROUNDS = 4;
/** Parts of the rows; each is scored by a model that was fitted on the others. */
const PARTS = 4;
/** The share is read off the better half of the probes: far from the clean clips, and still many (chosen). */
const LEAST_QUANTILE = 0.5;
const MOST_QUANTILE = 0.9;
/** Limits of the share: it is not trusted to be nothing, nor to be more where the two sides can hardly be told apart (chosen). */
const LEAST_SHARE = 0.02;
const LARGEST_SHARE = 0.2;
const LARGEST_SUSPICION = 0.98;
/** A feature that is known of fewer than these clips, on either side, could tell the two sides apart by being missing. */
const LEAST_KNOWN_RATIO = 0.5;

/**
 * The corpus has mismatches of its own, which nobody has marked, so that it cannot stand for clean clips as it is. Its share of them is
 * estimated first; given that, expectation and maximisation (Ward et al. 2009, for presence-only data with a known prevalence): each clip
 * counts as clean by the probability that it is, and the model is fitted anew.
 * @returns undefined where there is nothing to tell by
 */
export function fitDetector(
  corpus: readonly FeatureRow[],
  probes: readonly FeatureRow[],
): MismatchDetector | undefined {
  const used = usableFeatures(corpus, probes);
  if (used.length === 0) return undefined;
  const neutral = used.map((at) => meanOfKnown([...corpus, ...probes].map((row) => row[at])));
  const inputs = (rows: readonly FeatureRow[]): number[][] => rows.map((row) => filled(row, used, neutral));
  const corpusInputs = inputs(corpus);
  const marked = inputs(probes).map((features): LogisticRow => ({ features, happened: true }));
  const logOdds = crossFittedLogOdds([...corpusInputs.map((features) => ({ features, happened: false })), ...marked]);
  const share = estimateShare(logOdds.slice(0, corpus.length), logOdds.slice(corpus.length));
  // Odds of being a probe, times the corpus' size over the probes': how many times likelier the row is for a mismatch than for the corpus.
  let suspicion = corpusInputs.map((_, at) =>
    Math.min(LARGEST_SUSPICION, (share * Math.exp(logOdds[at]!) * corpus.length) / probes.length),
  );
  let detector: MismatchDetector | undefined;
  for (let round = 0; round < ROUNDS; round += 1) {
    const rows = corpusInputs.flatMap((features, at): LogisticRow[] => [
      { features, happened: false, weight: 1 - suspicion[at]! },
      { features, happened: true, weight: suspicion[at]! },
    ]);
    const fittedShare = (sum(suspicion) + marked.length) / (corpus.length + marked.length);
    const model = fitLogistic([...rows, ...marked], RIDGE);
    detector = { used, neutral, model, biasShift: logit(share) - logit(fittedShare), share };
    suspicion = corpusInputs.map((features) => probabilityOf(detector!, features));
  }
  return detector;
}

function crossFittedLogOdds(rows: readonly LogisticRow[]): number[] {
  const models = Array.from({ length: PARTS }, (_, part) =>
    fitLogistic(
      rows.filter((__, at) => at % PARTS !== part),
      RIDGE,
    ),
  );
  return rows.map(({ features }, at) => logit(predictLogistic(models[at % PARTS]!, features)));
}

/**
 * min over q of [share of the corpus that scores as high as the best q of the probes] / q: mismatches of the corpus score like probes, so
 * that there cannot be more of them (Blanchard, Lee and Scott 2010).
 */
function estimateShare(corpus: readonly number[], probes: readonly number[]): number {
  const best = probes.toSorted((a, b) => b - a);
  const descending = corpus.toSorted((a, b) => b - a);
  let share = LARGEST_SHARE;
  let reached = 0;
  for (let count = 1; count <= MOST_QUANTILE * best.length; count += 1) {
    while (reached < descending.length && descending[reached]! >= best[count - 1]!) reached += 1;
    if (count >= LEAST_QUANTILE * best.length)
      share = Math.min(share, reached / descending.length / (count / best.length));
  }
  return Math.max(LEAST_SHARE, share);
}

/** Probability of the mismatch, 0..1. */
export function detect(detector: MismatchDetector, row: FeatureRow): number {
  return probabilityOf(detector, filled(row, detector.used, detector.neutral));
}

function probabilityOf({ model, biasShift }: MismatchDetector, features: readonly number[]): number {
  return predictLogistic({ ...model, bias: model.bias + biasShift }, features);
}

function usableFeatures(corpus: readonly FeatureRow[], probes: readonly FeatureRow[]): number[] {
  const isKnown = (rows: readonly FeatureRow[], at: number): boolean =>
    rows.filter((row) => row[at] !== undefined).length >= LEAST_KNOWN_RATIO * rows.length;
  return [...(corpus[0] ?? []).keys()].filter((at) => probes.length > 0 && isKnown(corpus, at) && isKnown(probes, at));
}

function filled(row: FeatureRow, used: readonly number[], neutral: readonly number[]): number[] {
  return used.map((at, position) => row[at] ?? neutral[position]!);
}

function meanOfKnown(values: readonly (number | undefined)[]): number {
  return mean(values.filter((value) => value !== undefined));
}

/** Held away from 0 and 1, where it has no end. */
function logit(probability: number): number {
  const inside = Math.min(1 - 1e-9, Math.max(1e-9, probability));
  return Math.log(inside / (1 - inside));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

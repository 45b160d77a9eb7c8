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
const ROUNDS = 8;
const FIRST_SHARE = 0.1;
const LEAST_SHARE = 0.005;
const LARGEST_SHARE = 0.5;
/** A feature that is known of fewer than these clips, on either side, could tell the two sides apart by being missing. */
const LEAST_KNOWN_RATIO = 0.5;

/**
 * The corpus has mismatches of its own, which nobody has marked, so that it cannot stand for clean clips as it is. Expectation and
 * maximisation (Ward et al. 2009, for presence-only data): each clip counts as clean by the probability that it is, and the model is
 * fitted anew; the mean of those probabilities estimates the share.
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
  const marked: LogisticRow[] = inputs(probes).map((features) => ({ features, happened: true }));
  let suspicion = corpusInputs.map(() => FIRST_SHARE);
  let detector: MismatchDetector | undefined;
  for (let round = 0; round < ROUNDS; round += 1) {
    const rows = corpusInputs.flatMap((features, at): LogisticRow[] => [
      { features, happened: false, weight: 1 - suspicion[at]! },
      { features, happened: true, weight: suspicion[at]! },
    ]);
    const share = limited(mean(suspicion));
    const fittedShare = (sum(suspicion) + marked.length) / (corpus.length + marked.length);
    const model = fitLogistic([...rows, ...marked], RIDGE);
    detector = { used, neutral, model, biasShift: logit(share) - logit(fittedShare), share };
    suspicion = corpusInputs.map((features) => probabilityOf(detector!, features));
  }
  return detector;
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

function limited(share: number): number {
  return Math.min(LARGEST_SHARE, Math.max(LEAST_SHARE, share));
}

function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

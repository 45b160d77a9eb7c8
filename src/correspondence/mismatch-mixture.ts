// Tells clips without a mismatch from those with one, and the mismatches from each other: features of the corpus, and of probes with each
// mismatch, in; a probability for each out. Pure.
import { fitSoftmax, predictSoftmax, type SoftmaxModel, type SoftmaxRow } from '../statistics/softmax-regression.ts';
import type { FeatureRow } from './mismatch-features.ts';

export interface MismatchMixture {
  /** How features become inputs of the model. */
  readonly scaling: Scaling;
  /** Outcomes: no mismatch, then each mismatch in the order of the probes. */
  readonly model: SoftmaxModel;
  /** What the model's log-odds lack for the shares of the mismatches in the corpus. */
  readonly shift: readonly number[];
  /** Estimated share of the corpus with each mismatch, 0..1. */
  readonly shares: readonly number[];
}

interface Scaling {
  /** Positions of the features that are looked at; what stands in for one that is not known: no evidence either way. */
  readonly used: readonly number[];
  readonly neutral: readonly number[];
  readonly deviation: readonly number[];
}

/** Rows that say zero of every weight (tuned on generated corpora of 128 clips: more of them leave clips undecided that the ranking tells). */
const RIDGE = 0.2;
const MOST_ROUNDS = 15;
/** A change of a share that no longer matters. */
const SETTLED = 5e-4;
/** Parts of the corpus; in each round, each is told by a model of the others, so that no clip bears itself out. */
const PARTS = 4;
/** Share of each mismatch to begin with; and clips of each that count as seen, so that no share ends at nothing (chosen). */
const FIRST_SHARE = 0.03;
const SEEN_BEFORE = 0.2;
/** A feature that is known of fewer than these clips, on either side, could tell the two sides apart by being missing. */
const LEAST_KNOWN_RATIO = 0.5;

/**
 * The corpus has mismatches of its own, which nobody has marked: expectation and maximisation. Each clip counts for each outcome by the
 * probability that it is of it, a probe for its own alone; the model is fitted to that, and the shares of the mismatches in the corpus are
 * what it then says on average (Saerens, Latinne and Decaestecker 2002), the odds corrected for how many probes there are.
 * @param probes of each mismatch, none of them empty
 * @param against positions of features that can only speak against a mismatch the higher they are
 * @returns undefined where there is nothing to tell by
 */
export function fitMixture(
  corpus: readonly FeatureRow[],
  probes: readonly (readonly FeatureRow[])[],
  against: readonly number[],
): MismatchMixture | undefined {
  const scaling = scalingOf(corpus, probes);
  if (scaling === undefined) return undefined;
  const falling = scaling.used.flatMap((position, at) => (against.includes(position) ? [at] : []));
  const inputs = corpus.map((row) => scaled(row, scaling));
  const marked = probes.flatMap((rows, outcome) =>
    rows.map(
      (row): SoftmaxRow => ({
        features: scaled(row, scaling),
        shares: [0, ...probes.map((_, other) => (other === outcome ? 1 : 0))],
      }),
    ),
  );
  const fit = (rows: readonly SoftmaxRow[], start?: SoftmaxModel): SoftmaxModel =>
    fitSoftmax(rows, { ridge: RIDGE, falling, ...(start === undefined ? {} : { start }) });

  let shares = probes.map(() => FIRST_SHARE);
  let told: SoftmaxRow[] = inputs.map((features) => ({ features, shares: [1, ...probes.map(() => 0)] }));
  const models: SoftmaxModel[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next: SoftmaxRow[] = [...told];
    for (let part = 0; part < PARTS; part += 1) {
      const rows = [...told, ...marked].filter((_, at) => at % PARTS !== part);
      const model = fit(rows, models[part]);
      const shift = shiftTo(shares, rows);
      models[part] = model;
      for (let at = part; at < inputs.length; at += PARTS)
        next[at] = { features: inputs[at]!, shares: predictSoftmax(model, inputs[at]!, shift) };
    }
    told = next;
    const before = shares;
    shares = shares.map((_, at) => (total(told, at + 1) + SEEN_BEFORE) / (told.length + 1));
    if (shares.every((share, at) => Math.abs(share - before[at]!) < SETTLED)) break;
  }
  const rows = [...told, ...marked];
  return { scaling, model: fit(rows, models[0]), shift: shiftTo(shares, rows), shares };
}

/** Probability of no mismatch, then of each, 0..1; their sum is 1. */
export function tell({ scaling, model, shift }: MismatchMixture, row: FeatureRow): number[] {
  return predictSoftmax(model, scaled(row, scaling), shift);
}

/** From the odds among the rows that a model was fitted to, to those of the corpus. */
function shiftTo(shares: readonly number[], rows: readonly SoftmaxRow[]): number[] {
  const odds = (1 - shares.reduce((sum, share) => sum + share, 0)) / total(rows, 0);
  return shares.map((share, at) => Math.log(share / total(rows, at + 1) / odds));
}

function total(rows: readonly SoftmaxRow[], outcome: number): number {
  return rows.reduce((sum, { shares }) => sum + shares[outcome]!, 0);
}

function scalingOf(corpus: readonly FeatureRow[], probes: readonly (readonly FeatureRow[])[]): Scaling | undefined {
  const isKnown = (rows: readonly FeatureRow[], at: number): boolean =>
    rows.filter((row) => row[at] !== undefined).length >= LEAST_KNOWN_RATIO * rows.length;
  const known = [...(corpus[0] ?? []).keys()].filter((at) => [corpus, ...probes].every((rows) => isKnown(rows, at)));
  const all = [corpus, ...probes].flat();
  const moments = known.map((position) => ({ position, ...momentsOf(all.flatMap((row) => row[position] ?? [])) }));
  // A feature that never changes says nothing.
  const telling = moments.filter(({ deviation }) => deviation > 1e-9);
  if (telling.length === 0 || probes.length === 0) return undefined;
  return {
    used: telling.map(({ position }) => position),
    neutral: telling.map(({ mean }) => mean),
    deviation: telling.map(({ deviation }) => deviation),
  };
}

function scaled(row: FeatureRow, { used, neutral, deviation }: Scaling): number[] {
  return used.map((position, at) => ((row[position] ?? neutral[at]!) - neutral[at]!) / deviation[at]!);
}

function momentsOf(values: readonly number[]): { mean: number; deviation: number } {
  const average = (numbers: readonly number[]): number =>
    numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const mean = average(values);
  return { mean, deviation: Math.sqrt(average(values.map((value) => (value - mean) ** 2))) };
}

// Tells clips without a mismatch from those with one, and the mismatches from each other: features of the corpus, and of probes with each
// mismatch, in; a probability for each out. Pure.
import {
  fitSoftmax,
  logOddsOf,
  predictSoftmax,
  type SoftmaxModel,
  type SoftmaxRow,
} from '../statistics/softmax-regression.ts';
import type { FeatureRow } from './mismatch-features.ts';

/** A row and the part of all rows that it is in, 0..PARTS-1: it is told by what was learned from the other parts. */
export interface PartedRow {
  readonly row: FeatureRow;
  readonly part: number;
}

export const PARTS = 4;

export interface MismatchMixture {
  /** How features become inputs of the rankers. */
  readonly scaling: Scaling;
  /** One a part: how much likelier each mismatch makes a row than the corpus does. */
  readonly rankers: readonly SoftmaxModel[];
  /** What these log-odds mean. Outcomes: no mismatch, then each mismatch in the order of the probes. */
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

/** Rows that say zero of every weight of a ranker: some dozens of probes must not learn a dozen features by heart (chosen). */
const RANKER_RIDGE = 3;
/** And of the model, which has few weights and must stretch what the ridge above has shrunk (chosen). */
const MODEL_RIDGE = 0.1;
const MOST_ROUNDS = 30;
/** A change of a share that no longer matters. */
const SETTLED = 5e-4;
/** Share of each mismatch to begin with; and clips of each that count as seen, so that no share ends at nothing (chosen). */
const FIRST_SHARE = 0.03;
const SEEN_BEFORE = 0.2;
/** A feature that is known of fewer than these clips, on either side, could tell the two sides apart by being missing. */
const LEAST_KNOWN_RATIO = 0.5;

/**
 * Two steps, so that what is fitted to a corpus of unmarked clips is small. First the rankers: each probe against the corpus as it comes.
 * Then expectation and maximisation on their log-odds, since the corpus has mismatches of its own that nobody has marked: each clip counts
 * for each outcome by the probability that it is of it, a probe for its own alone; the model is fitted to that, and the shares of the
 * mismatches in the corpus are what it then says on average (Saerens, Latinne and Decaestecker 2002).
 * @param probes of each mismatch, none of them empty
 * @param against positions of features that can only speak against a mismatch the higher they are
 * @returns undefined where there is nothing to tell by
 */
export function fitMixture(
  corpus: readonly PartedRow[],
  probes: readonly (readonly PartedRow[])[],
  against: readonly number[],
): MismatchMixture | undefined {
  const sides = [corpus, ...probes];
  const scaling = scalingOf(sides.map((rows) => rows.map(({ row }) => row)));
  if (scaling === undefined || probes.length === 0) return undefined;
  const falling = scaling.used.flatMap((position, at) => (against.includes(position) ? [at] : []));
  const only = (outcome: number): number[] => sides.map((_, other) => (other === outcome ? 1 : 0));
  const inputs = sides.map((rows, outcome) =>
    rows.map(({ row, part }) => ({ part, features: scaled(row, scaling), shares: only(outcome) })),
  );
  const all = inputs.flat();
  const rankers = Array.from({ length: PARTS }, (_, own) => {
    const others = all.filter(({ part }) => part !== own);
    // Very few rows may all be in one part.
    return fitSoftmax(others.length > 0 ? others : all, { ridge: RANKER_RIDGE, falling });
  });
  const ranked = inputs.map((side) =>
    side.map(({ part, features, shares }): SoftmaxRow => ({ features: logOddsOf(rankers[part]!, features), shares })),
  );
  return { scaling, rankers, ...fitModel(ranked[0]!, ranked.slice(1)) };
}

/** Expectation and maximisation, from a corpus without mismatches. */
function fitModel(
  corpus: readonly SoftmaxRow[],
  probes: readonly (readonly SoftmaxRow[])[],
): Pick<MismatchMixture, 'model' | 'shift' | 'shares'> {
  const marked = probes.flat();
  const fit = (rows: readonly SoftmaxRow[], start?: SoftmaxModel): SoftmaxModel =>
    fitSoftmax(rows, { ridge: MODEL_RIDGE, ...(start === undefined ? {} : { start }) });
  let told = corpus;
  let model = fit([...told, ...marked]);
  let shares = probes.map(() => FIRST_SHARE);
  let shift = shiftTo(shares, [...told, ...marked]);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    told = told.map(({ features }) => ({ features, shares: predictSoftmax(model, features, shift) }));
    const before = shares;
    shares = before.map((_, at) => (total(told, at + 1) + SEEN_BEFORE) / (told.length + 1));
    const rows = [...told, ...marked];
    model = fit(rows, model);
    shift = shiftTo(shares, rows);
    if (shares.every((share, at) => Math.abs(share - before[at]!) < SETTLED)) break;
  }
  return { model, shift, shares };
}

/** Probability of no mismatch, then of each, 0..1; their sum is 1. */
export function tell({ scaling, rankers, model, shift }: MismatchMixture, { row, part }: PartedRow): number[] {
  return predictSoftmax(model, logOddsOf(rankers[part]!, scaled(row, scaling)), shift);
}

/** From the odds among the rows that a model was fitted to, to those of the corpus. */
function shiftTo(shares: readonly number[], rows: readonly SoftmaxRow[]): number[] {
  const odds = (1 - shares.reduce((sum, share) => sum + share, 0)) / total(rows, 0);
  return shares.map((share, at) => Math.log(share / total(rows, at + 1) / odds));
}

function total(rows: readonly SoftmaxRow[], outcome: number): number {
  return rows.reduce((sum, { shares }) => sum + shares[outcome]!, 0);
}

function scalingOf(sides: readonly (readonly FeatureRow[])[]): Scaling | undefined {
  const isKnown = (rows: readonly FeatureRow[], at: number): boolean =>
    rows.filter((row) => row[at] !== undefined).length >= LEAST_KNOWN_RATIO * rows.length;
  const all = sides.flat();
  const known = [...(all[0] ?? []).keys()].filter((at) => sides.every((rows) => isKnown(rows, at)));
  const moments = known.map((position) => ({ position, ...momentsOf(all.flatMap((row) => row[position] ?? [])) }));
  // A feature that never changes says nothing.
  const telling = moments.filter(({ deviation }) => deviation > 1e-9);
  if (telling.length === 0) return undefined;
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

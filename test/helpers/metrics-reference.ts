// The numbers of scikit-learn and SciPy, and inputs by the same formula of whole numbers that test/fixtures/metrics/make-reference.py has.
import { readFileSync } from 'node:fs';

export interface ClassificationCase {
  readonly clips: number;
  readonly classes: number;
  readonly offset: number;
  readonly missing: number | null;
  readonly levels: number | null;
  readonly top1?: number;
  readonly top5?: number;
  readonly meanPerClass?: number;
  readonly map: number;
}

export interface ProbeCase {
  readonly rows: number;
  readonly features: number;
  readonly classes: number;
  readonly ridge: number;
  readonly offset: number;
  readonly meanLogLoss: number;
  /** Of the first five rows. */
  readonly probabilities: readonly number[];
}

export interface PairedCase {
  readonly count: number;
  readonly offset: number;
  readonly pValue: number;
}

export const METRICS_REFERENCE = JSON.parse(
  readFileSync(new URL('../fixtures/metrics/reference.json', import.meta.url), 'utf8'),
) as {
  readonly classification: readonly ClassificationCase[];
  readonly probes: readonly ProbeCase[];
  readonly student: readonly { readonly t: number; readonly df: number; readonly twoSided: number }[];
  readonly mcnemar: readonly PairedCase[];
  readonly paired: readonly (PairedCase & { readonly difference: number })[];
};

/** Numbers in [-1, 1) that look random: (7919 k^2 + 104729 k + 1299709 offset) mod 10007, scaled. */
export function spreadNumbers(count: number, offset: number): number[] {
  return Array.from(
    { length: count },
    (_, k) => (((7919 * k * k + 104_729 * k + 1_299_709 * offset) % 10_007) * 2) / 10_007 - 1,
  );
}

export function spreadLabels(clips: number, classes: number, offset: number): number[] {
  return spreadNumbers(clips, offset).map((value) => Math.floor(((value + 1) / 2) * classes));
}

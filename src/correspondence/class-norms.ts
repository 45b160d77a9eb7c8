// What is usual in a class: rows of numbers with their labels in; out, how far a clip stands from its class. Pure.
// A low link between motion and sound says much in a class where it is always high, and nothing where it is never seen.

interface Norm {
  readonly centre: number;
  readonly deviation: number;
}

type NormRow = readonly (Norm | undefined)[];

export interface ClassNorms {
  readonly overall: NormRow;
  readonly byLabel: ReadonlyMap<string, NormRow>;
}

type Row = readonly (number | undefined)[];

/** Clips that the whole corpus weighs in the norm of each class (chosen): a class of few clips is judged mostly like the others. */
const CORPUS_WEIGHT = 4;
/** The deviation of normal values over the median distance from their median. */
const DEVIATION_OF_MEDIAN = 1.4826;
const LEAST_DEVIATION = 1e-6;
/** Further out is not more unusual: one wild value must not outweigh all else. */
const FURTHEST = 5;

/** Medians, so that the mismatches in the corpus hardly move them. */
export function classNorms(labels: readonly string[], rows: readonly Row[]): ClassNorms {
  const columns = [...(rows[0] ?? []).keys()];
  const overall = columns.map((column) => normOf(rows, column));
  const byLabel = new Map<string, NormRow>();
  for (const label of new Set(labels)) {
    const ofLabel = rows.filter((_, at) => labels[at] === label);
    byLabel.set(
      label,
      columns.map((column) => drawnTo(overall[column], normOf(ofLabel, column))),
    );
  }
  return { overall, byLabel };
}

/** Deviations that each value lies above what is usual in the class. */
export function relativeTo({ overall, byLabel }: ClassNorms, label: string, row: Row): Row {
  const norms = byLabel.get(label) ?? overall;
  return row.map((value, column) => {
    const norm = norms[column];
    if (value === undefined || norm === undefined) return undefined;
    return Math.max(-FURTHEST, Math.min(FURTHEST, (value - norm.centre) / norm.deviation));
  });
}

interface CountedNorm extends Norm {
  readonly clips: number;
}

function normOf(rows: readonly Row[], column: number): CountedNorm | undefined {
  const values = rows.flatMap((row) => row[column] ?? []);
  if (values.length === 0) return undefined;
  const centre = median(values);
  const deviation = DEVIATION_OF_MEDIAN * median(values.map((value) => Math.abs(value - centre)));
  return { clips: values.length, centre, deviation: Math.max(LEAST_DEVIATION, deviation) };
}

function drawnTo(overall: Norm | undefined, own: CountedNorm | undefined): Norm | undefined {
  if (overall === undefined || own === undefined) return overall;
  const share = own.clips / (own.clips + CORPUS_WEIGHT);
  const between = (of: keyof Norm): number => share * own[of] + (1 - share) * overall[of];
  return { centre: between('centre'), deviation: between('deviation') };
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

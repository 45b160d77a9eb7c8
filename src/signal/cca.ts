// Canonical correlation of picture and sound inside one clip: fitted on three quarters, tested on the fourth, four times over; then the
// same with the sound shifted, which tells what chance reaches in this clip. Pure.
import { cholesky, solveLower, solveLowerRows, solveUpper, symmetricEigen } from './dense-linear.ts';
import { MOST_LAG_SECONDS, NULL_FROM_SECONDS } from './shift-null.ts';

const FOLDS = 4;
/** Canonical pairs whose tested correlations are summed (chosen). */
const PAIRS = 3;
/** Added to the variances, which are 1 for each row: a strong one, since neighbouring steps are alike and 190 of them say little (chosen). */
const RIDGE = 8;
/** Shifts tried near zero and beyond, steps apart (chosen: neighbouring shifts say nearly the same). */
const NEAR_EVERY_STEPS = 2;
const FAR_EVERY_STEPS = 9;
const LEAST_FAR_SHIFTS = 10;

/** Rows of several signals over the same steps, `[rows, steps]`. */
interface Signals {
  readonly values: Float32Array;
  readonly rows: number;
}

interface Interval {
  readonly begin: number;
  readonly end: number;
}

/** Sums of products of all rows of x and all rows of y in each fold, `[x.rows, y.rows]` each. */
function productSums(x: Signals, y: Signals, steps: number, folds: readonly Interval[]): Float64Array[] {
  return folds.map(({ begin, end }) => {
    const sums = new Float64Array(x.rows * y.rows);
    for (let i = 0; i < x.rows; i += 1) {
      for (let j = 0; j < y.rows; j += 1) {
        let sum = 0;
        for (let step = begin; step < end; step += 1) sum += x.values[i * steps + step]! * y.values[j * steps + step]!;
        sums[i * y.rows + j] = sum;
      }
    }
    return sums;
  });
}

/** Each row read `shift` steps later, round the circle. */
function shiftRows({ values, rows }: Signals, steps: number, shift: number): Float32Array {
  if (shift === 0) return values;
  const shifted = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    const source = values.subarray(row * steps, (row + 1) * steps);
    shifted.set(source.subarray(shift), row * steps);
    shifted.set(source.subarray(0, shift), row * steps + steps - shift);
  }
  return shifted;
}

/** Mean over all folds but one; the rows are standardised over the clip, so their means in three quarters are taken as 0. */
function withoutFold(
  sums: readonly Float64Array[],
  fold: number,
  folds: readonly Interval[],
  ridge: number,
  size: number,
): Float64Array {
  const steps = folds.reduce((total, { begin, end }, k) => total + (k === fold ? 0 : end - begin), 0);
  const mean = new Float64Array(sums[0]!.length);
  sums.forEach((sum, k) => {
    if (k !== fold) for (let at = 0; at < mean.length; at += 1) mean[at]! += sum[at]! / steps;
  });
  for (let k = 0; ridge > 0 && k < size; k += 1) mean[k * size + k]! += ridge;
  return mean;
}

/** Correlation of two weighted sums of rows over one fold; 0 when one of them does not vary. */
function testedCorrelation(
  x: Float32Array,
  xWeights: Float64Array,
  y: Float32Array,
  yWeights: Float64Array,
  steps: number,
  { begin, end }: Interval,
): number {
  const mixed = (values: Float32Array, weights: Float64Array): Float64Array => {
    const mix = new Float64Array(end - begin);
    for (let row = 0; row < weights.length; row += 1) {
      const weight = weights[row]!;
      for (let step = begin; step < end; step += 1) mix[step - begin]! += weight * values[row * steps + step]!;
    }
    const mean = mix.reduce((sum, value) => sum + value, 0) / mix.length;
    return mix.map((value) => value - mean);
  };
  const u = mixed(x, xWeights);
  const v = mixed(y, yWeights);
  let [uv, uu, vv] = [0, 0, 0];
  for (let k = 0; k < u.length; k += 1) {
    uv += u[k]! * v[k]!;
    uu += u[k]! ** 2;
    vv += v[k]! ** 2;
  }
  return uu * vv > 1e-12 ? uv / Math.sqrt(uu * vv) : 0;
}

/** Canonical weights: K = Lx^-1 Cxy Ly^-T with Cxx = Lx Lx^T; right singular vectors v of K give y's, K v gives x's. */
function canonicalWeights(lowerX: Float64Array, xRows: number, cyy: Float64Array, yRows: number, cxy: Float64Array) {
  const lowerY = cholesky(cyy, yRows);
  const half = solveLower(lowerX, xRows, cxy, yRows);
  const k = solveLowerRows(lowerY, yRows, half);
  const gram = new Float64Array(yRows * yRows);
  for (let row = 0; row < xRows; row += 1) {
    for (let i = 0; i < yRows; i += 1) {
      for (let j = 0; j < yRows; j += 1) gram[i * yRows + j]! += k[row * yRows + i]! * k[row * yRows + j]!;
    }
  }
  return symmetricEigen(gram, yRows)
    .slice(0, PAIRS)
    .map(({ vector }) => {
      const left = new Float64Array(xRows);
      for (let row = 0; row < xRows; row += 1) {
        for (let column = 0; column < yRows; column += 1) left[row]! += vector[column]! * k[row * yRows + column]!;
      }
      return { x: solveUpper(lowerX, xRows, left), y: solveUpper(lowerY, yRows, vector) };
    });
}

/**
 * S[k] = sum over folds and canonical pairs of the correlation in the fold that was not fitted, sound shifted by k;
 * z = (max over |lag| <= 0.5 s of S - mean of S beyond 1 s) / its standard deviation there.
 * Ridge CCA: Vinod, "Canonical ridge and econometrics of joint production" (1976). undefined for clips too short to shift.
 * @param xValues `[xRows, steps]`, standardised rows, as yValues
 */
export function measureCca(
  xValues: Float32Array,
  xRows: number,
  yValues: Float32Array,
  yRows: number,
  steps: number,
  stepsPerSecond: number,
): number | undefined {
  const x = { values: xValues, rows: xRows };
  const y = { values: yValues, rows: yRows };
  const folds = Array.from({ length: FOLDS }, (_, fold) => ({
    begin: Math.floor((fold * steps) / FOLDS),
    end: Math.floor(((fold + 1) * steps) / FOLDS),
  }));
  const xx = productSums(x, x, steps, folds);
  const lowersX = folds.map((_, fold) => cholesky(withoutFold(xx, fold, folds, RIDGE, xRows), xRows));
  const statistic = (lag: number): number => {
    const shift = (lag + steps) % steps;
    const shifted = { values: shiftRows(y, steps, shift), rows: yRows };
    const xy = productSums(x, shifted, steps, folds);
    const yy = productSums(shifted, shifted, steps, folds);
    let sum = 0;
    folds.forEach((interval, fold) => {
      const cyy = withoutFold(yy, fold, folds, RIDGE, yRows);
      const cxy = withoutFold(xy, fold, folds, 0, yRows);
      for (const weights of canonicalWeights(lowersX[fold]!, xRows, cyy, yRows, cxy)) {
        sum += testedCorrelation(xValues, weights.x, shifted.values, weights.y, steps, interval);
      }
    });
    return sum;
  };
  const reach = Math.floor(MOST_LAG_SECONDS * stepsPerSecond);
  const chance: number[] = [];
  const firstFar = Math.ceil(NULL_FROM_SECONDS * stepsPerSecond) + reach;
  for (let lag = firstFar; lag < steps - firstFar; lag += FAR_EVERY_STEPS) chance.push(statistic(lag));
  if (chance.length < LEAST_FAR_SHIFTS) return undefined;
  const mean = chance.reduce((sum, value) => sum + value, 0) / chance.length;
  const deviation = Math.sqrt(chance.reduce((sum, value) => sum + (value - mean) ** 2, 0) / chance.length);
  if (!(deviation > 1e-9)) return undefined;
  let peak = Number.NEGATIVE_INFINITY;
  for (let lag = -reach; lag <= reach; lag += NEAR_EVERY_STEPS) peak = Math.max(peak, statistic(lag));
  return (peak - mean) / deviation;
}

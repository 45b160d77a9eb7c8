// Correlation of rows of one array with rows of another at every circular shift, by FFT. Pure but for scratch arrays.
import { createComplexFourier } from './fourier.ts';

/** Rows with mean 0 and mean square 1; a row that does not vary becomes all zeros, and so does one that holds what is no number. */
export function standardise(values: Float32Array, rows: number, steps: number): Float32Array {
  const standard = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    const source = values.subarray(row * steps, (row + 1) * steps);
    let sum = 0;
    let squares = 0;
    for (let step = 0; step < steps; step += 1) sum += source[step]!;
    const mean = sum / steps;
    for (let step = 0; step < steps; step += 1) squares += (source[step]! - mean) ** 2;
    const deviation = Math.sqrt(squares / steps);
    if (!(deviation > 1e-6)) continue;
    for (let step = 0; step < steps; step += 1) standard[row * steps + step] = (source[step]! - mean) / deviation;
  }
  return standard;
}

/** Transform of rows that were padded with zeros to `size`. */
interface Spectrum {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** Correlates by FFT; two correlations share one transform, as the real and the imaginary part of what they travel in. */
interface Correlator {
  /** Of real + i imaginary. */
  spectrumOf(real: Float32Array, imaginary: Float32Array): Spectrum;
  /**
   * sum_t conj(a[t]) b[(t + k) mod steps] for k = 0 ... steps - 1, complex.
   * @returns scratch that the next call overwrites; what lies beyond `steps` means nothing
   */
  correlate(a: Spectrum, b: Spectrum): Spectrum;
}

function createCorrelator(steps: number): Correlator {
  let size = 2;
  while (size < 2 * steps) size *= 2;
  const fourier = createComplexFourier(size);
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  return {
    spectrumOf(realRow, imaginaryRow) {
      const spectrum = { real: new Float64Array(size), imaginary: new Float64Array(size) };
      spectrum.real.set(realRow);
      spectrum.imaginary.set(imaginaryRow);
      fourier.transform(spectrum.real, spectrum.imaginary);
      return spectrum;
    },
    correlate(a, b) {
      for (let k = 0; k < size; k += 1) {
        real[k] = (a.real[k]! * b.real[k]! + a.imaginary[k]! * b.imaginary[k]!) / size;
        imaginary[k] = (a.real[k]! * b.imaginary[k]! - a.imaginary[k]! * b.real[k]!) / size;
      }
      // With its parts exchanged, the transform is the inverse one.
      fourier.transform(imaginary, real);
      // What wraps round: shift k of the circle is lag k and lag k - steps of the line.
      for (let shift = 1; shift < steps; shift += 1) {
        real[shift]! += real[size - steps + shift]!;
        imaginary[shift]! += imaginary[size - steps + shift]!;
      }
      return { real, imaginary };
    },
  };
}

function rowsOf(values: Float32Array, steps: number): Float32Array[] {
  return Array.from({ length: values.length / steps }, (_, row) => values.subarray(row * steps, (row + 1) * steps));
}

/**
 * max over row pairs (i, j) of c_ij[k] = 1/steps * sum_t a_i[t] b_j[(t + k) mod steps], for k = 0 ... steps - 1; rows of zeros take no part.
 * @param a `[rows, steps]` standardised, as b
 */
export function bestCircularCorrelation(a: Float32Array, b: Float32Array, steps: number): Float64Array {
  const { spectrumOf, correlate } = createCorrelator(steps);
  const varying = (values: Float32Array): Float32Array[] =>
    rowsOf(values, steps).filter((row) => row.some((value) => value !== 0));
  const silent = new Float32Array(steps);
  const firsts = varying(a).map((row) => spectrumOf(row, silent));
  const rows = varying(b);
  const best = new Float64Array(steps).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < rows.length; row += 2) {
    // An odd one out goes with itself.
    const second = spectrumOf(rows[row]!, rows[row + 1] ?? rows[row]!);
    for (const first of firsts) {
      const { real, imaginary } = correlate(first, second);
      for (let shift = 0; shift < steps; shift += 1) {
        if (real[shift]! > best[shift]!) best[shift] = real[shift]!;
        if (imaginary[shift]! > best[shift]!) best[shift] = imaginary[shift]!;
      }
    }
  }
  return best.map((sum) => sum / steps);
}

/**
 * For k = 0 ... steps - 1 the sum over row pairs of the products of c_f[k] and c_g[k] for any two quarters f, g of the clip, with
 * c_f[k] = max(0, 1/steps * sum over t of quarter f of a_i[t] b_j[(t + k) mod steps]).
 * Only what goes up together counts, and only where it does so in several quarters: a square of the whole would grow with one chance event.
 * @param a `[rows, steps]` standardised, as b
 */
export function sumOfLastingPairs(a: Float32Array, b: Float32Array, steps: number): Float64Array {
  const { spectrumOf, correlate } = createCorrelator(steps);
  const seconds = rowsOf(b, steps).map((row) => spectrumOf(row, new Float32Array(steps)));
  const sums = new Float64Array(steps);
  const whole = new Float64Array(steps);
  const squares = new Float64Array(steps);
  for (const row of rowsOf(a, steps)) {
    const quarter = (k: number, sign: number): Float32Array =>
      row.map((value, t) => (Math.floor((4 * t) / steps) === k ? sign * value : 0));
    // conj(f - i g) = f + i g for real f and g: the two come out as real and imaginary part.
    const halves = [0, 2].map((k) => spectrumOf(quarter(k, 1), quarter(k + 1, -1)));
    for (const second of seconds) {
      whole.fill(0);
      squares.fill(0);
      for (const half of halves) {
        const { real, imaginary } = correlate(half, second);
        for (let shift = 0; shift < steps; shift += 1) {
          const one = Math.max(0, real[shift]!);
          const other = Math.max(0, imaginary[shift]!);
          whole[shift]! += one + other;
          squares[shift]! += one * one + other * other;
        }
      }
      for (let shift = 0; shift < steps; shift += 1)
        sums[shift]! += (whole[shift]! ** 2 - squares[shift]!) / steps ** 2;
    }
  }
  return sums;
}

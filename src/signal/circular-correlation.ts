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

/** The spectra of zero-padded rows. */
interface Spectra {
  readonly real: readonly Float64Array[];
  readonly imaginary: readonly Float64Array[];
}

/**
 * max over row pairs (i, j) of c_ij[k] = 1/steps * sum_t a_i[t] b_j[(t + k) mod steps], for k = 0 ... steps - 1.
 * Two pairs share one transform: their products travel as its real and its imaginary part.
 * @param a `[rows, steps]` standardised, as b
 */
export function bestCircularCorrelation(a: Float32Array, b: Float32Array, steps: number): Float64Array {
  let size = 2;
  while (size < 2 * steps) size *= 2;
  const fourier = createComplexFourier(size);
  const spectraOf = (values: Float32Array): Spectra => {
    const real: Float64Array[] = [];
    const imaginary: Float64Array[] = [];
    for (let begin = 0; begin < values.length; begin += steps) {
      const row = values.subarray(begin, begin + steps);
      if (row.every((value) => value === 0)) continue;
      const rowReal = new Float64Array(size);
      rowReal.set(row);
      real.push(rowReal);
      imaginary.push(new Float64Array(size));
      fourier.transform(rowReal, imaginary.at(-1)!);
    }
    return { real, imaginary };
  };
  const first = spectraOf(a);
  const second = spectraOf(b);
  const best = new Float64Array(steps).fill(Number.NEGATIVE_INFINITY);
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  const half = size / 2 + 1;
  const [oneReal, oneImaginary] = [new Float64Array(half), new Float64Array(half)];
  const [otherReal, otherImaginary] = [new Float64Array(half), new Float64Array(half)];
  const pairs = first.real.length * second.real.length;
  for (let pair = 0; pair < pairs; pair += 2) {
    // An odd one out goes with itself.
    const next = Math.min(pair + 1, pairs - 1);
    const columns = second.real.length;
    multiply(first, Math.floor(pair / columns), second, pair % columns, oneReal, oneImaginary);
    multiply(first, Math.floor(next / columns), second, next % columns, otherReal, otherImaginary);
    joinHalves(oneReal, oneImaginary, otherReal, otherImaginary, real, imaginary);
    fourier.transform(real, imaginary);
    for (let shift = 0; shift < steps; shift += 1) {
      // What wraps round: shift k of the circle is lag k and lag k - steps of the line.
      const wrapped = shift === 0 ? 0 : size - steps + shift;
      const one = (real[shift]! + (shift === 0 ? 0 : real[wrapped]!)) / (size * steps);
      const other = (imaginary[shift]! + (shift === 0 ? 0 : imaginary[wrapped]!)) / (size * steps);
      if (one > best[shift]!) best[shift] = one;
      if (other > best[shift]!) best[shift] = other;
    }
  }
  return best;
}

/** A conj(B) for the lower half of the bins: of real rows, the upper half mirrors it. Its forward transform is the inverse one of conj(A) B. */
function multiply(a: Spectra, i: number, b: Spectra, j: number, real: Float64Array, imaginary: Float64Array): void {
  const aReal = a.real[i]!;
  const aImaginary = a.imaginary[i]!;
  const bReal = b.real[j]!;
  const bImaginary = b.imaginary[j]!;
  for (let k = 0; k < real.length; k += 1) {
    real[k] = aReal[k]! * bReal[k]! + aImaginary[k]! * bImaginary[k]!;
    imaginary[k] = aImaginary[k]! * bReal[k]! - aReal[k]! * bImaginary[k]!;
  }
}

/** one + i other, over all bins. */
function joinHalves(
  oneReal: Float64Array,
  oneImaginary: Float64Array,
  otherReal: Float64Array,
  otherImaginary: Float64Array,
  real: Float64Array,
  imaginary: Float64Array,
): void {
  const size = real.length;
  for (let k = 0; k < oneReal.length; k += 1) {
    const mirror = (size - k) & (size - 1);
    real[mirror] = oneReal[k]! + otherImaginary[k]!;
    imaginary[mirror] = otherReal[k]! - oneImaginary[k]!;
    real[k] = oneReal[k]! - otherImaginary[k]!;
    imaginary[k] = oneImaginary[k]! + otherReal[k]!;
  }
}

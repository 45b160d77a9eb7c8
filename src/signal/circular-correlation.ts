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
  const pairs = first.real.length * second.real.length;
  for (let pair = 0; pair < pairs; pair += 2) {
    real.fill(0);
    imaginary.fill(0);
    for (let part = 0; part < 2 && pair + part < pairs; part += 1) {
      const i = Math.floor((pair + part) / second.real.length);
      const j = (pair + part) % second.real.length;
      addProduct(first.real[i]!, first.imaginary[i]!, second.real[j]!, second.imaginary[j]!, part, real, imaginary);
    }
    fourier.transform(real, imaginary);
    const isSingle = pair + 1 === pairs;
    for (let shift = 0; shift < steps; shift += 1) {
      // What wraps round: shift k of the circle is lag k and lag k - steps of the line.
      const wrapped = shift === 0 ? 0 : size - steps + shift;
      const one = (real[shift]! + (shift === 0 ? 0 : real[wrapped]!)) / (size * steps);
      const other = (imaginary[shift]! + (shift === 0 ? 0 : imaginary[wrapped]!)) / (size * steps);
      if (one > best[shift]!) best[shift] = one;
      if (!isSingle && other > best[shift]!) best[shift] = other;
    }
  }
  return best;
}

/** Adds conj(conj(A) B) = A conj(B), times i for the second part: a forward transform of it is the inverse one of conj(A) B. */
function addProduct(
  aReal: Float64Array,
  aImaginary: Float64Array,
  bReal: Float64Array,
  bImaginary: Float64Array,
  part: number,
  real: Float64Array,
  imaginary: Float64Array,
): void {
  for (let k = 0; k < real.length; k += 1) {
    const productReal = aReal[k]! * bReal[k]! + aImaginary[k]! * bImaginary[k]!;
    const productImaginary = aImaginary[k]! * bReal[k]! - aReal[k]! * bImaginary[k]!;
    if (part === 0) {
      real[k]! += productReal;
      imaginary[k]! += productImaginary;
    } else {
      real[k]! -= productImaginary;
      imaginary[k]! += productReal;
    }
  }
}

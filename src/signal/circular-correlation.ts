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
 * sum over row pairs (i, j) of max(0, c_ij[k]) ^ power with c_ij[k] = 1/steps * sum_t a_i[t] b_j[(t + k) mod steps], k = 0 ... steps - 1.
 * Only pairs that go up together count: what moves more when it is quieter is no cause of the sound. A high power leaves what the best
 * pairs say, a low one what all say.
 * Two pairs share one transform: their products travel as its real and its imaginary part.
 * @param a `[rows, steps]` standardised, as b
 * @param power 2 or 6
 */
export function sumOfPairs(a: Float32Array, b: Float32Array, steps: number, power: 2 | 6): Float64Array {
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
  const sums = new Float64Array(steps);
  const add = (shift: number, correlation: number): void => {
    if (!(correlation > 0)) return;
    const square = correlation * correlation;
    sums[shift]! += power === 2 ? square : square * square * square;
  };
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  const half = size / 2 + 1;
  const [oneReal, oneImaginary] = [new Float64Array(half), new Float64Array(half)];
  const [otherReal, otherImaginary] = [new Float64Array(half), new Float64Array(half)];
  const pairs = first.real.length * second.real.length;
  for (let pair = 0; pair < pairs; pair += 2) {
    const columns = second.real.length;
    const isAlone = pair + 1 === pairs;
    multiply(first, Math.floor(pair / columns), second, pair % columns, oneReal, oneImaginary);
    if (isAlone) {
      otherReal.fill(0);
      otherImaginary.fill(0);
    } else multiply(first, Math.floor((pair + 1) / columns), second, (pair + 1) % columns, otherReal, otherImaginary);
    joinHalves(oneReal, oneImaginary, otherReal, otherImaginary, real, imaginary);
    fourier.transform(real, imaginary);
    for (let shift = 0; shift < steps; shift += 1) {
      // What wraps round: shift k of the circle is lag k and lag k - steps of the line.
      const wrapped = size - steps + shift;
      add(shift, (real[shift]! + (shift === 0 ? 0 : real[wrapped]!)) / (size * steps));
      add(shift, (imaginary[shift]! + (shift === 0 ? 0 : imaginary[wrapped]!)) / (size * steps));
    }
  }
  return sums;
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

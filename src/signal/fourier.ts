// Power spectrum of real windows by a fast Fourier transform with its tables made once. Pure but for its own scratch arrays.

export interface PowerSpectrum {
  readonly nFft: number;
  /**
   * Writes |X[k]|^2 for k = 0 ... nFft/2 of X[k] = sum_n x[n] exp(-2 pi i k n / nFft).
   * @param input nFft real values; they stay as they are
   */
  compute(input: Float64Array, power: Float64Array): void;
}

/** In-place FFT of complex values; `size` is a power of two. */
export interface ComplexFourier {
  readonly size: number;
  transform(real: Float64Array, imaginary: Float64Array): void;
}

/** Decimation in time by four: half as many passes over the values as by two, and a quarter fewer products. */
export function createComplexFourier(size: number): ComplexFourier {
  if (size < 2 || (size & (size - 1)) !== 0) throw new RangeError(`FFT size: expected a power of two, got ${size}`);
  const cosines = Float64Array.from({ length: size }, (_, k) => Math.cos((2 * Math.PI * k) / size));
  const sines = Float64Array.from({ length: size }, (_, k) => Math.sin((2 * Math.PI * k) / size));
  const reversed = new Uint32Array(size);
  for (let k = 1; k < size; k += 1) reversed[k] = (reversed[k >> 1]! >> 1) | (k & 1 ? size >> 1 : 0);
  const isPowerOfFour = Math.log2(size) % 2 === 0;
  return {
    size,
    transform(real, imaginary) {
      reorder(real, imaginary, reversed);
      if (!isPowerOfFour) joinPairs(real, imaginary);
      for (let quarter = isPowerOfFour ? 1 : 2; quarter < size; quarter *= 4) {
        joinFours(real, imaginary, quarter, cosines, sines);
      }
    },
  };
}

function reorder(real: Float64Array, imaginary: Float64Array, order: Uint32Array): void {
  for (let k = 0; k < order.length; k += 1) {
    const other = order[k]!;
    if (other <= k) continue;
    const swapReal = real[k]!;
    const swapImaginary = imaginary[k]!;
    real[k] = real[other]!;
    imaginary[k] = imaginary[other]!;
    real[other] = swapReal;
    imaginary[other] = swapImaginary;
  }
}

/** Transforms of two values each. */
function joinPairs(real: Float64Array, imaginary: Float64Array): void {
  for (let low = 0; low < real.length; low += 2) {
    const highReal = real[low + 1]!;
    const highImaginary = imaginary[low + 1]!;
    real[low + 1] = real[low]! - highReal;
    imaginary[low + 1] = imaginary[low]! - highImaginary;
    real[low]! += highReal;
    imaginary[low]! += highImaginary;
  }
}

/** Four transforms of `quarter` values, of the values 4n, 4n + 2, 4n + 1 and 4n + 3, become one of 4 * quarter. */
function joinFours(
  real: Float64Array,
  imaginary: Float64Array,
  quarter: number,
  cosines: Float64Array,
  sines: Float64Array,
): void {
  const size = real.length;
  const stride = size / (4 * quarter);
  for (let k = 0; k < quarter; k += 1) {
    const [cosine1, sine1] = [cosines[k * stride]!, sines[k * stride]!];
    const [cosine2, sine2] = [cosines[2 * k * stride]!, sines[2 * k * stride]!];
    const [cosine3, sine3] = [cosines[3 * k * stride]!, sines[3 * k * stride]!];
    for (let first = k; first < size; first += 4 * quarter) {
      const second = first + quarter;
      const third = second + quarter;
      const fourth = third + quarter;
      const evenReal = real[second]! * cosine2 + imaginary[second]! * sine2;
      const evenImaginary = imaginary[second]! * cosine2 - real[second]! * sine2;
      const oneReal = real[third]! * cosine1 + imaginary[third]! * sine1;
      const oneImaginary = imaginary[third]! * cosine1 - real[third]! * sine1;
      const threeReal = real[fourth]! * cosine3 + imaginary[fourth]! * sine3;
      const threeImaginary = imaginary[fourth]! * cosine3 - real[fourth]! * sine3;
      const sumReal = real[first]! + evenReal;
      const sumImaginary = imaginary[first]! + evenImaginary;
      const differenceReal = real[first]! - evenReal;
      const differenceImaginary = imaginary[first]! - evenImaginary;
      const oddReal = oneReal + threeReal;
      const oddImaginary = oneImaginary + threeImaginary;
      const turnedReal = oneImaginary - threeImaginary;
      const turnedImaginary = threeReal - oneReal;
      real[first] = sumReal + oddReal;
      imaginary[first] = sumImaginary + oddImaginary;
      real[second] = differenceReal + turnedReal;
      imaginary[second] = differenceImaginary + turnedImaginary;
      real[third] = sumReal - oddReal;
      imaginary[third] = sumImaginary - oddImaginary;
      real[fourth] = differenceReal - turnedReal;
      imaginary[fourth] = differenceImaginary - turnedImaginary;
    }
  }
}

/** The real values go in as pairs, even ones as real and odd ones as imaginary parts: a transform of half the size does. */
export function createPowerSpectrum(nFft: number): PowerSpectrum {
  const half = nFft / 2;
  const fourier = createComplexFourier(half);
  const real = new Float64Array(half);
  const imaginary = new Float64Array(half);
  const cosines = Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / nFft));
  const sines = Float64Array.from({ length: half }, (_, k) => Math.sin((2 * Math.PI * k) / nFft));
  return {
    nFft,
    compute(input, power) {
      for (let k = 0; k < half; k += 1) {
        real[k] = input[2 * k]!;
        imaginary[k] = input[2 * k + 1]!;
      }
      fourier.transform(real, imaginary);
      power[0] = (real[0]! + imaginary[0]!) ** 2;
      power[half] = (real[0]! - imaginary[0]!) ** 2;
      for (let k = 1; k < half; k += 1) {
        // X[k] = E[k] + exp(-2 pi i k / nFft) O[k], with E and O the transforms of the even and the odd values.
        const mirror = half - k;
        const evenReal = (real[k]! + real[mirror]!) / 2;
        const evenImaginary = (imaginary[k]! - imaginary[mirror]!) / 2;
        const oddReal = (imaginary[k]! + imaginary[mirror]!) / 2;
        const oddImaginary = (real[mirror]! - real[k]!) / 2;
        const outReal = evenReal + cosines[k]! * oddReal + sines[k]! * oddImaginary;
        const outImaginary = evenImaginary + cosines[k]! * oddImaginary - sines[k]! * oddReal;
        power[k] = outReal * outReal + outImaginary * outImaginary;
      }
    },
  };
}

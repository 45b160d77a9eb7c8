// Power spectrum of real windows by a radix-2 FFT with its tables made once. Pure but for its own scratch arrays.

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

export function createComplexFourier(size: number): ComplexFourier {
  if (size < 2 || (size & (size - 1)) !== 0) throw new RangeError(`FFT size: expected a power of two, got ${size}`);
  const cosines = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
  const sines = Float64Array.from({ length: size / 2 }, (_, k) => Math.sin((2 * Math.PI * k) / size));
  const reversed = new Uint32Array(size);
  for (let k = 1; k < size; k += 1) reversed[k] = (reversed[k >> 1]! >> 1) | (k & 1 ? size >> 1 : 0);
  return {
    size,
    transform(real, imaginary) {
      for (let k = 0; k < size; k += 1) {
        const other = reversed[k]!;
        if (other <= k) continue;
        const swapReal = real[k]!;
        const swapImaginary = imaginary[k]!;
        real[k] = real[other]!;
        imaginary[k] = imaginary[other]!;
        real[other] = swapReal;
        imaginary[other] = swapImaginary;
      }
      for (let half = 1; half < size; half *= 2) {
        const stride = size / (2 * half);
        for (let begin = 0; begin < size; begin += 2 * half) {
          for (let k = 0, turn = 0; k < half; k += 1, turn += stride) {
            const low = begin + k;
            const high = low + half;
            const cosine = cosines[turn]!;
            const sine = sines[turn]!;
            const highReal = real[high]! * cosine + imaginary[high]! * sine;
            const highImaginary = imaginary[high]! * cosine - real[high]! * sine;
            real[high] = real[low]! - highReal;
            imaginary[high] = imaginary[low]! - highImaginary;
            real[low] = real[low]! + highReal;
            imaginary[low] = imaginary[low]! + highImaginary;
          }
        }
      }
    },
  };
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

// Is a backend right? Value and gradients of a small convolution against constants that a reader can work out by hand.
import { conv2d, grads, type Tensor4D, tensor4d, tidy } from '@tensorflow/tfjs-core';

/** x is 1..9 in three rows, the filter a b / c d = 1 2 / 3 4, both of one channel; stride 1, no padding; dy is all ones. */
const INPUT = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const FILTER = [1, 2, 3, 4];
/** First value: 1*1 + 2*2 + 4*3 + 5*4 = 37. */
const VALUE = [37, 47, 67, 77];
/** Each pixel collects the filter taps that touch it: a, a+b, b / a+c, a+b+c+d, b+d / c, c+d, d. */
const INPUT_GRADIENT = [1, 3, 2, 4, 10, 6, 3, 7, 4];
/** Each tap collects the pixels that it touches: 1+2+4+5, 2+3+5+6, 4+5+7+8, 5+6+8+9. */
const FILTER_GRADIENT = [12, 16, 24, 28];
const TOLERANCE = 1e-3;

/** What is wrong with the backend in use, or undefined when the numbers are right. */
export async function selfTest(): Promise<string | undefined> {
  const tensors = tidy(() => {
    const x = tensor4d(INPUT, [1, 3, 3, 1]);
    const filter = tensor4d(FILTER, [2, 2, 1, 1]);
    const convolve = (image: Tensor4D, taps: Tensor4D) => conv2d(image, taps, 1, 'valid');
    const [inputGradient, filterGradient] = grads((image, taps) => convolve(image as Tensor4D, taps as Tensor4D))([
      x,
      filter,
    ]);
    return [convolve(x, filter), inputGradient!, filterGradient!] as const;
  });
  const got = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  for (const tensor of tensors) tensor.dispose();
  const wanted = { value: VALUE, 'gradient by input': INPUT_GRADIENT, 'gradient by filter': FILTER_GRADIENT };
  for (const [index, [name, values]] of Object.entries(wanted).entries()) {
    const right = values.every((value, at) => Math.abs(value - got[index]![at]!) < TOLERANCE);
    if (!right)
      return `${name} of a small convolution: expected ${values.join(' ')}, got ${[...got[index]!].join(' ')}`;
  }
  return undefined;
}

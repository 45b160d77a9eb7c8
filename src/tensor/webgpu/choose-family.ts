// Which family of products computes rightly on a device: families in the order in which they are wished for, the first that passes a test out.
// The test is a convolution with both gradients over whole numbers, which f16 and f32 alike hold exactly; its answers are worked out here.
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Convolutions, convolutionsOf } from './convolution-kernels.ts';
import type { ConvolutionSizes } from './convolution-plans.ts';
import type { CoreFamily } from './core-choice.ts';

interface ChosenFamily {
  readonly family: CoreFamily;
  readonly convolutions: Convolutions;
}

/** Odd sizes, a stride, padding, more channels than a tile's half. */
const SIZES: ConvolutionSizes = {
  batch: 2,
  inHeight: 7,
  inWidth: 5,
  inChannels: 12,
  outHeight: 4,
  outWidth: 3,
  outChannels: 36,
  filterHeight: 3,
  filterWidth: 3,
  strideHeight: 2,
  strideWidth: 2,
  padTop: 1,
  padLeft: 1,
};

/** Far larger than `SIZES`: the test takes the tiles that large layers take. */
const MANY = 1_000_000;

/** @returns undefined when none is right; and why those before the chosen one are not */
export async function chooseFamily(
  backend: WebGPUBackend,
  families: readonly CoreFamily[],
): Promise<{ readonly chosen: ChosenFamily | undefined; readonly passedOver: readonly string[] }> {
  const passedOver: string[] = [];
  for (const family of families) {
    const problem = await whatIsWrong(backend, family);
    if (problem === undefined) return { chosen: { family, convolutions: convolutionsOf(backend, family) }, passedOver };
    passedOver.push(`${family.name}: ${problem}`);
  }
  return { chosen: undefined, passedOver };
}

async function whatIsWrong(backend: WebGPUBackend, family: CoreFamily): Promise<string | undefined> {
  const large: CoreFamily = { ...family, choose: (_rows, _columns, layout) => family.choose(MANY, MANY, layout) };
  const expected = answers();
  const tensor = (values: Float32Array) => backend.makeTensorInfo([values.length], 'float32', values);
  const [x, filter, dy] = [tensor(expected.x), tensor(expected.filter), tensor(expected.dy)];
  const { filterHeight, filterWidth, inChannels, outChannels } = SIZES;
  const shaped = { ...filter, shape: [filterHeight, filterWidth, inChannels, outChannels] };
  // What a family that does not fit this device asks for wrongly must not count against the device.
  backend.device.pushErrorScope('validation');
  const convolutions = convolutionsOf(backend, large);
  const made: Readonly<Record<string, TensorInfo>> = {
    output: convolutions.forward(SIZES, x, shaped),
    'gradient by input': convolutions.inputGradient(SIZES, dy, shaped),
    'gradient by filter': convolutions.filterGradient(SIZES, x, dy),
  };
  const wanted = [expected.output, expected.inputGradient, expected.filterGradient];
  let problem: string | undefined;
  for (const [index, [name, { dataId }]] of Object.entries(made).entries()) {
    const got = (await backend.read(dataId)) as Float32Array;
    const at = wanted[index]!.findIndex((value, place) => value !== got[place]);
    if (at !== -1) problem ??= `${name}, number ${at}: expected ${wanted[index]![at]}, got ${got[at]}`;
  }
  const error = await backend.device.popErrorScope();
  for (const { dataId } of [x, filter, dy, ...Object.values(made)]) backend.disposeData(dataId);
  return error === null ? problem : error.message.trim().split('\n')[0];
}

function answers() {
  const { batch, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = SIZES;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padTop, padLeft } = SIZES;
  const x = wholeNumbers(batch * inHeight * inWidth * inChannels, 5);
  const filter = wholeNumbers(filterHeight * filterWidth * inChannels * outChannels, 7);
  const dy = wholeNumbers(batch * outHeight * outWidth * outChannels, 3);
  const output = new Float32Array(dy.length);
  const inputGradient = new Float32Array(x.length);
  const filterGradient = new Float32Array(filter.length);
  for (let at = 0; at < dy.length; at += 1) {
    const outChannel = at % outChannels;
    const column = Math.floor(at / outChannels) % outWidth;
    const row = Math.floor(at / outChannels / outWidth) % outHeight;
    const image = Math.floor(at / outChannels / outWidth / outHeight);
    for (let tap = 0; tap < filterHeight * filterWidth; tap += 1) {
      const y = row * strideHeight + Math.floor(tap / filterWidth) - padTop;
      const z = column * strideWidth + (tap % filterWidth) - padLeft;
      if (y < 0 || y >= inHeight || z < 0 || z >= inWidth) continue;
      for (let channel = 0; channel < inChannels; channel += 1) {
        const from = ((image * inHeight + y) * inWidth + z) * inChannels + channel;
        const weight = (tap * inChannels + channel) * outChannels + outChannel;
        output[at]! += x[from]! * filter[weight]!;
        inputGradient[from]! += dy[at]! * filter[weight]!;
        filterGradient[weight]! += dy[at]! * x[from]!;
      }
    }
  }
  return { x, filter, dy, output, inputGradient, filterGradient };
}

/** -2..2 in an order without a short period. */
function wholeNumbers(length: number, step: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => ((index * index * step + index * 3) % 11) % 5).map(
    (value) => value - 2,
  );
}

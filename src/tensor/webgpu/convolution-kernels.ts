// Our convolutions in the places of TensorFlow.js' own: kernel calls in, tensors out. What they do not cover goes to the original.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { backend_util, type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core';
import {
  type ConvolutionSizes,
  planFilterGradient,
  planForward,
  planInputGradient,
  planTurnedFilter,
} from './convolution-plans.ts';
import type { CoreChoice } from './core-choice.ts';
import { runShader } from './run-shader.ts';

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | backend_util.ExplicitPadding;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

type Shape4D = [number, number, number, number];
type Replacement = (original: KernelFunc) => KernelFunc;

/** By the name of the kernel that it replaces. */
export function convolutionKernels(cores: CoreChoice): ReadonlyMap<string, Replacement> {
  const forward = remember(planForward);
  const turned = remember(planTurnedFilter);
  const inputGradient = remember(planInputGradient);
  const filterGradient = remember(planFilterGradient);

  const convolve: Replacement = (original) => (call) => {
    const { x, filter } = call.inputs as { x: TensorInfo; filter: TensorInfo };
    const sizes = sizesOf(x.shape, filter.shape, call.attrs);
    if (sizes === undefined) return original(call);
    const backend = call.backend as WebGPUBackend;
    const { batch, outHeight, outWidth, outChannels } = sizes;
    const output = backend.makeTensorInfo([batch, outHeight, outWidth, outChannels], 'float32');
    runShader(backend, forward(sizes, cores), [output], [x, filter]);
    return output;
  };
  const findInputGradient: Replacement = (original) => (call) => {
    const { dy, filter } = call.inputs as { dy: TensorInfo; filter: TensorInfo };
    const { inputShape } = call.attrs as unknown as { inputShape: number[] };
    const sizes = sizesOf(inputShape, filter.shape, call.attrs);
    if (sizes === undefined) return original(call);
    const backend = call.backend as WebGPUBackend;
    const turnedFilter = backend.makeTensorInfo(filter.shape, 'float32');
    const gradient = backend.makeTensorInfo(inputShape, 'float32');
    runShader(backend, turned(sizes, cores), [turnedFilter], [filter]);
    runShader(backend, inputGradient(sizes, cores), [gradient], [dy, turnedFilter]);
    backend.disposeData(turnedFilter.dataId);
    return gradient;
  };
  const findFilterGradient: Replacement = (original) => (call) => {
    const { x, dy } = call.inputs as { x: TensorInfo; dy: TensorInfo };
    const { filterShape } = call.attrs as unknown as { filterShape: number[] };
    const sizes = sizesOf(x.shape, filterShape, call.attrs);
    if (sizes === undefined) return original(call);
    const backend = call.backend as WebGPUBackend;
    const { parts, partCount, sum } = filterGradient(sizes, cores);
    const gradient = backend.makeTensorInfo(filterShape, 'float32');
    if (sum === undefined) {
      runShader(backend, parts, [gradient], [x, dy]);
      return gradient;
    }
    const filters = backend.makeTensorInfo([partCount, util.sizeFromShape(filterShape)], 'float32');
    runShader(backend, parts, [filters], [x, dy]);
    runShader(backend, sum, [gradient], [filters]);
    backend.disposeData(filters.dataId);
    return gradient;
  };
  return new Map([
    ['Conv2D', convolve],
    ['Conv2DBackpropInput', findInputGradient],
    ['Conv2DBackpropFilter', findFilterGradient],
  ]);
}

/** Undefined: a case for the original kernel (channels first, dilated, nothing in it). */
function sizesOf(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attrs: unknown,
): ConvolutionSizes | undefined {
  const { strides, pad, dataFormat, dilations = 1, dimRoundingMode } = attrs as Attributes;
  if (dataFormat !== 'NHWC' || !backend_util.tupleValuesAreOne(dilations)) return undefined;
  const info = backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    filterShape as Shape4D,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  if (util.sizeFromShape(info.inShape) === 0 || util.sizeFromShape(info.outShape) === 0) return undefined;
  return {
    batch: info.batchSize,
    inHeight: info.inHeight,
    inWidth: info.inWidth,
    inChannels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  };
}

/** Plans are text of some thousand letters: each is made once. */
function remember<Plan>(
  plan: (sizes: ConvolutionSizes, cores: CoreChoice) => Plan,
): (sizes: ConvolutionSizes, cores: CoreChoice) => Plan {
  const made = new Map<string, Plan>();
  return (sizes, cores) => {
    const key = Object.values(sizes).join(' ');
    const known = made.get(key) ?? plan(sizes, cores);
    made.set(key, known);
    return known;
  };
}

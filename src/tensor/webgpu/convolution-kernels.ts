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
import type { CoreFamily } from './core-choice.ts';
import { runShader } from './run-shader.ts';
import { planSlopeScale, SCALE_SIZE } from './slope-scale.ts';

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | backend_util.ExplicitPadding;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

type Shape4D = [number, number, number, number];
/** @param current undefined: the original computes everything */
type Replacement = (original: KernelFunc, current: () => Convolutions | undefined) => KernelFunc;

/** What computes a convolution and its gradients on one backend. */
export interface Convolutions {
  forward(sizes: ConvolutionSizes, x: TensorInfo, filter: TensorInfo): TensorInfo;
  inputGradient(sizes: ConvolutionSizes, dy: TensorInfo, filter: TensorInfo): TensorInfo;
  filterGradient(sizes: ConvolutionSizes, x: TensorInfo, dy: TensorInfo): TensorInfo;
}

export function convolutionsOf(backend: WebGPUBackend, family: CoreFamily): Convolutions {
  const planned = {
    forward: remember((sizes) => planForward(sizes, family)),
    turned: remember(planTurnedFilter),
    inputGradient: remember((sizes) => planInputGradient(sizes, family)),
    filterGradient: remember((sizes) => planFilterGradient(sizes, family)),
  };
  const make = (...shape: number[]) => backend.makeTensorInfo(shape, 'float32');
  const drop = (tensors: readonly TensorInfo[]) => {
    for (const { dataId } of tensors) backend.disposeData(dataId);
  };
  /** What products of f16 need of a gradient, none for f32; to be dropped. */
  const scaleOf = (dy: TensorInfo): TensorInfo[] => {
    if (family.operand === 'f32') return [];
    const { partial, parts, total } = planSlopeScale(util.sizeFromShape(dy.shape));
    const [largest, scale] = [make(parts), make(SCALE_SIZE)];
    runShader(backend, partial, [largest], [dy]);
    runShader(backend, total, [scale], [largest]);
    drop([largest]);
    return [scale];
  };
  return {
    forward: (sizes, x, filter) => {
      const output = make(sizes.batch, sizes.outHeight, sizes.outWidth, sizes.outChannels);
      runShader(backend, planned.forward(sizes), [output], [x, filter]);
      return output;
    },
    inputGradient: (sizes, dy, filter) => {
      const turnedFilter = make(...filter.shape);
      const scale = scaleOf(dy);
      const gradient = make(sizes.batch, sizes.inHeight, sizes.inWidth, sizes.inChannels);
      runShader(backend, planned.turned(sizes), [turnedFilter], [filter]);
      runShader(backend, planned.inputGradient(sizes), [gradient], [dy, turnedFilter, ...scale]);
      drop([turnedFilter, ...scale]);
      return gradient;
    },
    filterGradient: (sizes, x, dy) => {
      const { parts, partCount, sum } = planned.filterGradient(sizes);
      const scale = scaleOf(dy);
      const filterShape = [sizes.filterHeight, sizes.filterWidth, sizes.inChannels, sizes.outChannels];
      const gradient = make(...filterShape);
      const filters = sum === undefined ? gradient : make(partCount, ...filterShape);
      runShader(backend, parts, [filters], [x, dy, ...scale]);
      if (sum !== undefined) {
        runShader(backend, sum, [gradient], [filters]);
        drop([filters]);
      }
      drop(scale);
      return gradient;
    },
  };
}

/** By the name of the kernel that it replaces. */
export function convolutionKernels(): ReadonlyMap<string, Replacement> {
  const forward: Replacement = (original, current) => (call) => {
    const { x, filter } = call.inputs as { x: TensorInfo; filter: TensorInfo };
    const sizes = sizesOf(x.shape, filter.shape, call.attrs);
    return (sizes && current()?.forward(sizes, x, filter)) ?? original(call);
  };
  const inputGradient: Replacement = (original, current) => (call) => {
    const { dy, filter } = call.inputs as { dy: TensorInfo; filter: TensorInfo };
    const { inputShape } = call.attrs as unknown as { inputShape: number[] };
    const sizes = sizesOf(inputShape, filter.shape, call.attrs);
    return (sizes && current()?.inputGradient(sizes, dy, filter)) ?? original(call);
  };
  const filterGradient: Replacement = (original, current) => (call) => {
    const { x, dy } = call.inputs as { x: TensorInfo; dy: TensorInfo };
    const { filterShape } = call.attrs as unknown as { filterShape: number[] };
    const sizes = sizesOf(x.shape, filterShape, call.attrs);
    return (sizes && current()?.filterGradient(sizes, x, dy)) ?? original(call);
  };
  return new Map([
    ['Conv2D', forward],
    ['Conv2DBackpropInput', inputGradient],
    ['Conv2DBackpropFilter', filterGradient],
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
function remember<Plan>(plan: (sizes: ConvolutionSizes) => Plan): (sizes: ConvolutionSizes) => Plan {
  const made = new Map<string, Plan>();
  return (sizes) => {
    const key = Object.values(sizes).join(' ');
    const known = made.get(key) ?? plan(sizes);
    made.set(key, known);
    return known;
  };
}

// The kernels of batch norm (../channel-kernels.ts) on WebGPU: kernel calls in, tensors out.
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import {
  planGradient,
  planGradientSums,
  planMoments,
  planScale,
  type Reduction,
  type Rows,
} from './channel-shaders.ts';
import { runShader } from './run-shader.ts';

type Inputs = Readonly<Record<'x' | 'moments' | 'gamma' | 'beta' | 'dy' | 'sums', TensorInfo>>;

interface Attributes {
  readonly isRectified: boolean;
  readonly rows: number;
}

/** By name. */
export function batchNormKernels(): ReadonlyMap<string, KernelFunc> {
  const reductions = new Map<string, Reduction>();
  const remembered = (key: string, plan: () => Reduction): Reduction => {
    const known = reductions.get(key) ?? plan();
    reductions.set(key, known);
    return known;
  };
  const reduce = (backend: WebGPUBackend, { channels }: Rows, reduction: Reduction, reads: readonly TensorInfo[]) => {
    const { partial, parts, total } = reduction;
    const partials = backend.makeTensorInfo([parts, 2, channels], 'float32');
    const result = backend.makeTensorInfo([2, channels], 'float32');
    runShader(backend, partial, [partials], reads);
    runShader(backend, total, [result], [partials]);
    backend.disposeData(partials.dataId);
    return result;
  };
  const likeX = (backend: WebGPUBackend, { x }: Inputs) => backend.makeTensorInfo(x.shape, 'float32');

  const moments: KernelFunc = ({ inputs, backend }) => {
    const { x } = inputs as unknown as Inputs;
    const shape = rowsOf(x);
    const reduction = remembered(`moments ${shape.rows} ${shape.channels}`, () => planMoments(shape));
    return reduce(backend as WebGPUBackend, shape, reduction, [x]);
  };
  const scale: KernelFunc = ({ inputs, attrs, backend }) => {
    const { x, moments, gamma, beta } = inputs as unknown as Inputs;
    const { isRectified } = attrs as unknown as Attributes;
    const y = likeX(backend as WebGPUBackend, inputs as unknown as Inputs);
    runShader(backend as WebGPUBackend, planScale(rowsOf(x), isRectified), [y], [x, moments, gamma, beta]);
    return y;
  };
  const gradientSums: KernelFunc = ({ inputs, attrs, backend }) => {
    const { x, moments, gamma, beta, dy } = inputs as unknown as Inputs;
    const { isRectified } = attrs as unknown as Attributes;
    const shape = rowsOf(x);
    const key = `sums ${shape.rows} ${shape.channels} ${isRectified}`;
    const reduction = remembered(key, () => planGradientSums(shape, isRectified));
    return reduce(backend as WebGPUBackend, shape, reduction, [x, moments, gamma, beta, dy]);
  };
  const gradient: KernelFunc = ({ inputs, attrs, backend }) => {
    const { x, moments, gamma, beta, dy, sums } = inputs as unknown as Inputs;
    const { isRectified, rows } = attrs as unknown as Attributes;
    const dx = likeX(backend as WebGPUBackend, inputs as unknown as Inputs);
    const shader = planGradient(rowsOf(x), isRectified, rows);
    runShader(backend as WebGPUBackend, shader, [dx], [x, moments, gamma, beta, dy, sums]);
    return dx;
  };
  return new Map([
    ['ChannelMoments', moments],
    ['ScaleChannels', scale],
    ['ChannelGradientSums', gradientSums],
    ['ChannelGradient', gradient],
  ]);
}

function rowsOf({ shape }: TensorInfo): Rows {
  const channels = shape[shape.length - 1]!;
  return { channels, rows: shape.reduce((product, length) => product * length, 1) / channels };
}

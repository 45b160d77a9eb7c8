// Runs WGSL of our own on tensors of TensorFlow.js: in its queue, its command batches and its timers, with buffers that it owns.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type DataId, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { OutOfMemoryError } from '../../errors.ts';

/** What is bound: first the tensors that it writes, then those that it reads, then a uniform: a stride that TensorFlow.js adds, and numbers. */
export interface Shader {
  readonly name: string;
  readonly code: string;
  readonly workgroups: readonly [number, number, number];
}

/** The part of the backend that its types keep private; the version is pinned. */
interface Recorder {
  recordAndSubmit(
    program: object,
    output: TensorInfo,
    inputs: readonly TensorInfo[],
    uniforms: readonly object[],
  ): void;
}

const compiled = new WeakMap<WebGPUBackend, Map<string, GPUComputePipeline>>();

/**
 * No tensor may be in both lists.
 * @param numbers what changes from call to call, f32; the rest stands in the code
 */
export function runShader(
  backend: WebGPUBackend,
  shader: Shader,
  writes: readonly [TensorInfo, ...TensorInfo[]],
  reads: readonly TensorInfo[],
  numbers: readonly number[] = [],
): void {
  for (const tensor of [...writes, ...reads]) {
    expectBinding(backend, tensor);
    backend.uploadToGPU(tensor.dataId);
  }
  const [output, ...others] = writes;
  const program = {
    // As for TensorFlow.js' own shaders that read pixels: then the uniform begins with the output's strides (one of a flat tensor), and all
    // other shapes are left out.
    pixelsOpType: 0,
    // The name that TensorFlow.js' timers tell.
    constructor: { name: shader.name },
    pipeline: pipelineOf(backend, shader, writes.length, reads.length),
    dispatch: shader.workgroups,
  };
  const flat = { ...output, shape: [util.sizeFromShape(output.shape)] };
  const uniforms = numbers.map((number) => ({ type: 'float32', data: [number] }));
  (backend as unknown as Recorder).recordAndSubmit(program, flat, [...others, ...reads], uniforms);
}

/** @throws OutOfMemoryError for a tensor that is larger than a shader may see at once */
function expectBinding({ device }: WebGPUBackend, { shape }: TensorInfo): void {
  const bytes = 4 * util.sizeFromShape(shape);
  const limit = device.limits.maxStorageBufferBindingSize;
  if (bytes > limit)
    throw new OutOfMemoryError(
      `a tensor of ${shape.join(' x ')} takes ${Math.ceil(bytes / 2 ** 20)} MiB, one of this GPU ${Math.floor(limit / 2 ** 20)} MiB at most`,
    );
}

/** Of a tensor that a shader has changed in place: what was read from it before no longer counts. */
export function forgetReadValues(backend: WebGPUBackend, dataId: DataId): void {
  (backend.tensorMap.get(dataId) as { values: unknown }).values = null;
}

function pipelineOf(backend: WebGPUBackend, { name, code }: Shader, writes: number, reads: number): GPUComputePipeline {
  const pipelines = compiled.get(backend) ?? new Map<string, GPUComputePipeline>();
  compiled.set(backend, pipelines);
  let pipeline = pipelines.get(code);
  if (pipeline === undefined) {
    const { device } = backend;
    const types: GPUBufferBindingType[] = [
      ...Array<GPUBufferBindingType>(writes).fill('storage'),
      ...Array<GPUBufferBindingType>(reads).fill('read-only-storage'),
      'uniform',
    ];
    const bindings = device.createBindGroupLayout({
      entries: types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } })),
    });
    pipeline = device.createComputePipeline({
      label: name,
      layout: device.createPipelineLayout({ bindGroupLayouts: [bindings] }),
      compute: { module: device.createShaderModule({ code, label: name }), entryPoint: 'main' },
    });
    pipelines.set(code, pipeline);
  }
  return pipeline;
}

// How much memory of a GPU a training step takes, counted without a GPU: on Dawn's device that computes nothing, whose large buffers are only
// claimed to be large. All of TensorFlow.js' and our own bookkeeping is the real one.
import '@tensorflow/tfjs-layers';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { ready, registerBackend, setBackend, type Variable, zeros } from '@tensorflow/tfjs-core';
import { createAvclWeights } from '../../src/avcl/avcl-model.ts';
import type { LearningTask } from '../../src/avcl/learning-task.ts';
import type { AvclPreset } from '../../src/avcl/presets.ts';
import { taskGradients } from '../../src/avcl/task-gradients.ts';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import { createAdam } from '../../src/tensor/adam.ts';
import { loadNativePackage } from '../../src/tensor/backends/native-package.ts';
import { limitPool } from '../../src/tensor/webgpu/buffer-pool.ts';
import { convolutionsOf } from '../../src/tensor/webgpu/convolution-kernels.ts';
import { registerFamily } from '../../src/tensor/webgpu/core-choice.ts';
import { installKernels } from '../../src/tensor/webgpu/install-kernels.ts';
import { toolHome } from '../../src/tool-home.ts';

/** Larger buffers, unless they are written to by the processor, are small ones that tell another size. */
const LARGE_BYTES = 100_000;

/** What Dawn has on NVIDIA's. */
const LARGEST_BINDING = 2 ** 31 - 4;

/** Without it the device that came of it would go. */
let gpu: GPU;

/** @throws Error when the package webgpu is not installed */
export async function openCountedGpu(): Promise<WebGPUBackend> {
  const dawn = (await loadNativePackage('webgpu', toolHome())) as {
    readonly create: (options: string[]) => GPU;
    readonly globals: object;
  };
  Object.assign(globalThis, dawn.globals);
  gpu = dawn.create(['backend=null']);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: '' }, configurable: true });
  const adapter = await gpu.requestAdapter();
  const device = await adapter!.requestDevice();
  // What the claimed sizes lead to.
  device.addEventListener('uncapturederror', () => {});
  const limits = new Proxy(device.limits, {
    get: (own, name: keyof GPUSupportedLimits) =>
      name === 'maxStorageBufferBindingSize' ? LARGEST_BINDING : own[name],
  });
  Object.defineProperty(device, 'limits', { value: limits });
  const create = device.createBuffer.bind(device);
  device.createBuffer = (wanted) => {
    if (wanted.mappedAtCreation === true || wanted.size < LARGE_BYTES) return create(wanted);
    return Object.defineProperty(create({ ...wanted, size: 256 }), 'size', { value: wanted.size });
  };
  const backend = new WebGPUBackend(device);
  limitPool(backend);
  registerBackend('webgpu', () => backend);
  await setBackend('webgpu');
  await ready();
  const convolutions = convolutionsOf(backend, registerFamily('f32'));
  installKernels(() => convolutions);
  return backend;
}

export interface CountedStep {
  /** All that TensorFlow.js holds at once, its pool of free buffers too. */
  readonly peakBytes: number;
  readonly largestTensorBytes: number;
  readonly dispatches: number;
}

/** The second of two steps of Adam: the first leaves its pool. */
export async function countStep(
  backend: WebGPUBackend,
  preset: AvclPreset,
  task: LearningTask,
  batch: number,
): Promise<CountedStep> {
  const weights = createAvclWeights(preset, seededRandom(1), task.headShapes);
  const optimiser = await createAdam([...weights.variables.values()] as Variable[], 0);
  const { sidePx, videoFrames, melSide } = preset;
  let counted = { peakBytes: 0, largestTensorBytes: 0, dispatches: 0 };
  const stopWatching = watch(
    backend,
    (size) => {
      counted.peakBytes = Math.max(counted.peakBytes, backend.memory().numBytesAllocatedInGPU);
      counted.largestTensorBytes = Math.max(counted.largestTensorBytes, size);
    },
    () => {
      counted.dispatches += 1;
    },
  );
  for (let step = 0; step < 2; step += 1) {
    counted = { peakBytes: 0, largestTensorBytes: 0, dispatches: 0 };
    const video = zeros<never>([batch * videoFrames, sidePx, sidePx, 3] as never) as never;
    const sound = zeros<never>([batch, melSide, melSide, 1] as never) as never;
    const { losses, spreads, gradients } = taskGradients(
      weights,
      preset,
      task,
      { video, sound },
      new Int32Array(batch),
    );
    for (const tensor of [...Object.values(losses), ...Object.values(spreads)]) tensor.dispose();
    await optimiser.step(gradients, 1e-3);
  }
  stopWatching();
  optimiser.dispose();
  weights.dispose();
  return counted;
}

function watch(backend: WebGPUBackend, onBuffer: (size: number) => void, onDispatch: () => void): () => void {
  const pool = backend.bufferManager;
  const recorder = backend as unknown as { recordAndSubmit: (...arguments_: unknown[]) => void };
  const { acquireBuffer } = pool;
  const { recordAndSubmit } = recorder;
  pool.acquireBuffer = (size, ...rest) => {
    const buffer = acquireBuffer.call(pool, size, ...rest);
    onBuffer(size);
    return buffer;
  };
  recorder.recordAndSubmit = (...call) => {
    onDispatch();
    recordAndSubmit.apply(recorder, call);
  };
  return () => {
    pool.acquireBuffer = acquireBuffer;
    recorder.recordAndSubmit = recordAndSubmit;
  };
}

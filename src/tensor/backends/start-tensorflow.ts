// Starts TensorFlow's own library, on the GPU or on the processor, through tfjs-node-gpu or tfjs-node. Its kernels report what goes wrong at once,
// as errors, so there is nothing to check afterwards. Written from its sources: on this library itself it has never been run.
import util from 'node:util';
import { findBackend, setBackend } from '@tensorflow/tfjs-core';
import type { StartedBackend } from '../started-backend.ts';
import { loadNativePackage } from './native-package.ts';
import { processorName } from './processor.ts';

interface TensorflowBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version?: string };
}

/** @throws Error with the reason when it is not installed, does not load, or lists no GPU */
export async function startCuda(home: string): Promise<StartedBackend> {
  const { isUsingGpuDevice, binding } = await startTensorflow('cuda', home);
  if (!isUsingGpuDevice)
    throw new Error('TensorFlow lists no GPU: it needs CUDA 11.2 and cuDNN 8.1 on Linux or Windows, x64');
  return { device: `a CUDA GPU, TensorFlow ${binding.TF_Version ?? ''}`, isSoftware: false, check: () => {} };
}

/** @throws Error with the reason when it is not installed or does not load */
export async function startNode(home: string): Promise<StartedBackend> {
  const { isUsingGpuDevice, binding } = await startTensorflow('node', home);
  if (isUsingGpuDevice) throw new Error('TensorFlow computes on a GPU in this process: ask for cuda');
  return {
    device: `${processorName()}, TensorFlow ${binding.TF_Version ?? ''}`,
    isSoftware: false,
    check: () => {},
  };
}

/** One library a process: where that for GPUs has been loaded and found none, it computes on the processor as well as the other. */
async function startTensorflow(name: 'cuda' | 'node', home: string): Promise<TensorflowBackend> {
  if (findBackend('tensorflow') === null) {
    restoreOldWords();
    // Its log of what it looks for and does not find.
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
    await loadNativePackage(name, home);
  }
  if (!(await setBackend('tensorflow'))) throw new Error('TensorFlow did not start');
  return findBackend('tensorflow') as unknown as TensorflowBackend;
}

/** What tfjs-node 4.22.0 calls and Node 23 has taken away (tfjs issues 8609 and 8746). */
function restoreOldWords(): void {
  const words = util as unknown as Record<string, unknown>;
  words.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  words.isArray ??= Array.isArray;
}

// Puts our WebGPU kernels in the places of TensorFlow.js' own, and adds those that it has no name for.
import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { batchNormKernels } from './batch-norm-kernels.ts';
import { type Convolutions, convolutionKernels } from './convolution-kernels.ts';
import { optimiserKernels } from './optimiser-kernels.ts';

/**
 * To be called once.
 * @param current what computes convolutions; undefined: TensorFlow.js' own
 */
export function installKernels(current: () => Convolutions | undefined): void {
  for (const [kernelName, kernelFunc] of [...batchNormKernels(), ...optimiserKernels()])
    registerKernel({ kernelName, backendName: 'webgpu', kernelFunc });
  for (const [kernelName, replace] of convolutionKernels()) {
    const original = getKernel(kernelName, 'webgpu')!;
    unregisterKernel(kernelName, 'webgpu');
    registerKernel({ ...original, kernelFunc: replace(original.kernelFunc, current) });
  }
}

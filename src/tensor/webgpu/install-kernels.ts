// Puts our WebGPU kernels in the places of TensorFlow.js' own, and adds those that it has no name for.
import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { batchNormKernels } from './batch-norm-kernels.ts';
import { convolutionKernels } from './convolution-kernels.ts';
import { registerCores } from './core-choice.ts';
import { optimiserKernels } from './optimiser-kernels.ts';

/** Once a thread. */
export function installKernels(): void {
  for (const [kernelName, replace] of convolutionKernels(registerCores('f32'))) {
    const original = getKernel(kernelName, 'webgpu')!;
    unregisterKernel(kernelName, 'webgpu');
    registerKernel({ ...original, kernelFunc: replace(original.kernelFunc) });
  }
  for (const [kernelName, kernelFunc] of [...batchNormKernels(), ...optimiserKernels()])
    registerKernel({ kernelName, backendName: 'webgpu', kernelFunc });
}

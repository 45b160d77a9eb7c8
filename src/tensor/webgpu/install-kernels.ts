// Puts our WebGPU kernels in the places of TensorFlow.js' own, and adds those that it has no name for.
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { batchNormKernels } from './batch-norm-kernels.ts';
import { chooseFamily } from './choose-family.ts';
import { type Convolutions, convolutionKernels } from './convolution-kernels.ts';
import { type CoreFamily, matrixFamily, registerFamily } from './core-choice.ts';
import type { MatrixUnit } from './matrix-core.ts';
import { optimiserKernels } from './optimiser-kernels.ts';
import type { Operand } from './product-core.ts';

/** Those that compute convolutions from now on. */
let convolutions: Convolutions | undefined;

/** Of this device; to be called once. */
export function installKernels(): void {
  for (const [kernelName, kernelFunc] of [...batchNormKernels(), ...optimiserKernels()])
    registerKernel({ kernelName, backendName: 'webgpu', kernelFunc });
  for (const [kernelName, replace] of convolutionKernels()) {
    const original = getKernel(kernelName, 'webgpu')!;
    unregisterKernel(kernelName, 'webgpu');
    registerKernel({
      ...original,
      kernelFunc: replace(original.kernelFunc, () => convolutions),
    });
  }
}

interface Choice {
  /** Undefined: TensorFlow.js' own. */
  readonly convolutions: Convolutions | undefined;
  readonly words: string;
}

const choices = new Map<Operand, Choice>();

/**
 * From now on convolutions multiply such numbers.
 * @returns by what, in a person's words
 * @throws Error for f16 where no family of it computes rightly
 */
export async function multiplyWith(
  operand: Operand,
  backend: WebGPUBackend,
  units: readonly MatrixUnit[],
): Promise<string> {
  const choice = choices.get(operand) ?? (await choose(operand, backend, units));
  choices.set(operand, choice);
  convolutions = choice.convolutions;
  return choice.words;
}

async function choose(operand: Operand, backend: WebGPUBackend, units: readonly MatrixUnit[]): Promise<Choice> {
  const { chosen, passedOver } = await chooseFamily(backend, familiesOf(backend.device, operand, units));
  if (chosen === undefined && operand === 'f16')
    throw new Error(passedOver.length === 0 ? 'the GPU or its driver has no f16' : passedOver.join('; '));
  const name = chosen?.family.name ?? "TensorFlow.js' own products";
  return {
    convolutions: chosen?.convolutions,
    words: [name, ...passedOver.map((reason) => `not ${reason}`)].join('; '),
  };
}

function familiesOf(device: GPUDevice, operand: Operand, units: readonly MatrixUnit[]): CoreFamily[] {
  if (operand === 'f32') return [registerFamily('f32')];
  return device.features.has('shader-f16') ? [...units.map(matrixFamily), registerFamily('f16')] : [];
}

// What convolutions on WebGPU multiply, numbers of 32 or of 16 bits, and which of our products then make them: chosen once a thread for each.
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { chooseFamily } from './choose-family.ts';
import type { Convolutions } from './convolution-kernels.ts';
import { type CoreFamily, matrixFamily, registerFamily } from './core-choice.ts';
import type { MatrixUnit } from './matrix-core.ts';
import type { Operand } from './product-core.ts';

interface Choice {
  /** Undefined: TensorFlow.js' own. */
  readonly convolutions: Convolutions | undefined;
  readonly words: string;
}

const choices = new Map<Operand, Choice>();
let current: Choice | undefined;

/** Those that compute convolutions now. */
export function currentConvolutions(): Convolutions | undefined {
  return current?.convolutions;
}

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
  current = choices.get(operand) ?? (await choose(operand, backend, units));
  choices.set(operand, current);
  return current.words;
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

// The steps of optimisers (../optimiser.ts) on WebGPU, in place: kernel calls in, nothing out.
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { AdamNumbers } from '../adam.ts';
import type { SgdNumbers } from '../sgd.ts';
import { LARGEST_DISPATCH } from './dispatch-limit.ts';
import { forgetReadValues, runShader, type Shader } from './run-shader.ts';

interface StepShader {
  /** Of its attributes, in the order of the uniform. */
  readonly numbers: readonly string[];
  readonly momentCount: number;
  /** Changes values[at] and moment0[at] and so on by `slope`. */
  readonly change: string;
}

const ADAM: StepShader = {
  numbers: ['beta1', 'beta2', 'rest1', 'rest2', 'keep', 'rate', 'epsilon'] satisfies (keyof AdamNumbers)[],
  momentCount: 2,
  change: `
  let mean = numbers.beta1 * moment0[at] + numbers.rest1 * slope;
  let power = numbers.beta2 * moment1[at] + numbers.rest2 * slope * slope;
  moment0[at] = mean;
  moment1[at] = power;
  values[at] = values[at] * numbers.keep - numbers.rate * mean / (sqrt(power) + numbers.epsilon);`,
};

const SGD: StepShader = {
  numbers: ['momentum', 'decay', 'rate'] satisfies (keyof SgdNumbers)[],
  momentCount: 1,
  change: `
  let speed = numbers.momentum * moment0[at] + slope + numbers.decay * values[at];
  moment0[at] = speed;
  values[at] = values[at] - numbers.rate * speed;`,
};

/** By name. */
export function optimiserKernels(): ReadonlyMap<string, KernelFunc> {
  return new Map([
    ['AdamStep', stepKernel('AdamStep', ADAM)],
    ['SgdStep', stepKernel('SgdStep', SGD)],
  ]);
}

function stepKernel(name: string, step: StepShader): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const { values, gradient, ...moments } = inputs as Record<string, TensorInfo>;
    const changed = [values!, ...Object.values(moments)] as const;
    const numbers = step.numbers.map((number) => (attrs as Record<string, number>)[number]!);
    runShader(
      backend as WebGPUBackend,
      planStep(name, step, util.sizeFromShape(values!.shape)),
      changed,
      [gradient!],
      numbers,
    );
    for (const { dataId } of changed) forgetReadValues(backend as WebGPUBackend, dataId);
    return [];
  };
}

function planStep(name: string, { numbers, momentCount, change }: StepShader, size: number): Shader {
  const moments = Array.from(
    { length: momentCount },
    (_, index) => `@group(0) @binding(${index + 1}) var<storage, read_write> moment${index}: array<f32>;`,
  );
  const code = `
@group(0) @binding(0) var<storage, read_write> values: array<f32>;
${moments.join('\n')}
@group(0) @binding(${momentCount + 1}) var<storage, read> gradient: array<f32>;
struct Numbers { stride: i32, ${numbers.map((number) => `${number}: f32`).join(', ')} }
@group(0) @binding(${momentCount + 2}) var<uniform> numbers: Numbers;
@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  let at = invocation.x + invocation.y * ${256 * LARGEST_DISPATCH}u;
  if (at >= arrayLength(&values)) { return; }
  let slope = gradient[at];
  ${change}
}`;
  const groups = Math.ceil(size / 256);
  return { name, code, workgroups: [Math.min(groups, LARGEST_DISPATCH), Math.ceil(groups / LARGEST_DISPATCH), 1] };
}

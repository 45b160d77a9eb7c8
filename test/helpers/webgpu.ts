// For tests on WebGPU: starts it on the software driver of `bin/setup --tests`, or says why not; and compares it with the backend cpu.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { add, div, env, grads, mul, setBackend, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { mendKernels } from '../../src/tensor/kernels/mend-kernels.ts';
import type { StartedBackend } from '../../src/tensor/started-backend.ts';
import type { Operand } from '../../src/tensor/webgpu/product-core.ts';
import { startWebgpu } from '../../src/tensor/webgpu/start-webgpu.ts';
import { toolHome } from '../../src/tool-home.ts';
import { assertClose, randomTensor } from './tensors.ts';

const DRIVER = path.join(toolHome(), 'backends', 'software-vulkan', 'icd.json');

export type WebgpuForTests =
  | { readonly started: StartedBackend; readonly skip: false }
  | { readonly started: undefined; readonly skip: string };

/** `skip` is what a test is skipped with: the reason, or false. @param operand what convolutions multiply */
export async function openWebgpuForTests(operand: Operand = 'f32'): Promise<WebgpuForTests> {
  if (existsSync(DRIVER)) process.env.VK_ICD_FILENAMES ??= DRIVER;
  try {
    const started = await startWebgpu(operand);
    env().set('WEBGPU_CPU_FORWARD', false);
    return { started, skip: false };
  } catch (error) {
    return { started: undefined, skip: `WebGPU does not start here: ${(error as Error).message}` };
  }
}

/** Runs `make` on cpu and on webgpu and compares all tensors that it returns, each relative to its largest value. */
export async function assertSameOnWebgpu(
  { started }: WebgpuForTests,
  make: (backend: 'cpu' | 'webgpu') => Tensor[],
  tolerance = 2e-6,
): Promise<void> {
  const results: Float32Array[][] = [];
  for (const name of ['cpu', 'webgpu'] as const) {
    await setBackend(name);
    if (name === 'cpu') mendKernels(name);
    const made = make(name);
    results.push(await Promise.all(made.map((tensor) => tensor.data<'float32'>())));
    for (const tensor of made) tensor.dispose();
  }
  started!.check();
  const [cpu, webgpu] = results as [Float32Array[], Float32Array[]];
  for (const [index, expected] of cpu.entries()) {
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
    assertClose(
      webgpu[index]!.map((value) => value / largest),
      expected.map((value) => value / largest),
      tolerance,
    );
  }
  assert.equal(webgpu.length, cpu.length);
}

/** Compares <gradient, d> with (f(x + h d) - f(x - h d)) / 2h along a random d, for each input in turn; `f` returns one number. */
export async function assertGradientsAlong(
  { started }: WebgpuForTests,
  inputs: readonly Tensor[],
  f: (...inputs: Tensor[]) => Tensor,
  { step, tolerance }: { readonly step: number; readonly tolerance: number },
): Promise<void> {
  const gradients = grads((...moved) => f(...moved))([...inputs]);
  for (const [index, input] of inputs.entries()) {
    const direction = randomTensor<never>(index + 7, input.shape as never) as Tensor;
    const at = (by: number) =>
      f(...inputs.map((other, place) => (place === index ? add(other, mul(direction, by)) : other)));
    const difference = div(sub(at(step), at(-step)), 2 * step);
    const [expected, got] = await Promise.all(
      [difference, sum(mul(gradients[index]!, direction))].map(async (number) => (await number.data())[0]!),
    );
    assert.ok(
      Math.abs(got! - expected!) <= tolerance * Math.max(1, Math.abs(expected!)),
      `input ${index}: expected ${expected}, got ${got}`,
    );
  }
  started!.check();
}

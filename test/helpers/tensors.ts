// For tests of tensor code: repeatable numbers, one function on two backends, gradients by finite differences.
import assert from 'node:assert/strict';
import { getBackend, type Rank, type ShapeMap, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import { openBackend } from '../../src/tensor/backend.ts';

export function randomTensor<R extends Rank>(seed: number, shape: ShapeMap[R]): Tensor<R> {
  const random = seededRandom(seed);
  const size = (shape as number[]).reduce((product, length) => product * length, 1);
  return tensor(
    Float32Array.from({ length: size }, () => random.normal()),
    shape,
  ) as Tensor<R>;
}

/** Runs `make` on cpu and on wasm and compares all tensors that it returns. */
export async function assertSameOnBothBackends(make: () => Tensor[], tolerance = 1e-4): Promise<void> {
  const results: Float32Array[][] = [];
  for (const name of ['cpu', 'wasm'] as const) {
    await openBackend(name);
    results.push(await Promise.all(make().map((made) => made.data<'float32'>())));
  }
  const [cpu, wasm] = results as [Float32Array[], Float32Array[]];
  assert.equal(cpu.length, wasm.length);
  for (const [index, expected] of cpu.entries()) assertClose(wasm[index]!, expected, tolerance);
}

export function assertClose(got: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-4): void {
  assert.equal(got.length, expected.length);
  for (let at = 0; at < expected.length; at += 1) {
    const limit = tolerance * Math.max(1, Math.abs(expected[at]!));
    assert.ok(Math.abs(got[at]! - expected[at]!) <= limit, `value ${at}: expected ${expected[at]}, got ${got[at]}`);
  }
}

/** Compares a gradient with (f(x + h) - f(x - h)) / 2h at every position; `f` returns one number. */
export function assertGradient(f: (x: Tensor) => Tensor, x: Tensor, gradient: Tensor, tolerance = 2e-2): void {
  const step = 1e-2;
  const values = x.dataSync<'float32'>();
  const got = gradient.dataSync<'float32'>();
  for (let at = 0; at < values.length; at += 1) {
    const moved = (by: number) => {
      const copy = values.slice();
      copy[at]! += by;
      return f(tensor(copy, x.shape)).dataSync<'float32'>()[0]!;
    };
    const expected = (moved(step) - moved(-step)) / (2 * step);
    const limit = tolerance * Math.max(1, Math.abs(expected));
    assert.ok(
      Math.abs(got[at]! - expected) <= limit,
      `${getBackend()} gradient ${at}: expected ${expected}, got ${got[at]}`,
    );
  }
}

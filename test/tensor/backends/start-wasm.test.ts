import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, backend, engine, memory, tensor, tensor1d } from '@tensorflow/tfjs-core';
import { KsBuildError, OutOfMemoryError } from '../../../src/errors.ts';
import { startWasm } from '../../../src/tensor/backends/start-wasm.ts';

const MIB = 1024 ** 2;

/** As kernels ask for the room of what they will compute: pages that nobody writes to cost nothing. */
const makeRoom = (shape: number[]) => backend().write(null as never, shape, 'float32');

test('a tensor larger than all addresses is refused, and the next one computes rightly', async () => {
  const { check } = await startWasm();
  // Two of 2 ** 32 bytes: stock, the size wraps round to 0 and kernels write over what lies there.
  assert.throws(() => makeRoom([2, 1024 * MIB]), OutOfMemoryError);
  assert.deepEqual([...add(tensor1d([1, 2]), 1).dataSync()], [2, 3]);
  check();
});

test('a kernel that gives up, which stock goes on with garbage, is an error at the next question', async () => {
  const { check } = await startWasm();
  check();
  const bools = tensor([1, 0], [2], 'bool');
  engine().runKernel('FloorDiv', { a: bools, b: bools });
  assert.throws(check, (error) => error instanceof KsBuildError && /FloorDiv.*Unsupported dtype/.test(error.message));
});

test('memory that runs full is an error and no tensor', async () => {
  await startWasm();
  const before = memory().numTensors;
  assert.throws(() => {
    for (let count = 0; count < 40; count += 1) makeRoom([32 * MIB]);
  }, /found no room for another tensor of 128 MiB/);
  assert.equal(memory().numTensors, before);
});

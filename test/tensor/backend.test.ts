import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getBackend, getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { KsBuildError } from '../../src/errors.ts';
import { openBackend } from '../../src/tensor/backend.ts';

test('auto takes wasm, which passes its self-test', async () => {
  assert.deepEqual(await openBackend('auto'), { name: 'wasm', passedOver: [] });
  assert.equal(getBackend(), 'wasm');
});

test('a backend asked for by name is the one in use', async () => {
  assert.equal((await openBackend('cpu')).name, 'cpu');
  assert.equal(getBackend(), 'cpu');
});

test('a backend that computes wrongly is passed over with what was wrong, and refused when asked for by name', async () => {
  await openBackend('wasm');
  const right = getKernel('Conv2DBackpropFilter', 'wasm')!;
  unregisterKernel('Conv2DBackpropFilter', 'wasm');
  registerKernel({
    ...right,
    kernelFunc: (call) =>
      getKernel('ZerosLike', 'wasm')!.kernelFunc({ ...call, inputs: { x: right.kernelFunc(call) as never } }),
  });
  try {
    const opened = await openBackend('auto');
    assert.equal(opened.name, 'cpu');
    assert.match(opened.passedOver[0]!.reason, /gradient by filter.*expected 12 16 24 28, got 0 0 0 0/);
    await assert.rejects(
      openBackend('wasm'),
      (error) => error instanceof KsBuildError && error.message.includes('wasm: gradient by filter'),
    );
  } finally {
    unregisterKernel('Conv2DBackpropFilter', 'wasm');
    registerKernel(right);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getBackend, getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { KsBuildError } from '../../src/errors.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { BACKEND_NAMES, CORE_BACKENDS } from '../../src/tensor/backend-names.ts';
import { openWebgpuForTests } from '../helpers/webgpu.ts';

const { skip } = await openWebgpuForTests();

test('of those that need nothing added, auto takes wasm, which passes its self-test', async () => {
  const opened = await openBackend('auto', CORE_BACKENDS);
  assert.deepEqual([opened.name, opened.passedOver], ['wasm', []]);
  assert.match(opened.device, /WebAssembly/);
  opened.check();
  assert.equal(getBackend(), 'wasm');
});

test('auto says of each backend before the one that it took why it was passed over', async () => {
  const opened = await openBackend('auto');
  const before = BACKEND_NAMES.slice(0, BACKEND_NAMES.indexOf(opened.name));
  assert.deepEqual(
    opened.passedOver.map(({ name }) => name),
    before,
  );
  for (const { reason } of opened.passedOver) assert.notEqual(reason, '');
});

test('a processor that acts as a GPU is taken when it is named, and not by auto', { skip }, async () => {
  const named = await openBackend('webgpu');
  if (!named.isSoftware) return;
  assert.equal(getBackend(), 'webgpu');
  const { name, passedOver } = await openBackend('auto', ['webgpu', 'wasm']);
  assert.equal(name, 'wasm');
  assert.match(passedOver[0]!.reason, /^no GPU but a processor that acts as one \(.+\)$/);
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
    const opened = await openBackend('auto', CORE_BACKENDS);
    assert.equal(opened.name, 'cpu');
    assert.match(opened.passedOver[0]!.reason, /gradient by filter.*expected 12 16 24 28, got 0 0 0 0/);
    await assert.rejects(
      openBackend('wasm'),
      (error) => error instanceof KsBuildError && /backend wasm.*gradient by filter/.test(error.message),
    );
  } finally {
    unregisterKernel('Conv2DBackpropFilter', 'wasm');
    registerKernel(right);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { backend, memory } from '@tensorflow/tfjs-core';
import { OutOfMemoryError } from '../../../src/errors.ts';
import { chooseFamily } from '../../../src/tensor/webgpu/choose-family.ts';
import { type CoreFamily, registerFamily } from '../../../src/tensor/webgpu/core-choice.ts';
import type { ProductCore } from '../../../src/tensor/webgpu/product-core.ts';
import { runShader } from '../../../src/tensor/webgpu/run-shader.ts';
import { openWebgpuForTests } from '../../helpers/webgpu.ts';

const webgpu = await openWebgpuForTests();

/** The family of f32 with something else in its code. */
function changed(name: string, change: Partial<ProductCore>): CoreFamily {
  const family = registerFamily('f32');
  return { ...family, name, choose: (...size) => ({ ...family.choose(...size), ...change }) };
}

test(
  'a family that does not compile or computes wrongly is passed over with the reason, and not held against the GPU',
  webgpu,
  async () => {
    const device = backend() as unknown as WebGPUBackend;
    const before = { ids: device.numDataIds(), tensors: memory().numTensors };
    const { chosen, passedOver } = await chooseFamily(device, [
      changed('nonsense', { declarations: 'this is not WGSL' }),
      changed('idle', { multiply: '' }),
      registerFamily('f32'),
    ]);
    assert.equal(chosen?.family.name, 'products of f32 in registers');
    assert.match(passedOver[0]!, /^nonsense: .*WGSL/);
    assert.match(passedOver[1]!, /^idle: output, number 0: expected -?\d+, got 0$/);
    assert.equal(passedOver.length, 2);
    webgpu.started!.check();
    assert.deepEqual({ ids: device.numDataIds(), tensors: memory().numTensors }, before);
  },
);

test('a tensor that is larger than a shader may see at once is refused before anything is computed', webgpu, () => {
  const device = backend() as unknown as WebGPUBackend;
  const size = device.device.limits.maxStorageBufferBindingSize / 4 + 1;
  const large = device.makeTensorInfo([size], 'float32');
  assert.throws(
    () => runShader(device, { name: 'none', code: '', workgroups: [1, 1, 1] }, [large], []),
    (error) =>
      error instanceof OutOfMemoryError && /takes \d+ MiB, one of this GPU \d+ MiB at most/.test(error.message),
  );
  device.disposeData(large.dataId);
  webgpu.started!.check();
});

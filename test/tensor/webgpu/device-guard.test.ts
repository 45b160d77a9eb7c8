import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KsBuildError, OutOfMemoryError } from '../../../src/errors.ts';
import { guardDevice } from '../../../src/tensor/webgpu/device-guard.ts';
import { openWebgpuForTests } from '../../helpers/webgpu.ts';

class GPUValidationError {
  readonly message = 'binding 3 is not there\n - while this\n - while that\n - and more';
}
class GPUOutOfMemoryError {
  readonly message = 'no room for 4 GB';
}

/** A device that reports what it is told to. */
function fakeDevice() {
  const device = new EventTarget();
  let lose = (_info: { reason: string; message: string }): void => {};
  const lost = new Promise((resolve) => {
    lose = resolve;
  });
  const report = (error: object) => device.dispatchEvent(Object.assign(new Event('uncapturederror'), { error }));
  return { device: Object.assign(device, { lost }) as unknown as GPUDevice, report, lose };
}

test('a device that reported nothing is trusted', () => {
  guardDevice(fakeDevice().device, 'a GPU')();
});

test('the first error that a device reports ends the trust in it, in three lines', () => {
  const { device, report } = fakeDevice();
  const check = guardDevice(device, 'a GPU');
  report(new GPUValidationError());
  report(new GPUOutOfMemoryError());
  for (let asked = 0; asked < 2; asked += 1)
    assert.throws(
      check,
      (error) =>
        error instanceof KsBuildError &&
        /a GPU reported: binding 3 is not there {2}- while this {2}- while that$/.test(error.message),
    );
});

test('memory that ran out is named as such', () => {
  const { device, report } = fakeDevice();
  const check = guardDevice(device, 'a GPU');
  report(new GPUOutOfMemoryError());
  assert.throws(check, (error) => error instanceof OutOfMemoryError && /no room for 4 GB/.test(error.message));
});

test('a device that is lost is an error', async () => {
  const { device, lose } = fakeDevice();
  const check = guardDevice(device, 'a GPU');
  lose({ reason: 'unknown', message: 'the driver was reset' });
  await new Promise(setImmediate);
  assert.throws(check, /a GPU was lost \(unknown\): the driver was reset; run the command again/);
});

const webgpu = await openWebgpuForTests();

test('a shader that Dawn refuses is noticed by the real device', webgpu, async () => {
  const { backend } = await import('@tensorflow/tfjs-core');
  const { device } = backend() as unknown as { readonly device: GPUDevice };
  device.createShaderModule({ code: 'this is not WGSL' });
  await device.queue.onSubmittedWorkDone();
  assert.throws(webgpu.started!.check, /reported: Error while parsing WGSL/);
});

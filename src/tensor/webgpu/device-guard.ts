// What a GPU reports about itself between two questions: a device in, and whether its numbers can still be trusted out. A GPU that was asked
// for something wrong goes on and returns garbage, so nothing may be read without asking.
import { KsBuildError, OutOfMemoryError } from '../../errors.ts';

/** @returns throws KsBuildError once the device has reported an error, ran out of memory or is lost; the first report counts */
export function guardDevice(device: GPUDevice, name: string): () => void {
  let trouble: KsBuildError | undefined;
  device.addEventListener('uncapturederror', (event) => {
    const { error } = event as GPUUncapturedErrorEvent;
    const words = firstLines(error.message);
    trouble ??=
      error.constructor.name === 'GPUOutOfMemoryError'
        ? new OutOfMemoryError(`the memory of the GPU ran out (${name}): ${words}`)
        : new KsBuildError('gpu', 7, `expected a GPU that computes rightly, but ${name} reported: ${words}`);
  });
  void device.lost.then(({ reason, message }) => {
    trouble ??= new KsBuildError(
      'gpu',
      7,
      `expected a GPU, but ${name} was lost (${reason}): ${firstLines(message)}; run the command again`,
    );
  });
  return () => {
    if (trouble !== undefined) throw trouble;
  };
}

function firstLines(message: string): string {
  return message.trim().split('\n').slice(0, 3).join(' ');
}

// The one way in which numbers come back from the backend of this thread: read, and then asked whether they may be believed. A GPU that was
// asked for something wrong goes on, and answers with garbage.
import type { Tensor } from '@tensorflow/tfjs-core';
import { namingMemory } from './out-of-memory.ts';

let check = (): void => {};

/** @param question throws a KsBuildError when the backend that is now in use can no longer be trusted */
export function trustBackend(question: () => void): void {
  check = question;
}

/** @throws KsBuildError */
export async function readNumbers(tensor: Tensor): Promise<Float32Array> {
  try {
    const values = await tensor.data<'float32'>();
    check();
    return values;
  } catch (error) {
    throw namingMemory(error);
  }
}

/** Where the work cannot wait, on wasm and cpu, which have their numbers at hand. @throws KsBuildError */
export function readNumbersNow(tensor: Tensor): Float32Array {
  const values = tensor.dataSync<'float32'>();
  check();
  return values;
}

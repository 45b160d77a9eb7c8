// Starts the WebAssembly backend, with our kernels. As it ships it computes on where its memory is full or a kernel gives up, and says so on
// the console at most; here each of these is an error.
import '@tensorflow/tfjs-backend-wasm';
import { backend, setBackend } from '@tensorflow/tfjs-core';
import { KsBuildError, OutOfMemoryError } from '../../errors.ts';
import { mendKernels } from '../kernels/mend-kernels.ts';
import type { StartedBackend } from '../started-backend.ts';
import { processorName } from './processor.ts';

/** Its addresses have 32 bits. */
const MEMORY_BYTES = 2 ** 32;

/** The part of the Emscripten module that is used here. */
interface WasmModule {
  _malloc(bytes: number): number;
  _free(address: number): void;
}

let started: StartedBackend | undefined;

/** Once per thread; then only put to use again. */
export async function startWasm(): Promise<StartedBackend> {
  if (started !== undefined) {
    await setBackend('wasm');
    return started;
  }
  const complaints: string[] = [];
  const isSet = await hearing(complaints, () => setBackend('wasm'));
  if (!isSet) throw new Error(complaints[0] ?? 'it did not start');
  guardMemory((backend() as unknown as { readonly wasm: WasmModule }).wasm);
  mendKernels('wasm');
  const check = (): void => {
    if (complaints.length > 0)
      throw new KsBuildError('tensor', 7, `expected numbers, but the wasm backend gave up: ${complaints[0]}`);
  };
  started = { device: `${processorName()}, WebAssembly with SIMD`, isSoftware: false, check };
  return started;
}

/**
 * The module takes the console's `warn` when it starts, and tells that when a kernel gives up: so it gets one that remembers. It also hangs
 * listeners on uncaught errors, which print its whole source: they are taken off again.
 */
async function hearing<T>(complaints: string[], start: () => Promise<T>): Promise<T> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => new Set(process.listeners(event as 'uncaughtException')));
  const { warn } = console;
  console.warn = (...words: unknown[]) => complaints.push(words.join(' '));
  try {
    return await start();
  } finally {
    console.warn = warn;
    for (const [index, event] of events.entries()) {
      for (const listener of process.listeners(event as 'uncaughtException')) {
        if (!before[index]!.has(listener)) process.removeListener(event, listener);
      }
    }
  }
}

/** TensorFlow.js takes what it gets for an address: 0 when nothing is left, and that of a small piece when it asks for 2 ** 32 bytes more. */
function guardMemory(module: WasmModule): void {
  // Its first call puts another function in its place.
  module._free(module._malloc(1));
  const allocate = module._malloc;
  module._malloc = (bytes) => {
    if (bytes > MEMORY_BYTES) throw outOfMemory(bytes);
    let address: number;
    try {
      address = allocate(bytes);
    } catch (error) {
      throw outOfMemory(bytes, error);
    }
    if (address === 0 && bytes > 0) throw outOfMemory(bytes);
    return address;
  };
}

function outOfMemory(bytes: number, cause?: unknown): OutOfMemoryError {
  const mebibytes = Math.ceil(bytes / 1024 ** 2);
  return new OutOfMemoryError(
    `the wasm backend, which has 4 GiB at most, found no room for another tensor of ${mebibytes} MiB`,
    { cause },
  );
}

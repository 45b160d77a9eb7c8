// Chooses the TensorFlow.js backend of this thread: the first that passes its self-test, with the reason why others were passed over.
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
// Registers the gradients of all kernels, which the core alone does not do under Node.
import '@tensorflow/tfjs-layers';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { KsBuildError } from '../errors.ts';
import { mendKernels } from './kernels/mend-kernels.ts';
import { selfTest } from './self-test.ts';

/** In the order in which `auto` tries them: wasm is fast on one core, cpu is the reference of the tests. */
export const BACKEND_NAMES = ['wasm', 'cpu'] as const;
export type BackendName = (typeof BACKEND_NAMES)[number];

export interface OpenBackend {
  readonly name: BackendName;
  readonly passedOver: readonly { readonly name: BackendName; readonly reason: string }[];
}

/** @throws KsBuildError when a backend asked for by name, or every one that `auto` may take, does not work here. */
export async function openBackend(choice: 'auto' | BackendName): Promise<OpenBackend> {
  const passedOver: { name: BackendName; reason: string }[] = [];
  for (const name of choice === 'auto' ? BACKEND_NAMES : [choice]) {
    const reason = await whyNot(name);
    if (reason === undefined) return { name, passedOver };
    passedOver.push({ name, reason });
  }
  const reasons = passedOver.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new KsBuildError(
    'tensor',
    7,
    `expected a tensor backend that computes rightly (${choice}), got none. ${reasons}`,
  );
}

async function whyNot(name: BackendName): Promise<string | undefined> {
  try {
    if (!(await startBackend(name))) return 'did not start';
    mendKernels(name);
    return await selfTest();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The wasm module hangs listeners of its own on uncaught errors, which print its whole source; they are taken off again. */
async function startBackend(name: BackendName): Promise<boolean> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => new Set(process.listeners(event as 'uncaughtException')));
  try {
    const started = await setBackend(name);
    await ready();
    return started;
  } finally {
    for (const [index, event] of events.entries()) {
      for (const listener of process.listeners(event as 'uncaughtException')) {
        if (!before[index]!.has(listener)) process.removeListener(event, listener);
      }
    }
  }
}

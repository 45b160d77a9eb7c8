// Chooses the TensorFlow.js backend of this thread: the first that starts and passes its self-test, with the reason why others were passed over.
// Registers the gradients of all kernels, which the core alone does not do under Node.
import '@tensorflow/tfjs-layers';
import { KsBuildError } from '../errors.ts';
import { toolHome } from '../tool-home.ts';
import { AUTO_BACKENDS, type BackendChoice, type BackendName } from './backend-names.ts';
import { trustBackend } from './read-numbers.ts';
import { selfTest } from './self-test.ts';
import type { StartedBackend } from './started-backend.ts';

interface PassedOver {
  readonly name: BackendName;
  readonly reason: string;
}

export interface OpenBackend extends StartedBackend {
  readonly name: BackendName;
  readonly passedOver: readonly PassedOver[];
}

/** Each puts its backend to use, with our kernels, or throws an Error with the reason. What is not wanted is not even loaded. */
const STARTERS: Readonly<Record<BackendName, () => Promise<StartedBackend>>> = {
  cuda: async () => (await import('./backends/start-tensorflow.ts')).startCuda(toolHome()),
  webgpu: async () => (await import('./webgpu/start-webgpu.ts')).startWebgpu('f32'),
  'webgpu-f16': async () => (await import('./webgpu/start-webgpu.ts')).startWebgpu('f16'),
  node: async () => (await import('./backends/start-tensorflow.ts')).startNode(toolHome()),
  wasm: async () => (await import('./backends/start-wasm.ts')).startWasm(),
  cpu: async () => (await import('./backends/start-cpu.ts')).startCpu(),
};

/**
 * @param among what `auto` may take, in this order
 * @throws KsBuildError when the backend asked for by name, or every one that `auto` may take, does not work here.
 */
export async function openBackend(
  choice: BackendChoice,
  among: readonly BackendName[] = AUTO_BACKENDS,
): Promise<OpenBackend> {
  const passedOver: PassedOver[] = [];
  for (const name of choice === 'auto' ? among : [choice]) {
    const started = await startRight(name, choice === 'auto');
    if (typeof started !== 'string') {
      trustBackend(started.check);
      return { name, passedOver, ...started };
    }
    passedOver.push({ name, reason: started });
  }
  throw new KsBuildError('tensor', 7, refusal(choice, passedOver));
}

/** @returns the reason when it cannot be had, or may not be taken unasked */
async function startRight(name: BackendName, isUnasked: boolean): Promise<StartedBackend | string> {
  try {
    const started = await STARTERS[name]();
    if (isUnasked && started.isSoftware) return `no GPU but a processor that acts as one (${started.device})`;
    const wrong = await selfTest();
    started.check();
    return wrong ?? started;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function refusal(choice: BackendChoice, passedOver: readonly PassedOver[]): string {
  if (choice !== 'auto')
    return `expected the backend ${choice}, but it cannot be used here: ${passedOver[0]!.reason}; \`ks-build doctor\` says which one can`;
  const reasons = passedOver.map(({ name, reason }) => `${name}: ${reason}`);
  return `expected a backend that computes rightly, found none: ${reasons.join('; ')}`;
}

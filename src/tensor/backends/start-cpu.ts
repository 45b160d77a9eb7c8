// Starts the backend in plain JavaScript: slow, and the reference of the tests.
import '@tensorflow/tfjs-backend-cpu';
import { backend, setBackend } from '@tensorflow/tfjs-core';
import { mendKernels } from '../kernels/mend-kernels.ts';
import type { StartedBackend } from '../started-backend.ts';
import { processorName } from './processor.ts';

export async function startCpu(): Promise<StartedBackend> {
  if (!(await setBackend('cpu'))) throw new Error('it did not start');
  // It would recommend another backend on the console.
  Object.assign(backend(), { firstUse: false });
  mendKernels('cpu');
  return { device: `${processorName()}, plain JavaScript`, isSoftware: false, check: () => {} };
}

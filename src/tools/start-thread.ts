// Starts a worker thread from the URL of a module, built or not.
import { Worker } from 'node:worker_threads';

/**
 * The built program starts the module itself. Run from TypeScript sources, as the tests are, Node 20 gives a thread no loader for them
 * (`--import tsx` serves the main thread only), so the thread registers tsx first.
 */
export function startThread(moduleUrl: string, workerData: unknown): Worker {
  if (!moduleUrl.endsWith('.ts')) return new Worker(new URL(moduleUrl), { workerData });
  const loader = import.meta.resolve('tsx/esm/api');
  const bootstrap = `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(moduleUrl)}); });`;
  return new Worker(bootstrap, { eval: true, workerData });
}

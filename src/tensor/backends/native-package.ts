// The npm packages that bring a backend's machine code: in a folder of our own, so that `npm ci` neither needs nor removes them, and loaded
// from there.
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AddedBackend } from '../backend-names.ts';

interface NativePackage {
  readonly packageName: string;
  readonly version: string;
  /** Packages that must be the very copies that this program loads. */
  readonly shared: readonly string[];
}

/**
 * A second copy of these shares the first one's engine and registers its own kernels over those that we mended, without a word that
 * reaches anybody.
 */
const SHARED = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu', '@tensorflow/tfjs-layers'];

export const NATIVE_PACKAGES: Readonly<Record<AddedBackend, NativePackage>> = {
  cuda: { packageName: '@tensorflow/tfjs-node-gpu', version: '4.22.0', shared: SHARED },
  webgpu: { packageName: 'webgpu', version: '0.6.2', shared: [] },
  node: { packageName: '@tensorflow/tfjs-node', version: '4.22.0', shared: SHARED },
};

/** @param home our own folder (tool-home.ts) */
export function backendFolder(backend: AddedBackend, home: string): string {
  return path.join(home, 'backends', backend);
}

/** Where this program loads a package from: the folder of its package.json. */
export function ownPackageFolder(packageName: string): string {
  return path.dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
}

/** @throws Error with what to do when it is not installed, cannot be loaded, or would bring second copies of what is shared. */
export async function loadNativePackage(backend: AddedBackend, home: string): Promise<Record<string, unknown>> {
  const folder = backendFolder(backend, home);
  const { packageName, shared } = NATIVE_PACKAGES[backend];
  if (!existsSync(folder)) throw new Error(`not installed; "ks-build setup --backend ${backend}" adds it`);
  const own = createRequire(path.join(folder, 'package.json'));
  for (const name of shared)
    if (path.dirname(realpathSync(own.resolve(`${name}/package.json`))) !== realpathSync(ownPackageFolder(name)))
      throw new Error(`${folder} holds a second copy of ${name}; run "ks-build setup --backend ${backend}" again`);
  return (await import(pathToFileURL(own.resolve(packageName)).href)) as Record<string, unknown>;
}

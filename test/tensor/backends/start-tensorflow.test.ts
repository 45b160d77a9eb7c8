import assert from 'node:assert/strict';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import util from 'node:util';
import '@tensorflow/tfjs-layers';
import { getBackend } from '@tensorflow/tfjs-core';
import type { AddedBackend } from '../../../src/tensor/backend-names.ts';
import { backendFolder, NATIVE_PACKAGES, ownPackageFolder } from '../../../src/tensor/backends/native-package.ts';
import { startCuda, startNode } from '../../../src/tensor/backends/start-tensorflow.ts';
import { selfTest } from '../../../src/tensor/self-test.ts';
import { temporaryFolder } from '../../helpers/programs.ts';

/** In the place of TensorFlow's library: the kernels of the backend cpu under its name, on a machine without a GPU. */
const LIBRARY = `
const util = require('util');
if (util.isNullOrUndefined(undefined) !== true || util.isArray([]) !== true) throw new Error('needs an older Node');
const tf = require('@tensorflow/tfjs-core');
const { MathBackendCPU } = require('@tensorflow/tfjs-backend-cpu');
tf.copyRegisteredKernels('cpu', 'tensorflow');
tf.registerBackend('tensorflow', () =>
  Object.assign(new MathBackendCPU(), { firstUse: false, isUsingGpuDevice: false, binding: { TF_Version: '2.9.1' } }));
`;

/** @param link puts a shared package into its place */
function installLibrary(t: TestContext, backend: AddedBackend, link: (own: string, place: string) => void): string {
  const home = temporaryFolder(t);
  const { packageName, shared } = NATIVE_PACKAGES[backend];
  const modules = path.join(backendFolder(backend, home), 'node_modules');
  mkdirSync(path.join(modules, packageName), { recursive: true });
  writeFileSync(path.join(modules, packageName, 'index.js'), LIBRARY);
  for (const name of shared) link(ownPackageFolder(name), path.join(modules, name));
  return home;
}

test('a library that is not installed is passed over with what adds it', async (t) => {
  await assert.rejects(startCuda(temporaryFolder(t)), /not installed; "ks-build setup --backend cuda" adds it/);
});

test('a second copy of the core, whose kernels would take the place of the mended ones, is refused', async (t) => {
  const copy = (own: string, place: string) => cpSync(path.join(own, 'package.json'), path.join(place, 'package.json'));
  await assert.rejects(startNode(installLibrary(t, 'node', copy)), /second copy of @tensorflow\/tfjs-core/);
});

test('a library for GPUs without one is passed over, and computes on the processor as the backend node', async (t) => {
  const old = util as unknown as Record<string, unknown>;
  // As in Node 23 and newer.
  delete old.isNullOrUndefined;
  delete old.isArray;
  const home = installLibrary(t, 'cuda', symlinkSync);
  await assert.rejects(startCuda(home), /TensorFlow lists no GPU/);
  const { device, isSoftware } = await startNode(home);
  assert.match(device, /TensorFlow 2\.9\.1$/);
  assert.equal(isSoftware, false);
  assert.equal(getBackend(), 'tensorflow');
  assert.equal(await selfTest(), undefined);
});

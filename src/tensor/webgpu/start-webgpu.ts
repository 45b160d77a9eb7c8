// Starts the backend `webgpu` of this thread: Dawn's device with all that its adapter offers, TensorFlow.js on it, our kernels in their places.
import { ready, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import type { StartedBackend } from '../started-backend.ts';
import { openDawn } from './dawn.ts';
import { guardDevice } from './device-guard.ts';
import { installKernels } from './install-kernels.ts';

/** Asked for where the adapter has them: f16 and matrix units for products, timestamps for benches. */
const WANTED_FEATURES = [
  'shader-f16',
  'subgroups',
  'timestamp-query',
  'chromium-experimental-subgroup-matrix',
] as const;
const WANTED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** As Dawn has it; the types at hand are older. */
interface AdapterInfo extends GPUAdapterInfo {
  readonly isFallbackAdapter: boolean;
}

let started: StartedBackend | undefined;

/**
 * Once per thread; then only put to use again.
 * @throws Error when there is no adapter, or none that TensorFlow.js can work with
 */
export async function startWebgpu(): Promise<StartedBackend> {
  started ??= await startDevice();
  await setBackend('webgpu');
  return started;
}

async function startDevice(): Promise<StartedBackend> {
  const gpu = await openDawn();
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('no GPU with a driver for Vulkan (Linux), Metal (macOS) or D3D12 (Windows)');
  const device = await adapter.requestDevice({
    requiredFeatures: WANTED_FEATURES.filter((name) => adapter.features.has(name)) as GPUFeatureName[],
    requiredLimits: Object.fromEntries(WANTED_LIMITS.map((name) => [name, adapter.limits[name] as number])),
  });
  const { info } = adapter as unknown as { readonly info: AdapterInfo };
  const { description, vendor, architecture } = info;
  const name = description || [vendor, architecture].filter((word) => word !== '').join(' ') || 'a GPU without a name';
  const check = guardDevice(device, name);

  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  // Only what was there before its import registers a backend of its own, on a device that lacks what we ask for.
  removeBackend('webgpu');
  registerBackend('webgpu', () => new WebGPUBackend(device, info));
  if (!(await setBackend('webgpu'))) throw new Error(`TensorFlow.js does not start on ${name}`);
  await ready();
  installKernels();
  return { device: name, isSoftware: isSoftware(info), check };
}

/** Dawn's own word for it, or a driver that is known to be one. */
function isSoftware({ isFallbackAdapter, description }: AdapterInfo): boolean {
  return isFallbackAdapter || /llvmpipe|swiftshader|basic render/i.test(description);
}

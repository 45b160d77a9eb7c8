// Starts the backend `webgpu` of this thread: Dawn's device with all that its adapter offers, TensorFlow.js on it, our kernels in their places.
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { findBackendFactory, ready, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import type { StartedBackend } from '../started-backend.ts';
import { limitPool } from './buffer-pool.ts';
import { openDawn } from './dawn.ts';
import { guardDevice } from './device-guard.ts';
import { installKernels } from './install-kernels.ts';
import type { MatrixUnit } from './matrix-core.ts';
import { currentConvolutions, multiplyWith } from './multiply-with.ts';
import type { Operand } from './product-core.ts';

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
  readonly subgroupMinSize?: number;
  readonly subgroupMaxSize?: number;
  /** What the matrix units multiply: M x K by K x N. */
  readonly subgroupMatrixConfigs?: readonly {
    readonly componentType: string;
    readonly resultComponentType: string;
    readonly M: number;
    readonly N: number;
    readonly K: number;
  }[];
}

interface Device {
  readonly backend: WebGPUBackend;
  readonly name: string;
  readonly isSoftware: boolean;
  readonly units: readonly MatrixUnit[];
  readonly check: () => void;
}

let device: Device | undefined;

/**
 * The device is opened once per thread; then it is only put to use again.
 * @param operand what convolutions multiply; they add up in f32
 * @throws Error when there is no adapter, or none that TensorFlow.js can work with, or none with f16 where that is wanted
 */
export async function startWebgpu(operand: Operand): Promise<StartedBackend> {
  device ??= await openDevice();
  await setBackend('webgpu');
  const { backend, name, isSoftware, units, check } = device;
  const kernels = await multiplyWith(operand, backend, units);
  check();
  return { device: `${name}; ${kernels}`, isSoftware, check };
}

async function openDevice(): Promise<Device> {
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
  const backend = new WebGPUBackend(device, info);
  limitPool(backend);
  // Where there was a `navigator.gpu` its import has registered a backend of its own, on a device that lacks what we ask for.
  if (findBackendFactory('webgpu') !== null) removeBackend('webgpu');
  registerBackend('webgpu', () => backend);
  if (!(await setBackend('webgpu'))) throw new Error(`TensorFlow.js does not start on ${name}`);
  await ready();
  installKernels(currentConvolutions);
  return { backend, name, isSoftware: isSoftware(info), units: matrixUnits(info), check };
}

/** Dawn's own word for it, or a driver that is known to be one. */
function isSoftware({ isFallbackAdapter, description }: AdapterInfo): boolean {
  return isFallbackAdapter || /llvmpipe|swiftshader|basic render/i.test(description);
}

/** Those that add products of f16 up in f32, where all subgroups are of one size: our kernels count on that. */
function matrixUnits({ subgroupMatrixConfigs = [], subgroupMinSize, subgroupMaxSize }: AdapterInfo): MatrixUnit[] {
  if (subgroupMaxSize === undefined || subgroupMinSize !== subgroupMaxSize) return [];
  return subgroupMatrixConfigs
    .filter(({ componentType, resultComponentType }) => componentType === 'f16' && resultComponentType === 'f32')
    .map(({ M, N, K }) => ({ rows: M, columns: N, depth: K, subgroupSize: subgroupMaxSize }));
}

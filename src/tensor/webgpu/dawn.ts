// Dawn, the WebGPU of Chromium, as the npm package `webgpu`: the one object through which this thread reaches its GPUs.
import { toolHome } from '../../tool-home.ts';
import { loadNativePackage } from '../backends/native-package.ts';

interface DawnPackage {
  create(options: readonly string[]): GPU;
  readonly globals: Readonly<Record<string, unknown>>;
}

/**
 * What is switched on: the matrix units of GPUs, which Dawn counts as experimental; f16 on NVIDIA's Vulkan driver, hidden without.
 * Off: times rounded to 65 us. Names that Dawn does not know it passes over.
 */
const SWITCHES = [
  'enable-dawn-features=allow_unsafe_apis,vulkan_enable_f16_on_nvidia',
  'disable-dawn-features=timestamp_quantization',
];

/** The process may end while nothing else holds on to the GPU, so this is never let go. */
let gpu: GPU | undefined;

/** @throws Error when the package is not installed or does not load here */
export async function openDawn(): Promise<GPU> {
  if (gpu === undefined) {
    const dawn = (await loadNativePackage('webgpu', toolHome())) as unknown as DawnPackage;
    Object.assign(globalThis, dawn.globals);
    gpu = dawn.create(SWITCHES);
    offerToTensorFlow(gpu);
  }
  return gpu;
}

/** TensorFlow.js asks for `navigator.gpu`; Node 20 has no navigator at all. */
function offerToTensorFlow(gpu: GPU): void {
  if (!('navigator' in globalThis))
    Object.defineProperty(globalThis, 'navigator', { value: { userAgent: `Node.js/${process.version}` } });
  const { navigator } = globalThis as unknown as { readonly navigator: object };
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
}

// What the owner of a GPU runs: its ceilings, each kind of layer of the preset `paper` forward and backward by TensorFlow.js' kernels and by
// ours, and a training step split into the GPU's time and ours. On a driver for the processor only the ratios mean anything.
// node --import tsx test/bench/webgpu.bench.ts [images] [rounds] [preset] [batch]
import '@tensorflow/tfjs-backend-webgpu';
import process from 'node:process';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import {
  backend as backendInUse,
  getKernel,
  type KernelFunc,
  type TensorInfo,
  type Variable,
} from '@tensorflow/tfjs-core';
import { createAvclWeights } from '../../src/avcl/avcl-model.ts';
import { avclTask } from '../../src/avcl/avcl-task.ts';
import { AVCL_PRESETS, type PresetName } from '../../src/avcl/presets.ts';
import { taskGradients } from '../../src/avcl/task-gradients.ts';
import { avclObjective } from '../../src/avcl/train-settings.ts';
import { batchTensors } from '../../src/avcl/trainer.ts';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import { createAdam } from '../../src/tensor/adam.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { kernelMs, measureCeilings } from './webgpu-ceilings.ts';

interface Layer {
  readonly name: string;
  readonly side: number;
  readonly filter: readonly [number, number, number, number];
  readonly stride: number;
}

/** The kinds of layer of `paper`, and a matrix product of 4096^3 as the one number that others publish. */
const LAYERS: readonly Layer[] = [
  { name: '7x7/2 3->45 @112', side: 112, filter: [7, 7, 3, 45], stride: 2 },
  { name: '3x3 64->144 @56', side: 56, filter: [3, 3, 64, 144], stride: 1 },
  { name: '3x1 144->64 @56', side: 56, filter: [3, 1, 144, 64], stride: 1 },
  { name: '3x3/2 64->230 @56', side: 56, filter: [3, 3, 64, 230], stride: 2 },
  { name: '3x3 128->288 @28', side: 28, filter: [3, 3, 128, 288], stride: 1 },
  { name: '3x3 256->576 @14', side: 14, filter: [3, 3, 256, 576], stride: 1 },
  { name: '3x3 512->1152 @7', side: 7, filter: [3, 3, 512, 1152], stride: 1 },
];
const PRODUCT: Layer = { name: '4096 x 4096 x 4096', side: 64, filter: [1, 1, 4096, 4096], stride: 1 };
const KERNELS = ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'] as const;
const PASSES = { Conv2D: 'forward', Conv2DBackpropInput: 'by input', Conv2DBackpropFilter: 'by filter' } as const;

// Those that the package registers when it is loaded, before ours take their places.
const stock = new Map(KERNELS.map((name) => [name, getKernel(name, 'webgpu')!.kernelFunc]));

const { device, isSoftware } = await openBackend('webgpu');
const backend = backendInUse() as unknown as WebGPUBackend;
const [images = isSoftware ? 1 : 512, rounds = isSoftware ? 1 : 10] = process.argv.slice(2, 4).map(Number);
const preset = (process.argv[4] ?? (isSoftware ? 'smoke' : 'paper')) as PresetName;
const batch = Number(process.argv[5] ?? (isSoftware ? 4 : 32));
const out = (line: string) => process.stdout.write(`${line}\n`);

out(device);
out(`features: ${[...backend.device.features].join(' ')}`);
const { limits } = backend.device;
out(`largest binding ${limits.maxStorageBufferBindingSize}, workgroup memory ${limits.maxComputeWorkgroupStorageSize}`);
const ceilings = await measureCeilings(backend, isSoftware ? 1 / 512 : 1, rounds);
out(
  `ceilings: ${ceilings.teraflops.toFixed(3)} TFLOP/s of f32, ${ceilings.copyGigabytesPerSecond.toFixed(1)} GB/s copied, ` +
    `${ceilings.dispatchMicroseconds.toFixed(0)} us of JavaScript a dispatch`,
);

const ours = new Map(KERNELS.map((name) => [name, getKernel(name, 'webgpu')!.kernelFunc]));
const half = await openBackend('webgpu-f16').catch((error: Error) => error.message);
out(`f16: ${typeof half === 'string' ? half : half.device}`);

out(
  `\n| layer, ${images} image(s) | pass | GFLOP | stock, ms | f32, ms | f32, TFLOP/s | of the ceiling | f16, ms | stock / f32 | f32 / f16 |`,
);
out('|---|---|---|---|---|---|---|---|---|---|');
for (const layer of [...LAYERS, ...(isSoftware ? [] : [PRODUCT])]) await compareLayer(layer);
await openBackend('webgpu');
out('');
await measureStep();
process.exit(0);

async function compareLayer(layer: Layer): Promise<void> {
  const count = layer === PRODUCT ? 1 : images;
  const [height, width, inChannels, outChannels] = layer.filter;
  const inputShape = [count, layer.side, layer.side, inChannels];
  const outSide = Math.ceil(layer.side / layer.stride);
  const [x, filter, dy] = [inputShape, [...layer.filter], [count, outSide, outSide, outChannels]].map((shape) =>
    backend.makeTensorInfo(shape, 'float32'),
  ) as [TensorInfo, TensorInfo, TensorInfo];
  const attrs = {
    strides: layer.stride,
    pad: 'same',
    dataFormat: 'NHWC',
    dilations: 1,
    inputShape,
    filterShape: layer.filter,
  };
  const gigaflops = (2 * count * outSide ** 2 * height * width * inChannels * outChannels) / 1e9;
  for (const name of KERNELS) {
    const measure = (kernel: KernelFunc) =>
      kernelMs(backend, rounds, () => {
        const made = kernel({ inputs: { x, filter, dy }, attrs: attrs as never, backend }) as TensorInfo;
        backend.disposeData(made.dataId);
      });
    const stockMs = await measure(stock.get(name)!);
    await openBackend('webgpu');
    const fullMs = await measure(ours.get(name)!);
    const halfMs = typeof half === 'string' ? undefined : await halfPrecision(() => measure(ours.get(name)!));
    const teraflops = gigaflops / fullMs;
    const cells = [
      layer.name,
      PASSES[name],
      gigaflops.toFixed(1),
      stockMs.toFixed(2),
      fullMs.toFixed(2),
      teraflops.toFixed(3),
      `${((100 * teraflops) / ceilings.teraflops).toFixed(0)} %`,
      halfMs?.toFixed(2) ?? '',
      (stockMs / fullMs).toFixed(2),
      halfMs === undefined ? '' : (fullMs / halfMs).toFixed(2),
    ];
    out(`| ${cells.join(' | ')} |`);
  }
  for (const { dataId } of [x, filter, dy]) backend.disposeData(dataId);
}

/** The kernels look at each call which numbers they are to multiply. */
async function halfPrecision(measure: () => Promise<number>): Promise<number> {
  await openBackend('webgpu-f16');
  const ms = await measure();
  await openBackend('webgpu');
  return ms;
}

async function measureStep(): Promise<void> {
  const plan = AVCL_PRESETS[preset];
  const task = avclTask(avclObjective(preset));
  const weights = createAvclWeights(plan, seededRandom(1));
  const adam = await createAdam([...weights.variables.values()] as Variable[], 0.01);
  const { sidePx, videoFrames, melSide } = plan;
  const drawn = (length: number) => new Float32Array(length).map((_, at) => Math.sin(at));
  const clips = {
    clipIds: Array.from({ length: batch }, (_, clip) => `${clip}`),
    labels: new Int32Array(batch),
    video: drawn(batch * videoFrames * sidePx ** 2 * 3),
    logMel: drawn(batch * melSide ** 2),
  };
  /** @returns the total loss, still on the GPU */
  const step = () => {
    const inputs = batchTensors(clips, plan);
    const { losses, spreads, gradients } = taskGradients(weights, plan, task, inputs, clips.labels);
    void adam.step(gradients, 1e-4);
    const { total, ...others } = losses;
    for (const made of [inputs.video, inputs.sound, ...Object.values(others), ...Object.values(spreads)])
      made.dispose();
    return total;
  };
  const timed = async () => {
    const startMs = performance.now();
    const total = step();
    const recordedMs = performance.now() - startMs;
    await total.data();
    total.dispose();
    return { recordedMs, wallMs: performance.now() - startMs };
  };
  await timed();
  await timed();
  const times = [];
  for (let round = 0; round < rounds; round += 1) times.push(await timed());
  times.sort((a, b) => a.wallMs - b.wallMs);
  const { recordedMs, wallMs } = times[Math.floor(times.length / 2)]!;
  const onGpu = await backend.time(() => step().dispose());
  const names = onGpu.getExtraProfileInfo!();
  const { numBytesInGPU, numBytesAllocatedInGPU } = backend.memory();
  out(
    `step of ${preset}, batch ${batch}, f32: ${wallMs.toFixed(1)} ms, of it JavaScript ${recordedMs.toFixed(1)} ms while the GPU works;`,
  );
  out(
    `  kernels ${Number(onGpu.kernelMs).toFixed(1)} ms in ${names.split(', ').length} dispatches; ${((1000 * batch) / wallMs).toFixed(1)} clips/s`,
  );
  out(
    `  GPU memory between steps ${(numBytesInGPU / 1e9).toFixed(2)} GB, with the pool ${(numBytesAllocatedInGPU / 1e9).toFixed(2)} GB`,
  );
  const byName = new Map<string, { ms: number; count: number }>();
  for (const entry of names.split(', ')) {
    const [name, ms] = entry.split(': ') as [string, string];
    const sum = byName.get(name) ?? { ms: 0, count: 0 };
    byName.set(name, { ms: sum.ms + Number(ms), count: sum.count + 1 });
  }
  out('\n| kernel | share of the GPU time | dispatches |');
  out('|---|---|---|');
  for (const [name, { ms, count }] of [...byName].sort(([, a], [, b]) => b.ms - a.ms).slice(0, 12))
    out(`| ${name} | ${((100 * ms) / Number(onGpu.kernelMs)).toFixed(1)} % | ${count} |`);
}

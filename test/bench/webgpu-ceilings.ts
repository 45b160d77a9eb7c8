// What a GPU can do at best, for test/bench/webgpu.bench.ts: multiplications, copying, dispatches; and the time of work on it.
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { runShader, type Shader } from '../../src/tensor/webgpu/run-shader.ts';

const MOST_WARM_UPS = 3;
const THREADS = 256;
const CHAINS = 8;

/** Milliseconds that the GPU worked on what `record` asks of it; median of `rounds`. */
export async function kernelMs(backend: WebGPUBackend, rounds: number, record: () => void): Promise<number> {
  const times: number[] = [];
  for (let round = -Math.min(MOST_WARM_UPS, rounds); round < rounds; round += 1) {
    const { kernelMs } = await backend.time(record);
    if (round >= 0) times.push(Number(kernelMs));
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

export interface Ceilings {
  readonly teraflops: number;
  readonly copyGigabytesPerSecond: number;
  readonly dispatchMicroseconds: number;
}

/** @param effort 1 for a large GPU; less where a processor pretends to be one */
export async function measureCeilings(backend: WebGPUBackend, effort: number, rounds: number): Promise<Ceilings> {
  const workgroups = Math.max(8, Math.round(16_384 * effort));
  const turns = Math.max(64, Math.round(1024 * Math.sqrt(effort)));
  const result = backend.makeTensorInfo([workgroups * THREADS], 'float32');
  const multiplyMs = await kernelMs(backend, rounds, () =>
    runShader(backend, multiplications(workgroups, turns), [result], []),
  );
  const quads = Math.max(2 ** 16, Math.round(2 ** 24 * effort));
  const [from, to] = [backend.makeTensorInfo([4 * quads], 'float32'), backend.makeTensorInfo([4 * quads], 'float32')];
  const copyMs = await kernelMs(backend, rounds, () => runShader(backend, copy(quads), [to], [from]));
  const small = multiplications(1, 1);
  const count = 300;
  const startMs = performance.now();
  for (let at = 0; at < count; at += 1) runShader(backend, small, [result], []);
  const dispatchMicroseconds = (1000 * (performance.now() - startMs)) / count;
  await backend.read(result.dataId);
  for (const { dataId } of [result, from, to]) backend.disposeData(dataId);
  return {
    teraflops: (workgroups * THREADS * turns * CHAINS * 4 * 2) / multiplyMs / 1e9,
    copyGigabytesPerSecond: (2 * 16 * quads) / copyMs / 1e6,
    dispatchMicroseconds,
  };
}

/** Chains of multiply-add in registers that do not wait for one another. */
function multiplications(workgroups: number, turns: number): Shader {
  const chains = Array.from({ length: CHAINS }, (_, chain) => `c${chain}`);
  const code = `
@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  let factor = vec4<f32>(0.999 + 1e-9 * f32(invocation.x));
  ${chains.map((name, chain) => `var ${name} = vec4<f32>(${chain}.5);`).join('\n  ')}
  for (var turn = 0; turn < ${turns}; turn += 1) {
    ${chains.map((name) => `${name} = fma(${name}, factor, factor);`).join('\n    ')}
  }
  let sum = ${chains.join(' + ')};
  result[invocation.x] = sum.x + sum.y + sum.z + sum.w;
}`;
  return { name: 'Multiplications', code, workgroups: [workgroups, 1, 1] };
}

function copy(quads: number): Shader {
  const code = `
@group(0) @binding(0) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> numbers: array<vec4<f32>>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  if (invocation.x < ${quads}u) { result[invocation.x] = numbers[invocation.x]; }
}`;
  return { name: 'Copy', code, workgroups: [Math.ceil(quads / THREADS), 1, 1] };
}

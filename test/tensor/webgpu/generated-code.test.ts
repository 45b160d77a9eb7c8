import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadNativePackage } from '../../../src/tensor/backends/native-package.ts';
import {
  type ConvolutionSizes,
  planFilterGradient,
  planForward,
  planInputGradient,
} from '../../../src/tensor/webgpu/convolution-plans.ts';
import { type CoreFamily, matrixFamily, registerFamily } from '../../../src/tensor/webgpu/core-choice.ts';
import { toolHome } from '../../../src/tool-home.ts';

/** Of 32 video frames. */
const LAYER: ConvolutionSizes = {
  batch: 32,
  inHeight: 56,
  inWidth: 56,
  inChannels: 64,
  outHeight: 28,
  outWidth: 28,
  outChannels: 230,
  filterHeight: 3,
  filterWidth: 3,
  strideHeight: 2,
  strideWidth: 2,
  padTop: 1,
  padLeft: 1,
};

function shadersOf(family: CoreFamily) {
  return [planForward(LAYER, family), planInputGradient(LAYER, family), planFilterGradient(LAYER, family).parts];
}

/** Without it the device that came of it would go. */
let gpu: GPU;

/** Dawn without a GPU: compiles, and computes nothing. */
async function openCompiler(): Promise<GPUDevice | string> {
  try {
    const dawn = (await loadNativePackage('webgpu', toolHome())) as {
      readonly create: (options: string[]) => GPU;
      readonly globals: object;
    };
    Object.assign(globalThis, dawn.globals);
    gpu = dawn.create(['backend=null', 'enable-dawn-features=allow_unsafe_apis']);
    const adapter = await gpu.requestAdapter();
    return await adapter!.requestDevice({
      requiredFeatures: ['shader-f16', 'subgroups', 'chromium-experimental-subgroup-matrix'] as GPUFeatureName[],
    });
  } catch (error) {
    return `Dawn does not start here: ${(error as Error).message}`;
  }
}

const compiler = await openCompiler();

for (const family of [
  registerFamily('f32'),
  registerFamily('f16'),
  matrixFamily({ rows: 16, columns: 16, depth: 16, subgroupSize: 32 }),
  matrixFamily({ rows: 8, columns: 16, depth: 16, subgroupSize: 32 }),
]) {
  test(`the code for ${family.name} compiles`, { skip: typeof compiler === 'string' && compiler }, async () => {
    const device = compiler as GPUDevice;
    for (const { name, code } of shadersOf(family)) {
      device.pushErrorScope('validation');
      device.createShaderModule({ code });
      assert.equal((await device.popErrorScope())?.message, undefined, name);
    }
  });
}

test('every output pixel and channel of a layer lies in a tile, and a filter of few channels is split among many workgroups', () => {
  const family = registerFamily('f32');
  const forward = planForward(LAYER, family);
  // 32 * 28 * 28 pixels in tiles of 128, 230 channels in tiles of 64.
  assert.deepEqual(forward.workgroups, [4, 196, 1]);
  const inputGradient = planInputGradient(LAYER, family);
  // Four phases of 32 * 28 * 28 pixels, 64 channels.
  assert.deepEqual(inputGradient.workgroups, [1, 196, 4]);
  const { parts, partCount } = planFilterGradient(LAYER, family);
  // 3 rows of taps, each of 3 * 64 numbers in tiles of 64: 36 tiles, so 29 parts make more than 1,000 workgroups.
  assert.deepEqual(parts.workgroups, [4, 9, 29]);
  assert.equal(partCount, 29);
});

test('a workgroup needs no more memory and invocations than every device has, on matrix units than those with them have', () => {
  for (const [family, limit] of [
    [registerFamily('f32'), 16_384],
    [matrixFamily({ rows: 16, columns: 16, depth: 16, subgroupSize: 32 }), 32_768],
  ] as const) {
    for (const rows of [10, 1000, 1_000_000]) {
      for (const columns of [10, 64, 600]) {
        for (const layout of ['row-major', 'depth-major'] as const) {
          const { declarations, threads } = family.choose(rows, columns, layout);
          const bytes = [...declarations.matchAll(/array<(\S+), (\d+)>/g)].reduce(
            (sum, [, type, count]) => sum + Number(count) * { f32: 4, f16: 2, 'vec4<f32>': 16, 'vec4<f16>': 8 }[type!]!,
            0,
          );
          assert.ok(bytes > 0 && bytes <= limit, `${bytes} bytes`);
          assert.ok(threads <= 256, `${threads} invocations`);
        }
      }
    }
  }
});

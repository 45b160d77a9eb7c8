// The gradient of a convolution by its filter as a matrix product over all output pixels, in WGSL: the pixels are split among workgroups so
// that a small filter keeps a large GPU busy, and a second pass adds the parts up in a fixed order. Text out; pure.
import { LARGEST_DISPATCH } from './dispatch-limit.ts';
import type { ImageSize } from './gather-product.ts';
import type { ProductCore } from './product-core.ts';
import { guarded, readQuad, scaling, slots, writeQuad } from './product-text.ts';

/** dW[ky, kx, ci, co] = sum over b, oy, ox of x[b, oy * s + ky - p, ox * s + kx - p, ci] dy[b, oy, ox, co] */
export interface FilterGradientGeometry {
  readonly batch: number;
  readonly image: ImageSize;
  readonly output: ImageSize;
  readonly tapRows: number;
  readonly tapColumns: number;
  readonly stride: { readonly row: number; readonly column: number };
  readonly padTop: number;
  readonly padLeft: number;
}

/** Workgroups to aim at, chosen: 4 to 8 for each multiprocessor of a large GPU; WebGPU does not tell how many it has. */
const WANTED_WORKGROUPS = 1024;
/** Chosen: fewer pixels are not worth a part of their own. */
const FEWEST_PIXELS = 256;

export function splitPixels({ batch, image, output, tapRows, tapColumns }: FilterGradientGeometry, core: ProductCore) {
  const line = tapColumns * image.channels;
  const pixels = batch * output.height * output.width;
  const tiles = tapRows * Math.ceil(line / core.tile.rows) * Math.ceil(output.channels / core.tile.columns);
  const wanted = Math.min(Math.ceil(WANTED_WORKGROUPS / tiles), Math.ceil(pixels / FEWEST_PIXELS));
  const pixelsEach = Math.ceil(pixels / wanted / core.tile.depth) * core.tile.depth;
  return { parts: Math.ceil(pixels / pixelsEach), pixelsEach };
}

/** @returns a shader that writes `parts` filters one after the other */
export function filterGradientShader(name: string, geometry: FilterGradientGeometry, core: ProductCore) {
  const { batch, image, output, tapRows, tapColumns, stride, padTop, padLeft } = geometry;
  const { tile, threads } = core;
  const { parts, pixelsEach } = splitPixels(geometry, core);
  const scale = scaling(true, core, 3);
  const line = tapColumns * image.channels;
  const pixels = batch * output.height * output.width;
  const imageRow = image.width * image.channels;
  const quadImage = image.channels % 4 === 0;
  const quadOutput = output.channels % 4 === 0;
  const lineTiles = Math.ceil(line / tile.rows);
  const leftSlots = slots((tile.rows * tile.depth) / 4, threads);
  const rightSlots = slots((tile.columns * tile.depth) / 4, threads);
  const leftStep = (index: string) => `(${index}) / ${tile.rows / 4}u`;
  const leftQuad = (index: string) => `(${index}) % ${tile.rows / 4}u`;
  const rightStep = (index: string) => `(${index}) / ${tile.columns / 4}u`;
  const rightQuad = (index: string) => `(${index}) % ${tile.columns / 4}u`;

  const fetchLeft = leftSlots
    .map(({ slot, index, guard }) => {
      const inside = (at: number) => `place >= ${-at} && place < ${imageRow - at} && at + ${at} < ${line}`;
      return guarded(
        guard,
        `
    left${slot} = vec4<f32>();
    {
      let pixel = first + ${leftStep(index)};
      let row = i32(pixel / ${output.width}u % ${output.height}u) * ${stride.row} + tapRow - ${padTop};
      if (pixel < end && row >= 0 && row < ${image.height}) {
        let at = i32(lineTile * ${tile.rows}u + ${leftQuad(index)} * 4u);
        let place = (i32(pixel % ${output.width}u) * ${stride.column} - ${padLeft}) * ${image.channels} + at;
        let start = (i32(pixel / ${output.width * output.height}u) * ${image.height} + row) * ${imageRow};
        ${readQuad({ into: `left${slot}`, from: 'image', place: 'start + place', isAligned: quadImage, inside })}
      }
    }`,
      );
    })
    .join('');
  const fetchRight = rightSlots
    .map(({ slot, index, guard }) => {
      const inside = (at: number) => `column + ${at} < ${output.channels}`;
      const place = `pixel * ${output.channels}u + column`;
      return guarded(
        guard,
        `
    right${slot} = vec4<f32>();
    {
      let pixel = first + ${rightStep(index)};
      let column = columnTile * ${tile.columns}u + ${rightQuad(index)} * 4u;
      if (pixel < end) {
      ${readQuad({ into: `right${slot}`, from: 'slope', place, isAligned: quadOutput, inside })}
      }
    }`,
      );
    })
    .join('');
  const store = [
    ...leftSlots.map(({ slot, index, guard }) =>
      guarded(guard, core.storeLeft(leftStep(index), leftQuad(index), `left${slot}`)),
    ),
    ...rightSlots.map(({ slot, index, guard }) =>
      guarded(guard, core.storeRight(rightStep(index), rightQuad(index), scale.in(`right${slot}`))),
    ),
  ].join('\n    ');
  const finish = core.finish(
    (row, quad, value) => `
  {
    let at = lineTile * ${tile.rows}u + ${row};
    let column = columnTile * ${tile.columns}u + ${quad} * 4u;
    if (at < ${line}u && column < ${output.channels}u) {
      let place = ((part * ${tapRows}u + u32(tapRow)) * ${line}u + at) * ${output.channels}u + column;
      ${writeQuad('place', 'column', output.channels, scale.out(value))}
    }
  }`,
  );

  const code = `${core.directives}
@group(0) @binding(0) var<storage, read_write> result: array<${quadOutput ? 'vec4<f32>' : 'f32'}>;
@group(0) @binding(1) var<storage, read> image: array<${quadImage ? 'vec4<f32>' : 'f32'}>;
@group(0) @binding(2) var<storage, read> slope: array<${quadOutput ? 'vec4<f32>' : 'f32'}>;
${scale.binding}
${core.declarations}
@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) thread: u32, ${core.parameters}) {
  let columnTile = workgroup.x;
  let lineTile = workgroup.y % ${lineTiles}u;
  let tapRow = i32(workgroup.y / ${lineTiles}u);
  let part = workgroup.z;
  let end = min((part + 1u) * ${pixelsEach}u, ${pixels}u);
  var first = part * ${pixelsEach}u;
  ${core.begin}
  ${leftSlots.map(({ slot }) => `var left${slot} = vec4<f32>();`).join('\n  ')}
  ${rightSlots.map(({ slot }) => `var right${slot} = vec4<f32>();`).join('\n  ')}
  for (var turn = 0; turn <= ${pixelsEach / tile.depth}; turn += 1) {
    if (turn < ${pixelsEach / tile.depth}) {
    ${fetchLeft}
    ${fetchRight}
    }
    if (turn > 0) {
    ${core.multiply}
    }
    workgroupBarrier();
    ${store}
    workgroupBarrier();
    first += ${tile.depth}u;
  }
  ${finish}
}`;
  const workgroups = [Math.ceil(output.channels / tile.columns), tapRows * lineTiles, parts] as const;
  return { name, code, workgroups };
}

/** `[parts, size] -> [size]`, always in the same order. */
export function sumPartsShader(name: string, parts: number, size: number) {
  const code = `
@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> filters: array<f32>;
@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  let at = invocation.x + invocation.y * ${256 * LARGEST_DISPATCH}u;
  if (at >= ${size}u) { return; }
  var sum = 0.0;
  for (var part = 0u; part < ${parts}u; part += 1u) { sum += filters[part * ${size}u + at]; }
  result[at] = sum;
}`;
  const groups = Math.ceil(size / 256);
  return {
    name,
    code,
    workgroups: [Math.min(groups, LARGEST_DISPATCH), Math.ceil(groups / LARGEST_DISPATCH), 1] as const,
  };
}

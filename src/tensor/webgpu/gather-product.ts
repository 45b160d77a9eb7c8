// A convolution as one matrix product, in WGSL: every row is an output pixel whose inputs are gathered while the product is made (implicit
// GEMM), so that no matrix of patches is ever stored. Serves the forward pass and, by phases of the stride, the gradient by the input.
import { LARGEST_DISPATCH } from './dispatch-limit.ts';
import type { ProductCore } from './product-core.ts';
import { guarded, readQuad, scaling, slots, writeQuad } from './product-text.ts';
import type { Shader } from './run-shader.ts';

/**
 * Channels last throughout. A row of filter taps lies side by side in the image as in the filter, so a product runs over
 * `tapRows` times a line of `tapColumns * source.channels` numbers.
 */
export interface GatherGeometry {
  readonly batch: number;
  readonly source: ImageSize;
  readonly target: ImageSize;
  /** Source pixels from one grid position to the next. */
  readonly sourceStep: PixelPosition;
  /** Target pixels from one grid position to the next. */
  readonly targetStep: PixelPosition;
  /** Whether the source is a gradient, which f16 needs scaled (slope-scale.ts): then a third tensor is read. */
  readonly isSlope: boolean;
  /** Every target pixel belongs to the grid of one of them. */
  readonly phases: readonly [GatherPhase, ...GatherPhase[]];
}

export interface ImageSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

interface PixelPosition {
  readonly row: number;
  readonly column: number;
}

/** Target pixels that are made with the same taps, as a grid. */
export interface GatherPhase {
  readonly gridHeight: number;
  readonly gridWidth: number;
  readonly tapRows: number;
  readonly tapColumns: number;
  /** Of the first tap at the first grid position; may lie outside. */
  readonly sourceOrigin: PixelPosition;
  readonly targetOrigin: PixelPosition;
  /** Where its filter `[tapRows, tapColumns, source.channels, target.channels]` begins in the buffer. */
  readonly filterOffset: number;
}

export function gatherProductShader(name: string, geometry: GatherGeometry, core: ProductCore): Shader {
  const { batch, source, target, sourceStep, targetStep, phases } = geometry;
  const { tile, threads } = core;
  const scale = scaling(geometry.isSlope, core, 3);
  const rowTiles = Math.max(
    ...phases.map(({ gridHeight, gridWidth }) => Math.ceil((batch * gridHeight * gridWidth) / tile.rows)),
  );
  const leftQuads = (tile.rows * tile.depth) / 4;
  const rightQuads = (tile.columns * tile.depth) / 4;
  const leftSlots = slots(leftQuads, threads);
  const rightSlots = slots(rightQuads, threads);
  const quadSource = source.channels % 4 === 0;
  const quadTarget = target.channels % 4 === 0;
  const sourceRow = source.width * source.channels;
  const isDense = targetStep.row === 1 && targetStep.column === 1;
  const { constants, choose } = phaseNumbers(phases, source.channels);

  const begin = leftSlots
    .map(
      ({ slot, index }) => `
  let leftRow${slot} = (${index}) / ${tile.depth / 4}u;
  let leftQuad${slot} = (${index}) % ${tile.depth / 4}u;
  let pixel${slot} = rowTile * ${tile.rows}u + leftRow${slot};
  let row${slot} = select(-100000000, i32(pixel${slot} / gridWidth % gridHeight) * ${sourceStep.row} + sourceRow, pixel${slot} < ${batch}u * gridHeight * gridWidth);
  let column${slot} = (i32(pixel${slot} % gridWidth) * ${sourceStep.column} + sourceColumn) * ${source.channels};
  let image${slot} = i32(pixel${slot} / (gridWidth * gridHeight)) * ${source.height * sourceRow};
  var left${slot} = vec4<f32>();`,
    )
    .join('');
  const fetchLeft = leftSlots
    .map(({ slot, guard }) => {
      const inside = (at: number) => `place >= ${-at} && place < ${sourceRow - at} && at + ${at} < line`;
      return guarded(
        guard,
        `
    left${slot} = vec4<f32>();
    if (row${slot} + tapRow >= 0 && row${slot} + tapRow < ${source.height}) {
      let at = along + i32(leftQuad${slot}) * 4;
      let place = column${slot} + at;
      let start = image${slot} + (row${slot} + tapRow) * ${sourceRow};
      ${readQuad({ into: `left${slot}`, from: 'image', place: 'start + place', isAligned: quadSource, inside })}
    }`,
      );
    })
    .join('');
  const fetchRight = rightSlots
    .map(({ slot, index, guard }) => {
      const inside = (at: number) => `column + ${at} < ${target.channels}`;
      return guarded(
        guard,
        `
    right${slot} = vec4<f32>();
    {
      let at = along + i32((${index}) / ${tile.columns / 4}u);
      let column = i32(columnTile * ${tile.columns}u + (${index}) % ${tile.columns / 4}u * 4u);
      let place = filterOffset + (tapRow * line + at) * ${target.channels};
      if (at < line) {
      ${readQuad({ into: `right${slot}`, from: 'filterTaps', place: 'place + column', isAligned: quadTarget, inside })}
      }
    }`,
      );
    })
    .join('');
  const store = [
    ...leftSlots.map(({ slot, guard }) =>
      guarded(guard, core.storeLeft(`leftRow${slot}`, `leftQuad${slot}`, scale.in(`left${slot}`))),
    ),
    ...rightSlots.map(({ slot, index, guard }) =>
      guarded(
        guard,
        core.storeRight(`(${index}) / ${tile.columns / 4}u`, `(${index}) % ${tile.columns / 4}u`, `right${slot}`),
      ),
    ),
  ].join('\n    ');
  const place = isDense
    ? 'pixel'
    : `(pixel / (gridWidth * gridHeight) * ${target.height}u + pixel / gridWidth % gridHeight * ${targetStep.row}u + targetRow) * ${target.width}u + pixel % gridWidth * ${targetStep.column}u + targetColumn`;
  const finish = core.finish(
    (row, quad, value) => `
  {
    let pixel = rowTile * ${tile.rows}u + ${row};
    let column = columnTile * ${tile.columns}u + ${quad} * 4u;
    if (pixel < ${batch}u * gridHeight * gridWidth && column < ${target.channels}u) {
      let place = (${place}) * ${target.channels}u + column;
      ${writeQuad('place', 'column', target.channels, scale.out(value))}
    }
  }`,
  );

  const code = `${core.directives}
@group(0) @binding(0) var<storage, read_write> result: array<${quadTarget ? 'vec4<f32>' : 'f32'}>;
@group(0) @binding(1) var<storage, read> image: array<${quadSource ? 'vec4<f32>' : 'f32'}>;
@group(0) @binding(2) var<storage, read> filterTaps: array<${quadTarget ? 'vec4<f32>' : 'f32'}>;
${scale.binding}
${core.declarations}
${constants}
@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) thread: u32, ${core.parameters}) {
  let columnTile = workgroup.x;
  let rowTile = workgroup.y + workgroup.z / ${phases.length}u * ${LARGEST_DISPATCH}u;
  ${choose}
  if (rowTile * ${tile.rows}u >= ${batch}u * gridHeight * gridWidth) { return; }
  let turns = tapRows * ((line + ${tile.depth - 1}) / ${tile.depth});
  ${core.begin}
  ${begin}
  ${rightSlots.map(({ slot }) => `var right${slot} = vec4<f32>();`).join('\n  ')}
  var tapRow = 0;
  var along = 0;
  // What a step multiplies is fetched while the one before it is computed.
  for (var turn = 0; turn <= turns; turn += 1) {
    if (turn < turns) {
    ${fetchLeft}
    ${fetchRight}
    }
    if (turn > 0) {
    ${core.multiply}
    }
    workgroupBarrier();
    ${store}
    workgroupBarrier();
    along += ${tile.depth};
    if (along >= line) { along = 0; tapRow += 1; }
  }
  ${finish}
}`;
  const workgroups = [
    Math.ceil(target.channels / tile.columns),
    Math.min(rowTiles, LARGEST_DISPATCH),
    Math.ceil(rowTiles / LARGEST_DISPATCH) * phases.length,
  ] as const;
  return { name, code, workgroups };
}

/** A single phase stands in the code as constants, several as tables of which a workgroup takes its column. */
function phaseNumbers(phases: GatherGeometry['phases'], sourceChannels: number) {
  const columns: Record<string, { readonly type: 'u32' | 'i32'; readonly of: (phase: GatherPhase) => number }> = {
    gridHeight: { type: 'u32', of: (phase) => phase.gridHeight },
    gridWidth: { type: 'u32', of: (phase) => phase.gridWidth },
    tapRows: { type: 'i32', of: (phase) => phase.tapRows },
    line: { type: 'i32', of: (phase) => phase.tapColumns * sourceChannels },
    sourceRow: { type: 'i32', of: (phase) => phase.sourceOrigin.row },
    sourceColumn: { type: 'i32', of: (phase) => phase.sourceOrigin.column },
    targetRow: { type: 'u32', of: (phase) => phase.targetOrigin.row },
    targetColumn: { type: 'u32', of: (phase) => phase.targetOrigin.column },
    filterOffset: { type: 'i32', of: (phase) => phase.filterOffset },
  };
  const lines = Object.entries(columns).map(([name, { type, of }]) => {
    const values = phases.map((phase) => `${type}(${of(phase)})`);
    return phases.length === 1
      ? { constant: `const ${name} = ${values[0]};`, choice: '' }
      : {
          constant: `const ${name}OfPhase = array<${type}, ${values.length}>(${values.join(', ')});`,
          choice: `let ${name} = ${name}OfPhase[workgroup.z % ${phases.length}u];`,
        };
  });
  return {
    constants: lines.map(({ constant }) => constant).join('\n'),
    choose: lines.map(({ choice }) => choice).join('\n  '),
  };
}

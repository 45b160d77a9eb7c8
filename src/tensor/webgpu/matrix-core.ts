// The inner part of a tiled product on a GPU's matrix units (Dawn's experimental subgroup matrices), in WGSL: f16 operands, f32 sums. Text
// out; pure. Compiled in tests, where no GPU is needed for that; on matrix units it has never been run.
import { type LeftLayout, type ProductCore, range } from './product-core.ts';

/** A product that the units make at once: rows x depth by depth x columns. */
export interface MatrixUnit {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** Invocations that make it together. */
  readonly subgroupSize: number;
}

/** A workgroup is 2 x 2 subgroups, each of which sums 4 x 2 units (chosen; the shape that llama.cpp's WebGPU kernels take). */
const DOWN = 2;
const ACROSS = 2;
const UNITS_DOWN = 4;
const UNITS_ACROSS = 2;
/** Steps between two barriers, in units. */
const UNITS_DEEP = 2;
/** f16 numbers after each line of a tile, so that lines do not begin in the same memory bank. */
const PADDING = 8;

export function matrixCore(unit: MatrixUnit, layout: LeftLayout): ProductCore {
  const tile = {
    rows: DOWN * UNITS_DOWN * unit.rows,
    columns: ACROSS * UNITS_ACROSS * unit.columns,
    depth: UNITS_DEEP * unit.depth,
  };
  const subgroups = DOWN * ACROSS;
  const isRowMajor = layout === 'row-major';
  const leftPitch = (isRowMajor ? tile.depth : tile.rows) + PADDING;
  const leftLines = isRowMajor ? tile.rows : tile.depth;
  const rightPitch = tile.columns + PADDING;
  const unitSize = unit.rows * unit.columns;
  const sums = range(UNITS_DOWN).flatMap((row) =>
    range(UNITS_ACROSS).map((column) => ({ row, column, name: `sum${row}_${column}` })),
  );
  const leftRow = (row: number) => `(down * ${UNITS_DOWN}u + ${row}u) * ${unit.rows}u`;
  const column = (index: number) => `(across * ${UNITS_ACROSS}u + ${index}u) * ${unit.columns}u`;
  const leftPlace = (row: number) =>
    isRowMajor ? `${leftRow(row)} * ${leftPitch}u + step` : `step * ${leftPitch}u + ${leftRow(row)}`;
  const store = (array: string, pitch: number) => (line: string, quad: string, value: string) =>
    `{
      let start = (${line}) * ${pitch}u + (${quad}) * 4u;
      ${range(4)
        .map((at) => `${array}[start + ${at}u] = f16(${value}.${'xyzw'[at]});`)
        .join(' ')}
    }`;

  return {
    tile,
    operand: 'f16',
    threads: subgroups * unit.subgroupSize,
    directives: `
enable f16;
enable subgroups;
enable chromium_experimental_subgroup_matrix;
diagnostic(off, chromium.subgroup_matrix_uniformity);`,
    declarations: `
var<workgroup> leftTile: array<f16, ${leftLines * leftPitch}>;
var<workgroup> rightTile: array<f16, ${tile.depth * rightPitch}>;
var<workgroup> finished: array<f32, ${subgroups * unitSize}>;`,
    parameters: '@builtin(subgroup_id) subgroup: u32, @builtin(subgroup_invocation_id) lane: u32',
    begin: [
      `let across = subgroup % ${ACROSS}u;`,
      `let down = subgroup / ${ACROSS}u;`,
      ...sums.map(({ name }) => `var ${name}: subgroup_matrix_result<f32, ${unit.columns}, ${unit.rows}>;`),
    ].join('\n'),
    storeLeft: store('leftTile', leftPitch),
    storeRight: store('rightTile', rightPitch),
    multiply: `
    for (var step = 0u; step < ${tile.depth}u; step += ${unit.depth}u) {
      ${range(UNITS_DOWN)
        .map(
          (row) =>
            `let l${row} = subgroupMatrixLoad<subgroup_matrix_left<f16, ${unit.depth}, ${unit.rows}>, ${isRowMajor ? 'row_major' : 'col_major'}>(&leftTile, ${leftPlace(row)}, ${leftPitch}u);`,
        )
        .join('\n      ')}
      ${range(UNITS_ACROSS)
        .map(
          (index) =>
            `let r${index} = subgroupMatrixLoad<subgroup_matrix_right<f16, ${unit.columns}, ${unit.depth}>, row_major>(&rightTile, step * ${rightPitch}u + ${column(index)}, ${rightPitch}u);`,
        )
        .join('\n      ')}
      ${sums
        .map(({ row, column, name }) => `${name} = subgroupMatrixMultiplyAccumulate(l${row}, r${column}, ${name});`)
        .join('\n      ')}
    }`,
    // Sums lie in matrices whose numbers only a store can reach.
    finish: (write) =>
      sums
        .map(
          ({ row, column: index, name }) => `
  subgroupMatrixStore<row_major>(&finished, subgroup * ${unitSize}u, ${name}, ${unit.columns}u);
  workgroupBarrier();
  for (var at = lane * 4u; at < ${unitSize}u; at += ${unit.subgroupSize * 4}u) {
    let start = subgroup * ${unitSize}u + at;
    let sum = vec4<f32>(finished[start], finished[start + 1u], finished[start + 2u], finished[start + 3u]);
    ${write(`${leftRow(row)} + at / ${unit.columns}u`, `(${column(index)} + at % ${unit.columns}u) / 4u`, 'sum')}
  }
  workgroupBarrier();`,
        )
        .join('\n'),
  };
}

// The inner part of a tiled matrix product in WGSL: tiles of both operands in workgroup memory, products, sums. What the operands are
// gathered from and where sums go belongs to its callers. Text out; pure.

/** The numbers that are multiplied; sums are f32 always. */
export type Operand = 'f32' | 'f16';

/**
 * rows x columns of the product at once, `depth` steps between two barriers. Left operand: `row-major` tiles hold four steps of one row
 * in a vec4, `depth-major` ones four rows of one step. The right one always holds four columns of one step.
 */
interface TileShape {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
}

export type LeftLayout = 'row-major' | 'depth-major';

/** Statements as text. In them `thread` is the invocation's index in its workgroup, a u32. */
export interface ProductCore {
  readonly tile: TileShape;
  readonly operand: Operand;
  readonly threads: number;
  /** Before everything else: extensions that the code needs. */
  readonly directives: string;
  readonly declarations: string;
  /** Of `main`, beside those that every product has. */
  readonly parameters: string;
  /** Sums at zero. */
  readonly begin: string;
  /** @param quad which vec4 of the row (row-major) or of the step (depth-major) */
  storeLeft(line: string, quad: string, value: string): string;
  storeRight(step: string, quad: string, value: string): string;
  /** The tiles' product added to the sums. */
  readonly multiply: string;
  /** Calls `write` for all sums of the tile: a row, a group of four columns, a vec4<f32>. */
  finish(write: (row: string, quad: string, value: string) => string): string;
}

/** How many rows and columns each thread sums in registers, and how the threads lie over the tile. */
export interface RegisterBlock {
  readonly threadsAcross: number;
  readonly threadsDown: number;
  /** Multiples of 4. */
  readonly rowsEach: number;
  readonly columnsEach: number;
  readonly depth: number;
}

/** Sums in named registers: arrays may be spilled to memory by a driver's compiler, which unrolls loops by itself. */
export function registerCore(block: RegisterBlock, layout: LeftLayout, operand: Operand): ProductCore {
  const { threadsAcross, threadsDown, rowsEach, columnsEach, depth } = block;
  const tile = { rows: threadsDown * rowsEach, columns: threadsAcross * columnsEach, depth };
  const quadsEach = columnsEach / 4;
  // One vec4 more than a line holds, so that lines do not begin in the same memory bank.
  const leftPitch = (layout === 'row-major' ? depth : tile.rows) / 4 + 1;
  const leftLines = layout === 'row-major' ? tile.rows : depth;
  const rightPitch = tile.columns / 4;
  const sums = range(rowsEach).flatMap((row) =>
    range(quadsEach).map((quad) => ({ row, quad, name: `sum${row}_${quad}` })),
  );
  const right = (step: string, quad: number) =>
    `vec4<f32>(rightTile[(${step}) * ${rightPitch}u + across + ${quad * threadsAcross}u])`;

  const byRows = `
    for (var group = 0u; group < ${depth / 4}u; group += 1u) {
      ${range(rowsEach)
        .map((row) => `let l${row} = vec4<f32>(leftTile[(down + ${row * threadsDown}u) * ${leftPitch}u + group]);`)
        .join('\n      ')}
      ${range(4)
        .flatMap((step) => [
          ...range(quadsEach).map((quad) => `let r${step}_${quad} = ${right(`group * 4u + ${step}u`, quad)};`),
          ...sums.map(
            ({ row, quad, name }) => `${name} = fma(vec4<f32>(l${row}.${'xyzw'[step]}), r${step}_${quad}, ${name});`,
          ),
        ])
        .join('\n      ')}
    }`;
  const byDepth = `
    for (var step = 0u; step < ${depth}u; step += 1u) {
      ${range(rowsEach / 4)
        .map((quad) => `let l${quad} = vec4<f32>(leftTile[step * ${leftPitch}u + down + ${quad * threadsDown}u]);`)
        .join('\n      ')}
      ${range(quadsEach)
        .map((quad) => `let r${quad} = ${right('step', quad)};`)
        .join('\n      ')}
      ${sums
        .map(
          ({ row, quad, name }) =>
            `${name} = fma(vec4<f32>(l${Math.floor(row / 4)}.${'xyzw'[row % 4]}), r${quad}, ${name});`,
        )
        .join('\n      ')}
    }`;
  const rowOf = (row: number) =>
    layout === 'row-major'
      ? `down + ${row * threadsDown}u`
      : `(down + ${Math.floor(row / 4) * threadsDown}u) * 4u + ${row % 4}u`;

  return {
    tile,
    operand,
    threads: threadsAcross * threadsDown,
    directives: operand === 'f16' ? 'enable f16;' : '',
    declarations: `
var<workgroup> leftTile: array<vec4<${operand}>, ${leftLines * leftPitch}>;
var<workgroup> rightTile: array<vec4<${operand}>, ${depth * rightPitch}>;`,
    parameters: '',
    begin: [
      `let across = thread % ${threadsAcross}u;`,
      `let down = thread / ${threadsAcross}u;`,
      ...sums.map(({ name }) => `var ${name} = vec4<f32>();`),
    ].join('\n'),
    storeLeft: (line, quad, value) => `leftTile[(${line}) * ${leftPitch}u + ${quad}] = vec4<${operand}>(${value});`,
    storeRight: (step, quad, value) => `rightTile[(${step}) * ${rightPitch}u + ${quad}] = vec4<${operand}>(${value});`,
    multiply: layout === 'row-major' ? byRows : byDepth,
    finish: (write) =>
      sums.map(({ row, quad, name }) => write(rowOf(row), `(across + ${quad * threadsAcross}u)`, name)).join('\n'),
  };
}

export function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

// The families of matrix products, and which tile of a family a product of a certain size is made with. Pure.
import { type MatrixUnit, matrixCore } from './matrix-core.ts';
import { type LeftLayout, type Operand, type ProductCore, type RegisterBlock, registerCore } from './product-core.ts';

export interface CoreFamily {
  /** In a person's words. */
  readonly name: string;
  readonly operand: Operand;
  choose(rows: number, columns: number, layout: LeftLayout): ProductCore;
}

/** 128 x 64: 8 x 8 sums a thread, one byte of workgroup memory read for each multiplication. */
const WIDE: RegisterBlock = { threadsAcross: 8, threadsDown: 16, rowsEach: 8, columnsEach: 8, depth: 16 };
/** 128 x 32: for few columns. */
const NARROW: RegisterBlock = { threadsAcross: 8, threadsDown: 16, rowsEach: 8, columnsEach: 4, depth: 16 };
/** 64 x 64: filters, whose rows are few. */
const SQUARE: RegisterBlock = { threadsAcross: 8, threadsDown: 8, rowsEach: 8, columnsEach: 8, depth: 8 };
/** 32 x 32: products with so few tiles that larger ones would leave a large GPU idle. */
const SMALL: RegisterBlock = { threadsAcross: 8, threadsDown: 8, rowsEach: 4, columnsEach: 4, depth: 8 };

/** Chosen: with fewer tiles than this a large GPU (132 multiprocessors) has less than two workgroups for each. */
const FEW_TILES = 256;

export function registerFamily(operand: Operand): CoreFamily {
  return {
    name: `products of ${operand} in registers`,
    operand,
    choose: (rows, columns, layout) => registerCore(chooseBlock(rows, columns, layout), layout, operand),
  };
}

/** Few rows or columns waste most of a tile of matrix units. */
export function matrixFamily(unit: MatrixUnit): CoreFamily {
  const few = Math.max(unit.rows, unit.columns) * 2;
  const registers = registerFamily('f16');
  return {
    name: `products of f16 on matrix units (${unit.rows} x ${unit.columns} x ${unit.depth})`,
    operand: 'f16',
    choose: (rows, columns, layout) =>
      rows < few || columns < few ? registers.choose(rows, columns, layout) : matrixCore(unit, layout),
  };
}

function chooseBlock(rows: number, columns: number, layout: LeftLayout): RegisterBlock {
  if (layout === 'depth-major') return rows <= 32 || columns <= 32 ? SMALL : SQUARE;
  const block = columns <= 32 ? NARROW : WIDE;
  const tileRows = block.threadsDown * block.rowsEach;
  const tileColumns = block.threadsAcross * block.columnsEach;
  return Math.ceil(rows / tileRows) * Math.ceil(columns / tileColumns) < FEW_TILES ? SMALL : block;
}

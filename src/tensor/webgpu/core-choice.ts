// Which tile a matrix product is made with: its size in, a core out. Pure.
import { type LeftLayout, type Operand, type ProductCore, type RegisterBlock, registerCore } from './product-core.ts';

export type CoreChoice = (rows: number, columns: number, layout: LeftLayout) => ProductCore;

/** 128 x 64: 8 x 8 sums a thread, one byte of workgroup memory read for each multiplication. */
export const WIDE: RegisterBlock = { threadsAcross: 8, threadsDown: 16, rowsEach: 8, columnsEach: 8, depth: 16 };
/** 128 x 32: for few columns. */
export const NARROW: RegisterBlock = { threadsAcross: 8, threadsDown: 16, rowsEach: 8, columnsEach: 4, depth: 16 };
/** 64 x 64: filters, whose rows are few. */
export const SQUARE: RegisterBlock = { threadsAcross: 8, threadsDown: 8, rowsEach: 8, columnsEach: 8, depth: 8 };
/** 32 x 32: products with so few tiles that larger ones would leave a large GPU idle. */
export const SMALL: RegisterBlock = { threadsAcross: 8, threadsDown: 8, rowsEach: 4, columnsEach: 4, depth: 16 };

/** Chosen: with fewer tiles than this a large GPU (132 multiprocessors) has less than two workgroups for each. */
const FEW_TILES = 256;

export function registerCores(operand: Operand): CoreChoice {
  return (rows, columns, layout) => registerCore(chooseBlock(rows, columns, layout), layout, operand);
}

function chooseBlock(rows: number, columns: number, layout: LeftLayout): RegisterBlock {
  if (layout === 'depth-major') return rows <= 32 || columns <= 32 ? SMALL : SQUARE;
  const block = columns <= 32 ? NARROW : WIDE;
  const tileRows = block.threadsDown * block.rowsEach;
  const tileColumns = block.threadsAcross * block.columnsEach;
  return Math.ceil(rows / tileRows) * Math.ceil(columns / tileColumns) < FEW_TILES ? SMALL : block;
}

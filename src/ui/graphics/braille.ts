// A canvas of dots, 2 x 4 in each cell, drawn with braille characters. Pure.
import type { Box } from './cell-grid.ts';

export const DOTS_ACROSS = 2;
export const DOTS_DOWN = 4;

/** Bits of a braille character by row and column of its dots (Unicode 1.1, U+2800..U+28FF). */
const DOT_BITS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

export interface DotCanvas extends Box {
  readonly widthDots: number;
  readonly heightDots: number;
  /** Bits of each cell, row by row. */
  readonly bits: Uint8Array;
}

export function dotCanvas({ columns, rows }: Box): DotCanvas {
  return {
    columns,
    rows,
    widthDots: columns * DOTS_ACROSS,
    heightDots: rows * DOTS_DOWN,
    bits: new Uint8Array(columns * rows),
  };
}

/** Dots of a column from y `top` to `bottom`, both included; what lies outside of the canvas is left out. */
export function drawColumn(canvas: DotCanvas, x: number, top: number, bottom: number): void {
  for (let y = Math.max(0, top); y <= Math.min(canvas.heightDots - 1, bottom); y += 1) {
    const cell = (y >> 2) * canvas.columns + (x >> 1);
    canvas.bits[cell]! |= DOT_BITS[y & 3]![x & 1]!;
  }
}

export function clearColumn(canvas: DotCanvas, x: number, top: number, bottom: number): void {
  for (let y = Math.max(0, top); y <= Math.min(canvas.heightDots - 1, bottom); y += 1) {
    const cell = (y >> 2) * canvas.columns + (x >> 1);
    canvas.bits[cell]! &= ~DOT_BITS[y & 3]![x & 1]!;
  }
}

export function brailleGlyph(bits: number): string {
  return bits === 0 ? ' ' : String.fromCharCode(0x2800 + bits);
}

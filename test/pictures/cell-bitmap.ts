// The backgrounds of a terminal's cells and the block characters in them as one small bitmap, two by six pixels a cell. Pure.
import { encodePng } from '../../src/drawing/png.ts';

export const PIXELS_ACROSS = 2;
/** Halves and thirds of a cell's height. */
export const PIXELS_DOWN = 6;

/** Which parts of a cell a block character covers: across, down, and a bit for each part, row by row from the top left. */
interface Block {
  readonly across: number;
  readonly down: number;
  readonly parts: number;
}

const BLOCKS = new Map<string, Block>([
  ...[...' ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█'].map((glyph, parts): [string, Block] => [glyph, { across: 2, down: 2, parts }]),
  // Sextants leave out the two halves, which the quadrants have.
  ...Array.from({ length: 64 }, (_, parts) => parts)
    .filter((parts) => parts !== 0 && parts !== 21 && parts !== 42 && parts !== 63)
    .map((parts, number): [string, Block] => [String.fromCodePoint(0x1fb00 + number), { across: 2, down: 3, parts }]),
]);

export function isBlock(glyph: string): boolean {
  return BLOCKS.has(glyph);
}

export interface BitmapCell {
  readonly glyph: string;
  /** `#rrggbb` */
  readonly foreground: string;
  readonly background: string;
}

export class CellBitmap {
  readonly #widthPx: number;
  readonly #heightPx: number;
  readonly #rgb: Uint8Array;

  constructor(columns: number, rows: number) {
    this.#widthPx = columns * PIXELS_ACROSS;
    this.#heightPx = rows * PIXELS_DOWN;
    this.#rgb = new Uint8Array(this.#widthPx * this.#heightPx * 3);
  }

  draw(row: number, column: number, { glyph, foreground, background }: BitmapCell): void {
    const { across, down, parts } = BLOCKS.get(glyph) ?? { across: 1, down: 1, parts: 0 };
    for (let y = 0; y < PIXELS_DOWN; y += 1) {
      for (let x = 0; x < PIXELS_ACROSS; x += 1) {
        const part = Math.floor((y * down) / PIXELS_DOWN) * across + Math.floor((x * across) / PIXELS_ACROSS);
        const colour = Number.parseInt((parts & (1 << part) ? foreground : background).slice(1), 16);
        const at = ((row * PIXELS_DOWN + y) * this.#widthPx + column * PIXELS_ACROSS + x) * 3;
        this.#rgb.set([colour >> 16, (colour >> 8) & 255, colour & 255], at);
      }
    }
  }

  /** As a `data:` address. */
  toAddress(): string {
    const png = encodePng({ widthPx: this.#widthPx, heightPx: this.#heightPx, rgb: this.#rgb });
    return `data:image/png;base64,${png.toString('base64')}`;
  }
}

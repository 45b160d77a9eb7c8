// A drawing of cells at its place on the screen. Pure.
import type { Region } from '../screen-writer.ts';
import type { Box, CellGrid } from './cell-grid.ts';
import type { ColourDepth } from './colour.ts';

/** The drawing is made when the screen writer needs it, not for each frame in which it stays as it is. */
export function gridRegion(
  place: Box & { readonly row: number; readonly column: number },
  key: string,
  depth: ColourDepth,
  makeGrid: () => CellGrid,
): Region {
  const { row, column, columns, rows } = place;
  let made: CellGrid | undefined;
  const content = {
    kind: 'grid',
    depth,
    get grid() {
      made ??= makeGrid();
      return made;
    },
  } as const;
  return { row, column, columns, rows, key, content };
}

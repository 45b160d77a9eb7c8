// A drawing as the rows of text that a terminal would get of it.
import { type CellGrid, cellsText } from '../../src/ui/graphics/cell-grid.ts';
import type { ColourDepth } from '../../src/ui/graphics/colour.ts';

export function gridRows(grid: CellGrid, depth: ColourDepth): string[] {
  return Array.from({ length: grid.rows }, (_, row) =>
    cellsText(grid, row * grid.columns, (row + 1) * grid.columns, depth),
  );
}

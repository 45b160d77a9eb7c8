// A frame as the lines that a person would see, pictures included: colours are left out, pixels show as their place.
import { stripVTControlCharacters } from 'node:util';
import { cellWidth } from '../../src/ui/cell-text.ts';
import type { Frame } from '../../src/ui/screen.ts';
import type { Region } from '../../src/ui/screen-writer.ts';
import { gridRows } from './grid-rows.ts';

export function frameLines({ lines, regions }: Frame): string[] {
  const shown = lines.map((line) => stripVTControlCharacters(line));
  for (const region of regions) {
    rowsOf(region).forEach((cells, offset) => {
      const row = region.row + offset;
      const line = shown[row] ?? '';
      shown[row] = line.slice(0, region.column) + cells + line.slice(region.column + region.columns);
    });
  }
  return shown.map((line) => line.trimEnd());
}

/** Cells of each line: all should be as wide as the screen. */
export function lineWidths({ lines }: Frame): number[] {
  return lines.map((line) => cellWidth(stripVTControlCharacters(line)));
}

function rowsOf({ content, rows, columns }: Region): string[] {
  if (content.kind === 'grid') return gridRows(content.grid, 'none');
  return Array.from({ length: rows }, () => '#'.repeat(columns));
}

// Cuts a line with colours to a number of cells. Pure.
import { beginning, cellWidth } from './cell-text.ts';

const SGR_OR_TEXT = /(\p{Cc}\[[\d;:]*m)|(\P{Cc}+)/gu;

/** The line itself where it fits; colours after the cut are kept, so that what they end ends. */
export function cutLine(line: string, columns: number): string {
  if (line.length <= columns || cellWidth(line) <= columns) return line;
  let left = columns;
  return line.replace(SGR_OR_TEXT, (_, sgr: string | undefined, text: string | undefined) => {
    if (text === undefined) return sgr ?? '';
    const kept = beginning(text, left);
    // Nothing narrower may follow in the place of a wide character that did not fit.
    left = kept === text ? left - cellWidth(kept) : 0;
    return kept;
  });
}

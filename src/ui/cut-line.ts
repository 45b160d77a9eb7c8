// Cuts a line with colours to a number of cells, wide and combining characters counted as terminals do. Pure.
import stringWidth from 'string-width';

const GRAPHEMES = new Intl.Segmenter();
const SGR_OR_TEXT = /(\p{Cc}\[[\d;:]*m)|(\P{Cc}+)/gu;

/** The line itself where it fits; colours after the cut are kept, so that what they end ends. */
export function cutLine(line: string, columns: number): string {
  if (line.length <= columns || stringWidth(line) <= columns) return line;
  let left = columns;
  return line.replace(SGR_OR_TEXT, (_, sgr: string | undefined, text: string | undefined) => {
    if (text === undefined) return sgr ?? '';
    let kept = '';
    for (const { segment } of GRAPHEMES.segment(text)) {
      const width = stringWidth(segment);
      // Nothing narrower may follow in the place of a wide character that did not fit.
      if (width > left) left = 0;
      if (left === 0) break;
      kept += segment;
      left -= width;
    }
    return kept;
  });
}

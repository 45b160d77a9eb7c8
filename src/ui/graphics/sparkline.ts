// Counts as a row of little bars: a histogram in one line of text. Pure.
import type { DrawingTraits } from './cell-grid.ts';

const EIGHTHS = ' ▁▂▃▄▅▆▇█';
const ASCII_LEVELS = ' .:-=+*#@';

/** One character a count; a count above zero is never blank. */
export function sparkline(counts: readonly number[], { isUnicode }: Pick<DrawingTraits, 'isUnicode'>): string {
  const levels = isUnicode ? EIGHTHS : ASCII_LEVELS;
  const highest = Math.max(...counts);
  const top = levels.length - 1;
  return counts.map((count) => levels[count <= 0 ? 0 : Math.max(1, Math.round((count / highest) * top))]).join('');
}

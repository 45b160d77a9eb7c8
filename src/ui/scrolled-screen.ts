// Text that may be longer than the terminal is high, as a full screen to scroll through: a report, the keys.
import { lineOf } from './cell-text.ts';
import type { Key } from './key-reader.ts';
import type { Screen, ScreenSize } from './screen.ts';
import type { Theme } from './theme.ts';

/** Lines to scroll by; a page is what the terminal shows. */
const STEPS: Readonly<Record<Key, (page: number) => number>> = {
  j: () => 1,
  down: () => 1,
  k: () => -1,
  up: () => -1,
  space: (page) => page,
  'page-down': (page) => page,
  'page-up': (page) => -page,
  g: () => -Infinity,
  home: () => -Infinity,
  G: () => Infinity,
  end: () => Infinity,
};
const BACK: readonly Key[] = ['q', '?', 'escape'];

/** @param linesFor the lines for a width */
export function createScrolledScreen(linesFor: (columns: number) => readonly string[], theme: Theme): Screen {
  let first = 0;
  let page = 1;
  let count = 0;
  const scrollTo = (line: number): void => {
    first = Math.max(0, Math.min(count - page, line));
  };
  return {
    enter: () => {},
    press: (key) => {
      if (BACK.includes(key)) return { kind: 'back' };
      scrollTo(first + (STEPS[key]?.(page) ?? 0));
      return { kind: 'stay' };
    },
    frame: ({ columns, rows }: ScreenSize) => {
      const lines = linesFor(columns);
      page = rows - 1;
      count = lines.length;
      scrollTo(first);
      const shown = Array.from({ length: page }, (_, row) => lines[first + row] ?? ' '.repeat(columns));
      const last = Math.min(count, first + page);
      const place = count > page ? `  lines ${first + 1} to ${last} of ${count}  j k scroll` : '';
      return { lines: [...shown, lineOf([{ text: ` q back${place}`, weight: 'dim' }], columns, theme)], regions: [] };
    },
    leave: () => {},
    close: () => Promise.resolve(),
  };
}

// A screen on a made index as a test drives it: keys typed, frames read.
import path from 'node:path';
import type { TestContext } from 'node:test';
import { type Index, openIndex } from '../../src/store/open.ts';
import type { Outcome, Screen } from '../../src/ui/screen.ts';
import { frameLines } from './frame-lines.ts';
import { makeLargeIndex } from './large-index.ts';
import { temporaryFolder } from './programs.ts';

export interface Stage {
  readonly index: Index;
  readonly screen: Screen;
  /** Types keys, one a character, names in angle brackets; the last one's outcome. */
  type(keys: string): Outcome;
  lines(columns?: number, rows?: number): string[];
}

/** Rows of makeLargeIndex, three classes, one of ten asked about. */
export function openStage(t: TestContext, rows: number, open: (index: Index) => Screen): Stage {
  const indexPath = path.join(temporaryFolder(t), 'index.db');
  makeLargeIndex(indexPath, { rows, classes: 3, askEvery: 10 });
  const index = openIndex(indexPath);
  const screen = open(index);
  screen.enter(() => {});
  t.after(async () => {
    screen.leave();
    await screen.close();
    index.close();
  });
  return {
    index,
    screen,
    type: (keys) =>
      (keys.match(/<[a-z-]+>|./gu) ?? []).reduce<Outcome>(
        (_, key) => screen.press(key.length > 2 ? key.slice(1, -1) : key),
        { kind: 'stay' },
      ),
    lines: (columns = 80, height = 24) => frameLines(screen.frame({ columns, rows: height })),
  };
}

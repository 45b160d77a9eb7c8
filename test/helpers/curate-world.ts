// The world of the curate screen for tests: a real index, made-up views, no sound.

import { DEFAULT_CONFIG } from '../../src/config.ts';
import { openClipTable } from '../../src/curation/clip-table.ts';
import type { ClipViewOutcome } from '../../src/pipeline/clip-view.ts';
import { createJudgementWriter, readJudgements } from '../../src/store/judgements.ts';
import { readMeasurements } from '../../src/store/measurements.ts';
import { readPastVerdicts } from '../../src/store/one-clip.ts';
import type { Index } from '../../src/store/open.ts';
import { readViews, removeView, saveView } from '../../src/store/views.ts';
import { CURATE_COMMANDS } from '../../src/ui/curate/curate-keys.ts';
import type { CurateOptions, CurateWorld } from '../../src/ui/curate/curate-world.ts';
import type { Graphics } from '../../src/ui/graphics/graphics-mode.ts';
import { bindKeys } from '../../src/ui/key-bindings.ts';
import { bindListKeys, LIST_COMMANDS } from '../../src/ui/list/list-keys.ts';
import { themeFor } from '../../src/ui/theme.ts';

/** What can be read in a test: shapes without colours. */
export const PLAIN_GRAPHICS: Graphics = {
  ladder: ['ascii'],
  drawing: { depth: 'none', isUnicode: true },
  cellPx: { width: 8, height: 16 },
  isInTmux: false,
  because: 'a test',
};

export function curateOptions(options: Partial<CurateOptions> = {}): CurateOptions {
  return {
    query: 'is:ask sort:-uncertainty',
    face: 'clip',
    startsPlaying: false,
    firstReadMs: Number.POSITIVE_INFINITY,
    help: {
      commands: CURATE_COMMANDS,
      bindings: bindKeys(DEFAULT_CONFIG.curate.keys, 'curate.keys'),
      isUnicode: true,
    },
    listHelp: { commands: LIST_COMMANDS, bindings: bindListKeys(DEFAULT_CONFIG), isUnicode: true },
    theme: themeFor({ isColourful: false, isUnicode: true }),
    graphics: PLAIN_GRAPHICS,
    ...options,
  };
}

const noScreen = (): never => {
  throw new Error('this test opens no other screen');
};

/** A player that plays nothing and says so at once. */
export function curateWorld(
  index: Index,
  {
    viewOf = () => undefined,
    ...changes
  }: Partial<CurateWorld> & { viewOf?: (clipId: number) => ClipViewOutcome | undefined } = {},
): CurateWorld {
  return {
    table: openClipTable(index, 1),
    judgements: createJudgementWriter(index),
    rater: 'mk',
    detailsOf: (clipId) => ({
      verdicts: readPastVerdicts(index, clipId),
      judgements: readJudgements(index, clipId),
      measurements: readMeasurements(index, clipId),
    }),
    openViews: () => ({ get: viewOf, want: () => {}, close: () => Promise.resolve() }),
    findPlayer: () => Promise.resolve({ name: 'none', because: 'no sound here', remedy: ['install mpv'] }),
    filePathOf: (row) => row.path,
    watchCommand: () => ({ kind: 'none', because: 'no mpv here' }),
    watch: () => Promise.resolve(undefined),
    views: () => readViews(index),
    saveView: (name, query) => saveView(index, name, query),
    removeView: (name) => removeView(index, name),
    openClasses: noScreen,
    openDuplicates: noScreen,
    openComparison: noScreen,
    now: Date.now,
    ...changes,
  };
}

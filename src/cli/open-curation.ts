// Everything that judging clips of a workspace by eye and ear takes, put together: the index, its rows, views, a player.

import { join } from 'node:path';
import type { Config } from '../config.ts';
import { openClipTable } from '../curation/clip-table.ts';
import { createJudgementWriter, readJudgements } from '../store/judgements.ts';
import { readMeasurements } from '../store/measurements.ts';
import { readPastVerdicts } from '../store/one-clip.ts';
import type { Index } from '../store/open.ts';
import { readViews, removeView, saveView } from '../store/views.ts';
import { findPlayer } from '../tools/find-player.ts';
import { watch, watchCommand } from '../tools/watch-clip.ts';
import type { CurateScreens, CurateWorld } from '../ui/curate/curate-world.ts';
import { openClipViews } from './open-clip-views.ts';

export interface CurationSettings {
  readonly index: Index;
  readonly corpusId: number;
  readonly root: string;
  readonly rater: string;
  readonly config: Pick<Config, 'curate' | 'verify'>;
}

/** Without the screens that are opened from it: those need it themselves. */
export function openCurationWorld({
  index,
  corpusId,
  root,
  rater,
  config,
}: CurationSettings): Omit<CurateWorld, keyof CurateScreens> {
  const workspace = { absolute: (relativePath: string) => join(root, relativePath) };

  return {
    table: openClipTable(index, corpusId),
    judgements: createJudgementWriter(index),
    rater,
    detailsOf: (clipId) => ({
      verdicts: readPastVerdicts(index, clipId),
      judgements: readJudgements(index, clipId),
      measurements: readMeasurements(index, clipId),
    }),
    openViews: (onReady) => openClipViews({ index, root, timeLimitSeconds: config.verify.timeLimitSeconds }, onReady),
    findPlayer: () => findPlayer(config.curate, process.env),
    filePathOf: (row) => workspace.absolute(row.path),
    watchCommand: (filePath, fromSeconds) => watchCommand(filePath, fromSeconds, process.env),
    watch,
    views: () => readViews(index),
    saveView: (name, query) => saveView(index, name, query),
    removeView: (name) => removeView(index, name),
    now: Date.now,
  };
}

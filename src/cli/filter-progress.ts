// News of a filter run: one line that is overwritten on a terminal, one line a stage elsewhere.
import type { FilterProgress } from '../pipeline/filter-workspace.ts';
import { formatDuration } from '../ui/format.ts';
import { printError } from './output.ts';

export interface FilterNews {
  readonly listen: (event: FilterProgress) => void;
  /** Takes the live line away. */
  readonly close: () => void;
}

export function openFilterNews(isQuiet: boolean): FilterNews {
  if (isQuiet) return { listen: () => {}, close: () => {} };
  const isLive = process.stderr.isTTY === true;
  const toLine = createProgressText(performance.now());
  let stage = '';
  return {
    listen: (event) => {
      if (event.kind === 'note') {
        printError(`${isLive ? '\r\x1b[K' : ''}note: ${event.text}`);
        return;
      }
      if (isLive) process.stderr.write(`\r${toLine(event, performance.now())}\x1b[K`);
      else if (stage !== event.kind && STAGES[event.kind] !== undefined) printError(STAGES[event.kind]!);
      stage = event.kind;
    },
    close: () => {
      if (isLive) process.stderr.write('\r\x1b[K');
    },
  };
}

const STAGES: Partial<Record<FilterProgress['kind'], string>> = {
  measuring: 'measuring clips',
  loading: 'reading arrays and making probes',
  training: 'judging out of fold',
};

/** Pure but for what it remembers: when measuring began, and the last time that was told. */
export function createProgressText(startMs: number) {
  let modelsText = '';
  return (event: Exclude<FilterProgress, { kind: 'note' }>, nowMs: number): string => {
    switch (event.kind) {
      case 'measuring': {
        const { measuredClips, clips } = event;
        const leftMs = ((nowMs - startMs) / measuredClips) * (clips - measuredClips);
        return `measured ${measuredClips} of ${clips} clips, ${formatDuration(leftMs)} left`;
      }
      case 'loading':
        return `read ${event.loadedClips} of ${event.clips} clips and probes`;
      case 'training': {
        const left =
          event.remainingSeconds === undefined ? '' : `, ${formatDuration(1000 * event.remainingSeconds)} left`;
        return `judging: ${Math.round(100 * event.doneRatio)} %${left}${modelsText}`;
      }
      case 'fold-done':
        modelsText = ` (${event.finishedModels} of ${event.models} models)`;
        return `judging:${modelsText}`;
    }
  };
}

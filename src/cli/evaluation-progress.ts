// News of an evaluation: one line that is overwritten on a terminal, one line a stage elsewhere.
import type { EvaluationEvent } from '../pipeline/evaluation/evaluate-filter.ts';
import { formatDuration } from '../ui/format.ts';
import { printError } from './output.ts';

export interface EvaluationNews {
  readonly listen: (event: EvaluationEvent) => void;
  /** Takes the live line away. */
  readonly close: () => void;
}

export function openEvaluationNews(isQuiet: boolean): EvaluationNews {
  if (isQuiet) return { listen: () => {}, close: () => {} };
  const isLive = process.stderr.isTTY === true;
  const startMs = performance.now();
  let stage = '';
  return {
    listen: (event) => {
      if (event.kind === 'filtering' && event.event.kind === 'note') {
        printError(`${isLive ? '\r\x1b[K' : ''}note: ${event.event.text}`);
      } else if (isLive) {
        process.stderr.write(`\r${progressText(event, performance.now() - startMs)}\x1b[K`);
      } else if (stage !== stageOf(event)) {
        stage = stageOf(event);
        printError(stage);
      }
    },
    close: () => {
      if (isLive) process.stderr.write('\r\x1b[K');
    },
  };
}

function stageOf(event: EvaluationEvent): string {
  if (event.kind === 'making') return `making ${event.of} clips`;
  return `filtering with ${Math.round(event.noiseRatio * 100)} % of the clips spoilt`;
}

/** Pure. */
export function progressText(event: EvaluationEvent, elapsedMs: number): string {
  if (event.kind === 'making') {
    const leftMs = (elapsedMs / event.made) * (event.of - event.made);
    return `made ${event.made} of ${event.of} clips, ${formatDuration(leftMs)} left`;
  }
  const { event: filter } = event;
  const stage = stageOf(event);
  if (filter.kind === 'loading') return `${stage}: read ${filter.loadedClips} of ${filter.clips}`;
  if (filter.kind === 'training') {
    const left =
      filter.remainingSeconds === undefined ? '' : `, ${formatDuration(1000 * filter.remainingSeconds)} left`;
    return `${stage}: ${Math.round(100 * filter.doneRatio)} %${left}`;
  }
  return filter.kind === 'fold-done' ? `${stage}: ${filter.finishedModels} of ${filter.models} models` : stage;
}

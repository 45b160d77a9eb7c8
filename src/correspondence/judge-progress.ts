// How far the judge is: events from steps and finished folds, with the time that is left. Reads the clock, nothing else.
import type { FoldTask, StepReport } from './judge-fold.ts';

export type JudgeEvent =
  | { readonly kind: 'loading'; readonly loadedClips: number; readonly clips: number }
  | {
      readonly kind: 'training';
      readonly seed: number;
      readonly fold: number;
      readonly step: number;
      readonly steps: number;
      readonly loss: number;
      /** Over all models of the run, those of an earlier run included, 0..1. */
      readonly doneRatio: number;
      /** Undefined until there is something to go by. */
      readonly remainingSeconds: number | undefined;
    }
  | {
      readonly kind: 'fold-done';
      readonly seed: number;
      readonly fold: number;
      readonly models: number;
      readonly finishedModels: number;
    };

/** One event in so many steps of a model. */
const STEPS_PER_EVENT = 10;
/** Share of this run's work from which on the time that is left is told. */
const LEAST_RATIO_FOR_ETA = 0.01;

export function createJudgeProgress(models: number, missing: number, onEvent: (event: JudgeEvent) => void) {
  const startMs = performance.now();
  const underWay = new Map<string, number>();
  let finished = 0;
  const workRatio = () => (finished + [...underWay.values()].reduce((sum, ratio) => sum + ratio, 0)) / missing;
  return {
    step(task: FoldTask, { step, steps, loss }: StepReport): void {
      underWay.set(`${task.seed} ${task.fold}`, step / steps);
      if (step % STEPS_PER_EVENT !== 0 && step !== steps) return;
      const done = workRatio();
      const elapsedSeconds = (performance.now() - startMs) / 1000;
      onEvent({
        kind: 'training',
        ...task,
        step,
        steps,
        loss,
        doneRatio: (models - missing + missing * done) / models,
        remainingSeconds: done < LEAST_RATIO_FOR_ETA ? undefined : (elapsedSeconds * (1 - done)) / done,
      });
    },
    foldDone(task: FoldTask): void {
      underWay.delete(`${task.seed} ${task.fold}`);
      finished += 1;
      onEvent({ kind: 'fold-done', ...task, models, finishedModels: models - missing + finished });
    },
  };
}

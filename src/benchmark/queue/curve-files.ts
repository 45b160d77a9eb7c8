// Learning curves and findings of a benchmark as event files for TensorBoard, one folder a training: events of the queue in, files out. Every
// start writes a file of its own: a kill may have cut the last record of the one before, and of steps taken twice the later ones are shown.
import { appendFileSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DiskFullError } from '../../errors.ts';
import { jobName, type TrainJob } from '../job.ts';
import type { QueueEvent } from './queue-events.ts';
import { fileBeginning, scalarRecord } from './tensorboard-records.ts';

/** @param now milliseconds since 1970 */
export function openCurveFiles(folder: string, now: () => number): (event: QueueEvent) => void {
  const paths = new Map<string, string>();
  const pathOf = (training: TrainJob): string => {
    const name = jobName(training);
    const known = paths.get(name);
    if (known !== undefined) return known;
    mkdirSync(join(folder, name), { recursive: true });
    // TensorBoard reads the files of a folder in the order of their names.
    const seconds = String(Math.floor(now() / 1000)).padStart(10, '0');
    const path = join(folder, name, `events.out.tfevents.${seconds}.${hostname()}.${process.pid}`);
    appendTo(path, fileBeginning(now() / 1000));
    paths.set(name, path);
    return path;
  };
  const append = (training: TrainJob, step: number, values: Readonly<Record<string, number>>): void =>
    appendTo(pathOf(training), scalarRecord({ wallSeconds: now() / 1000, step, values }));

  return (event) => {
    if (event.kind === 'step' && event.job.kind === 'train') {
      const losses = Object.entries(event.losses).map(([name, value]) => [`loss/${name}`, value] as const);
      append(event.job, event.step, {
        ...Object.fromEntries(losses),
        'training/learning-rate': event.learningRate,
        'training/gradient-norm': event.gradientNorm,
      });
    }
    if (event.kind === 'done' && event.job.kind === 'evaluate') {
      const { trained } = event.job;
      for (const { protocol, task, condition, testSet, metrics } of event.findings) {
        const name = [protocol, task, condition, testSet].filter((word) => word !== '').join(', ');
        const values = Object.entries(metrics).map(([metric, value]) => [`${metric}/${name}`, value] as const);
        append(trained, 0, Object.fromEntries(values));
      }
    }
  };
}

/** @throws DiskFullError */
function appendTo(path: string, bytes: Uint8Array): void {
  try {
    appendFileSync(path, bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    throw new DiskFullError(`${path}: no space left for a learning curve; free some space and go on with --resume`, {
      cause: error,
    });
  }
}

// Worker threads that make batches: the threads' own side, and the side of the main thread that shares the work out among them.
import { rmSync } from 'node:fs';
import { parentPort, type Worker, workerData } from 'node:worker_threads';
import type { TrainingBatch } from '../dataset/training-batch.ts';
import { startThread } from '../tools/start-thread.ts';
import type { ExampleShape } from './example-shape.ts';
import { type BatchRow, makeBatch } from './make-batch.ts';
import { type TrainingClip, UnreadableMedia } from './training-clip.ts';

interface BatchThreadData {
  readonly role: 'batch-thread';
  readonly shape: ExampleShape;
}

type Answer =
  | { readonly kind: 'made'; readonly batch: TrainingBatch }
  | { readonly kind: 'unreadable'; readonly clip: TrainingClip; readonly problem: string }
  | { readonly kind: 'error'; readonly error: unknown };

export interface BatchThreads {
  /** Begun in the order of the calls. @throws UnreadableMedia */
  make(rows: readonly BatchRow[]): Promise<TrainingBatch>;
  /** What has not begun never will: its promises stay open. */
  forgetWaiting(): void;
  stop(): Promise<void>;
}

interface Job {
  readonly rows: readonly BatchRow[];
  resolve(batch: TrainingBatch): void;
  reject(error: unknown): void;
}

export function startBatchThreads(shape: ExampleShape, count: number): BatchThreads {
  const data: BatchThreadData = { role: 'batch-thread', shape };
  let waiting: Job[] = [];
  const inHand = new Map<Worker, Job>();
  const idle: Worker[] = [];
  let death: unknown;

  const handOut = (): void => {
    while (idle.length > 0 && waiting.length > 0) {
      const worker = idle.pop()!;
      const job = waiting.shift()!;
      inHand.set(worker, job);
      worker.postMessage(job.rows);
    }
  };
  const onDeath = (error: unknown): void => {
    death ??= error;
    for (const job of [...inHand.values(), ...waiting]) job.reject(death);
    inHand.clear();
    waiting = [];
  };
  const workers = Array.from({ length: count }, () => {
    const worker = startThread(import.meta.url, data);
    worker.on('message', (answer: Answer) => {
      const job = inHand.get(worker);
      inHand.delete(worker);
      idle.push(worker);
      handOut();
      if (answer.kind === 'made') job?.resolve(answer.batch);
      else job?.reject(answer.kind === 'error' ? answer.error : new UnreadableMedia(answer.clip, answer.problem));
    });
    worker.on('error', onDeath);
    worker.on('exit', (exitCode) => onDeath(new Error(`a thread that makes batches ended (${exitCode})`)));
    idle.push(worker);
    return worker;
  });
  return {
    make: (rows) =>
      new Promise((resolve, reject) => {
        if (death !== undefined) return reject(death);
        waiting.push({ rows, resolve, reject });
        handOut();
      }),
    forgetWaiting: () => {
      waiting = [];
    },
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function serve({ shape }: BatchThreadData): void {
  const port = parentPort!;
  port.on('message', (rows: readonly BatchRow[]) => {
    try {
      const batch = makeBatch(rows, shape);
      const transfer = [batch.video.buffer, batch.logMel.buffer, batch.labels.buffer] as ArrayBuffer[];
      port.postMessage({ kind: 'made', batch } satisfies Answer, transfer);
    } catch (error) {
      port.postMessage(error instanceof UnreadableMedia ? unreadable(error) : { kind: 'error', error });
    }
  });
}

/** A damaged cache is removed, so that the next run makes it anew. */
function unreadable({ clip, problem }: UnreadableMedia): Answer {
  rmSync(clip.cachePath, { force: true });
  return { kind: 'unreadable', clip, problem };
}

if ((workerData as BatchThreadData | null)?.role === 'batch-thread') serve(workerData as BatchThreadData);

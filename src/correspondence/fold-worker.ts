// A worker thread that judges fold after fold: the thread's own side, and the side of the main thread that starts it.
import { parentPort, workerData } from 'node:worker_threads';
import { openBackend } from '../tensor/backend.ts';
import type { BackendName } from '../tensor/backend-names.ts';
import { startThread } from '../tools/start-thread.ts';
import type { ModelScores } from './clip-scores.ts';
import { type FoldTask, judgeFold, type StepReport } from './judge-fold.ts';
import type { JudgeSettings } from './judge-settings.ts';
import type { PackedCorpus } from './packed-corpus.ts';

interface FoldWorkerData {
  readonly role: 'judge-fold-worker';
  readonly corpus: PackedCorpus;
  readonly settings: JudgeSettings;
  readonly backend: BackendName;
}

type Answer =
  | ({ readonly kind: 'step' } & StepReport)
  | { readonly kind: 'scores'; readonly scores: ModelScores[] }
  | { readonly kind: 'error'; readonly error: unknown };

export interface FoldWorker {
  /** One task at a time. Rejects with the error of the task, or when the thread dies. */
  judge(task: FoldTask, onStep: (report: StepReport) => void): Promise<ModelScores[]>;
  stop(): Promise<void>;
}

export function startFoldWorker(corpus: PackedCorpus, settings: JudgeSettings, backend: BackendName): FoldWorker {
  const data: FoldWorkerData = { role: 'judge-fold-worker', corpus, settings, backend };
  const worker = startThread(import.meta.url, data);
  return {
    judge: (task, onStep) =>
      new Promise((resolve, reject) => {
        const onMessage = (answer: Answer): void => {
          if (answer.kind === 'step') onStep(answer);
          else settle(() => (answer.kind === 'scores' ? resolve(answer.scores) : reject(answer.error)));
        };
        const onError = (error: unknown): void => settle(() => reject(error));
        const onExit = (exitCode: number): void =>
          settle(() => reject(new Error(`judge thread ended early (${exitCode})`)));
        const settle = (then: () => void): void => {
          worker.off('message', onMessage).off('error', onError).off('exit', onExit);
          then();
        };
        worker.on('message', onMessage).on('error', onError).on('exit', onExit);
        worker.postMessage(task);
      }),
    stop: async () => {
      await worker.terminate();
    },
  };
}

function serve({ corpus, settings, backend }: FoldWorkerData): void {
  const port = parentPort!;
  const answer = (message: Answer): void => port.postMessage(message);
  const opened = openBackend(backend);
  port.on('message', async (task: FoldTask) => {
    try {
      await opened;
      const scores = await judgeFold(corpus, settings, task, (report) => answer({ kind: 'step', ...report }));
      answer({ kind: 'scores', scores });
    } catch (error) {
      answer({ kind: 'error', error });
    }
  });
}

if ((workerData as FoldWorkerData | null)?.role === 'judge-fold-worker') serve(workerData as FoldWorkerData);

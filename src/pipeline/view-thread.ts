// A worker thread that makes clip views, so that no arithmetic and no copying of film stops the keys: the thread's own side, and the
// side of the main thread that starts it.
import { parentPort, workerData } from 'node:worker_threads';
import { startThread } from '../correspondence/start-thread.ts';
import type { ClipView } from '../dataset/clip-view.ts';
import { type ClipToView, type ClipViewOutcome, makeClipView, type ViewContext } from './clip-view.ts';

type ViewSettings = Omit<ViewContext, 'abortSignal'>;

interface ViewThreadData {
  readonly role: 'view-thread';
  readonly settings: ViewSettings;
}

type Request =
  | { readonly kind: 'make'; readonly id: number; readonly clip: ClipToView }
  | { readonly kind: 'call-off'; readonly id: number };

type Answer =
  | { readonly kind: 'made'; readonly id: number; readonly outcome: ClipViewOutcome }
  | { readonly kind: 'called-off'; readonly id: number }
  | { readonly kind: 'error'; readonly id: number; readonly error: unknown };

export interface ViewThread {
  /** Several at a time. Rejects with the abort signal's reason once the work has stopped, or when the thread dies. */
  make(clip: ClipToView, abortSignal: AbortSignal): Promise<ClipViewOutcome>;
  /** Its programs end with it. */
  stop(): Promise<void>;
}

interface Waiting {
  resolve(outcome: ClipViewOutcome): void;
  reject(error: unknown): void;
}

export function startViewThread(settings: ViewSettings): ViewThread {
  const data: ViewThreadData = { role: 'view-thread', settings };
  const worker = startThread(import.meta.url, data);
  const waiting = new Map<number, Waiting & { readonly abortSignal: AbortSignal }>();
  let lastId = 0;
  let death: unknown;

  worker.on('message', (answer: Answer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.kind === 'made') asked?.resolve(answer.outcome);
    else asked?.reject(answer.kind === 'error' ? answer.error : asked.abortSignal.reason);
  });
  const onDeath = (error: unknown): void => {
    death ??= error;
    for (const { reject } of waiting.values()) reject(death);
    waiting.clear();
  };
  worker.on('error', onDeath);
  worker.on('exit', (exitCode) => onDeath(new Error(`the thread that makes clip views ended (${exitCode})`)));

  return {
    make: (clip, abortSignal) =>
      new Promise((resolve, reject) => {
        abortSignal.throwIfAborted();
        if (death !== undefined) throw death;
        lastId += 1;
        const id = lastId;
        const callOff = (): void => worker.postMessage({ kind: 'call-off', id } satisfies Request);
        const settle = (): void => abortSignal.removeEventListener('abort', callOff);
        waiting.set(id, {
          abortSignal,
          resolve: (outcome) => {
            settle();
            resolve(outcome);
          },
          reject: (error) => {
            settle();
            reject(error);
          },
        });
        abortSignal.addEventListener('abort', callOff, { once: true });
        worker.postMessage({ kind: 'make', id, clip } satisfies Request);
      }),
    stop: async () => {
      await worker.terminate();
    },
  };
}

/** What is handed over instead of copied: a film is 15 MB. */
function buffersOf({ film, sound }: ClipView): ArrayBuffer[] {
  return [film?.rgb, sound?.envelope, sound?.mel].flatMap((array) =>
    array === undefined ? [] : [array.buffer as ArrayBuffer],
  );
}

function serve(settings: ViewSettings): void {
  const port = parentPort!;
  const running = new Map<number, AbortController>();
  const make = async (id: number, clip: ClipToView): Promise<void> => {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      const outcome = await makeClipView(clip, { ...settings, abortSignal: abort.signal });
      const transfer = outcome.kind === 'view' ? buffersOf(outcome.view) : [];
      port.postMessage({ kind: 'made', id, outcome } satisfies Answer, transfer);
    } catch (error) {
      const answer: Answer = abort.signal.aborted ? { kind: 'called-off', id } : { kind: 'error', id, error };
      port.postMessage(answer);
    } finally {
      running.delete(id);
    }
  };
  port.on('message', (request: Request) => {
    if (request.kind === 'make') void make(request.id, request.clip);
    else running.get(request.id)?.abort();
  });
}

if ((workerData as ViewThreadData | null)?.role === 'view-thread') serve((workerData as ViewThreadData).settings);

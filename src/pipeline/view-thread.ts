// A worker thread that makes clip views, so that no arithmetic and no copying of film stops the keys: the thread's own side, and the
// side of the main thread that starts it.
import { parentPort, type Worker, workerData } from 'node:worker_threads';
import type { ClipView } from '../dataset/clip-view.ts';
import { startThread } from '../tools/start-thread.ts';
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
  /** Several at a time. Rejects with the abort signal's reason once the work has stopped, or when the thread dies; the next starts another. */
  make(clip: ClipToView, abortSignal: AbortSignal): Promise<ClipViewOutcome>;
  /** Calls off what it is at, and waits until its programs have ended. */
  stop(): Promise<void>;
}

interface Waiting {
  readonly abortSignal: AbortSignal;
  resolve(outcome: ClipViewOutcome): void;
  reject(error: unknown): void;
  callOff(): void;
}

function stopped(): Error {
  return new Error('the thread that makes clip views was stopped');
}

export function startViewThread(settings: ViewSettings): ViewThread {
  const waiting = new Map<number, Waiting>();
  const inHand = new Set<Promise<ClipViewOutcome>>();
  let lastId = 0;
  let worker: Worker | undefined = start();
  let isStopped = false;

  function start(): Worker {
    const data: ViewThreadData = { role: 'view-thread', settings };
    const started = startThread(import.meta.url, data);
    const onDeath = (error: unknown): void => {
      if (worker === started) worker = undefined;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    started.on('message', (answer: Answer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.kind === 'made') asked?.resolve(answer.outcome);
      else asked?.reject(answer.kind === 'error' ? answer.error : (asked.abortSignal.reason ?? stopped()));
    });
    started.on('error', onDeath);
    started.on('exit', (exitCode) => onDeath(new Error(`the thread that makes clip views ended (${exitCode})`)));
    return started;
  }

  return {
    async make(clip, abortSignal) {
      abortSignal.throwIfAborted();
      if (isStopped) throw stopped();
      worker ??= start();
      lastId += 1;
      const [id, busy] = [lastId, worker];
      const callOff = (): void => busy.postMessage({ kind: 'call-off', id } satisfies Request);
      abortSignal.addEventListener('abort', callOff, { once: true });
      const made = new Promise<ClipViewOutcome>((resolve, reject) => {
        waiting.set(id, { abortSignal, resolve, reject, callOff });
        busy.postMessage({ kind: 'make', id, clip } satisfies Request);
      });
      inHand.add(made);
      try {
        return await made;
      } finally {
        inHand.delete(made);
        abortSignal.removeEventListener('abort', callOff);
      }
    },
    stop: async () => {
      isStopped = true;
      for (const { callOff } of waiting.values()) callOff();
      await Promise.allSettled(inHand);
      await worker?.terminate();
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

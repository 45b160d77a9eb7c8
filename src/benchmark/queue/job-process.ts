// A process that does jobs, as the benchmark sees it: jobs in, outcomes out. A process that dies costs the job that it had in hand, whose failure
// it becomes, and the next job gets a new one. A process of its own for each keeps what a backend breaks (memory, a driver) with its job.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DiskFullError, InterruptedError, KsBuildError } from '../../errors.ts';
import type { BackendChoice } from '../../tensor/backend-names.ts';
import type { ChosenBackend, FromWorker, JobSetup, ToWorker } from './job-messages.ts';
import type { JobOutcome, JobRunner } from './run-queue.ts';

const WORKER = fileURLToPath(new URL(`job-worker${extname(import.meta.url)}`, import.meta.url));
/** Of what a process wrote to stderr: enough for a stack trace. */
const TAIL_CHARACTERS = 2000;

export function startJobProcess(setup: JobSetup): JobRunner {
  let worker: StartedWorker | undefined;
  let isStopping = false;
  return {
    run: async (job, onStep) => {
      worker ??= startWorker({ kind: 'setup', setup });
      if (isStopping) worker.send({ kind: 'stop' });
      worker.send({ kind: 'job', job });
      for (;;) {
        const message = await worker.next();
        if (message === undefined) {
          const failure = { code: 'crashed', message: await worker.lastWords() };
          worker = undefined;
          return { kind: 'failed', failure };
        }
        if (message.kind === 'step') onStep(message.news);
        else return outcomeOf(message);
      }
    },
    stop: () => {
      isStopping = true;
      worker?.send({ kind: 'stop' });
    },
    close: async () => await worker?.close(),
  };
}

/** @throws KsBuildError (tensor, exit 7) when the backend does not compute rightly here */
export async function chooseBackend(backend: BackendChoice): Promise<ChosenBackend> {
  const worker = startWorker({ kind: 'choose', backend });
  try {
    const answer = await worker.next();
    if (answer?.kind === 'chosen') return answer.backend;
    const reason = answer?.kind === 'failed' ? answer.failure.message : await worker.lastWords();
    throw new KsBuildError('tensor', 7, reason);
  } finally {
    await worker.close();
  }
}

function outcomeOf(message: FromWorker): JobOutcome {
  switch (message.kind) {
    case 'done':
    case 'failed':
      return message;
    case 'disk-full':
      throw new DiskFullError(message.message);
    case 'stopped':
      throw new InterruptedError();
    default:
      throw new Error(`expected the outcome of a job, got ${message.kind}`);
  }
}

interface StartedWorker {
  send(message: ToWorker): void;
  /** Undefined: the process has ended. */
  next(): Promise<FromWorker | undefined>;
  lastWords(): Promise<string>;
  close(): Promise<void>;
}

function startWorker(first: ToWorker): StartedWorker {
  const child = fork(WORKER, [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  // `close` comes when all that it said has been heard; after a disconnect of ours it does not come at all.
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const said: FromWorker[] = [];
  let hasEnded = false;
  let wake = (): void => {};
  let stderrTail = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderrTail = (stderrTail + text).slice(-TAIL_CHARACTERS);
  });
  child.on('message', (message: FromWorker) => {
    said.push(message);
    wake();
  });
  const onEnd = (): void => {
    hasEnded = true;
    wake();
  };
  child.on('close', onEnd).on('error', onEnd);
  const send = (message: ToWorker): void => sendTo(child, message);
  send(first);
  return {
    send,
    next: async () => {
      while (said.length === 0 && !hasEnded) await new Promise<void>((resolve) => (wake = resolve));
      return said.shift();
    },
    lastWords: async () => {
      const [exitCode, exitSignal] = await exited;
      const ending = exitSignal === null ? `exit code ${exitCode}` : `signal ${exitSignal}`;
      return `the process that worked on it ended (${ending})${stderrTail === '' ? '' : `: ${stderrTail.trim()}`}`;
    },
    close: async () => {
      if (hasEnded) return;
      child.disconnect();
      await exited;
    },
  };
}

/** A process that is gone hears nothing: its end is told by `next`. */
function sendTo(child: ChildProcess, message: ToWorker): void {
  if (child.connected) child.send(message, () => {});
}

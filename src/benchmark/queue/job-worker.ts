// The process that does jobs, from its own side: messages in, messages out. It ends when the benchmark's process does, however that ends.
import { DiskFullError, InterruptedError, KsBuildError } from '../../errors.ts';
import { openBackend } from '../../tensor/backend.ts';
import { namingMemory } from '../../tensor/out-of-memory.ts';
import type { JobFailure } from './job-files.ts';
import type { FromWorker, ToWorker } from './job-messages.ts';
import { type OpenJobs, openJobs } from './run-job.ts';

const stop = new AbortController();
let jobs: Promise<OpenJobs> | undefined;

/** Undefined: there is nothing to say to it. */
async function answerTo(message: ToWorker): Promise<FromWorker | undefined> {
  switch (message.kind) {
    case 'choose': {
      const { name, device } = await openBackend(message.backend);
      return { kind: 'chosen', backend: { name, device } };
    }
    case 'setup': {
      const { setup } = message;
      jobs = openBackend(setup.backend).then((backend) => openJobs(setup, backend));
      // The first job hears of it.
      jobs.catch(() => {});
      return undefined;
    }
    case 'stop':
      stop.abort(new InterruptedError());
      return undefined;
    case 'job': {
      const open = await jobs!;
      const findings = await open.run(message.job, {
        onStep: (news) => say({ kind: 'step', news }),
        abortSignal: stop.signal,
      });
      return { kind: 'done', findings };
    }
  }
}

function answerToError(error: unknown): FromWorker {
  if (stop.signal.aborted) return { kind: 'stopped' };
  if (error instanceof DiskFullError) return { kind: 'disk-full', message: error.message };
  return { kind: 'failed', failure: failureOf(error) };
}

function failureOf(thrown: unknown): JobFailure {
  const error = namingMemory(thrown);
  if (error instanceof KsBuildError) return { code: error.code, message: error.message };
  return { code: 'bug', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function say(message: FromWorker | undefined): void {
  if (message !== undefined) process.send?.(message);
}

// Ctrl-C reaches all processes of a terminal: this one waits to be told.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {});
process.on('disconnect', () => process.exit());
process.on('message', (message: ToWorker) => void answerTo(message).catch(answerToError).then(say));

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Job, jobName } from '../../../src/benchmark/job.ts';
import { planLanes } from '../../../src/benchmark/plan-jobs.ts';
import type { QueueEvent } from '../../../src/benchmark/queue/queue-events.ts';
import { type JobOutcome, lanesLeft, type QueueTask, runQueue } from '../../../src/benchmark/queue/run-queue.ts';
import { DiskFullError, InterruptedError } from '../../../src/errors.ts';

const LANES = planLanes({
  methods: ['infonce', 'avc'],
  ablatedMethods: [],
  parts: ['kept'],
  protocols: ['linear-probe', 'retrieval'],
  seeds: 2,
});

const DONE: JobOutcome = { kind: 'done', findings: [] };
const FAILED: JobOutcome = { kind: 'failed', failure: { code: 'training-stopped', message: 'the loss is NaN' } };

interface Ran {
  /** `started infonce.kept…`, in order. */
  readonly lines: readonly string[];
  readonly error: unknown;
}

/** @param outcomes of jobs by a part of their name; all others are done */
async function run(
  outcomes: Readonly<Record<string, JobOutcome | Error>>,
  changes: Partial<QueueTask> = {},
  onRun: (job: Job) => void = () => {},
): Promise<Ran> {
  const lines: string[] = [];
  let error: unknown;
  try {
    await runQueue({
      lanes: LANES,
      isTrained: () => false,
      processes: 1,
      measured: [],
      budgetSeconds: undefined,
      abortSignal: new AbortController().signal,
      startRunner: () => {
        let stop = (): void => {};
        const stopped = new Promise<never>((_, reject) => (stop = () => reject(new InterruptedError())));
        stopped.catch(() => {});
        return {
          run: (job) => {
            const outcome = Object.entries(outcomes).find(([part]) => jobName(job).includes(part))?.[1] ?? DONE;
            const answer = outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
            onRun(job);
            return Promise.race([stopped, answer]);
          },
          stop,
          close: () => Promise.resolve(),
        };
      },
      onStarted: () => {},
      onFailure: () => Promise.resolve(),
      onDone: () => Promise.resolve(),
      onEvent: (event: QueueEvent) => {
        if (event.kind !== 'planned' && event.kind !== 'step') lines.push(`${event.kind} ${jobName(event.job)}`);
      },
      ...changes,
    });
  } catch (thrown) {
    error = thrown;
  }
  return { lines, error };
}

const only = (lines: readonly string[], kind: string): string[] =>
  lines.filter((line) => line.startsWith(kind)).map((line) => line.slice(kind.length + 1));

test('a training that fails blocks its evaluations, and nothing else', async () => {
  const { lines, error } = await run({ 'infonce.kept.epochs.seed-1': FAILED });
  assert.equal(error, undefined);
  assert.deepEqual(lines.slice(0, 4), [
    'started infonce.kept.epochs.seed-1',
    'failed infonce.kept.epochs.seed-1',
    'blocked infonce.kept.epochs.seed-1.linear-probe',
    'blocked infonce.kept.epochs.seed-1.retrieval',
  ]);
  assert.equal(only(lines, 'done').length, 9);
});

test('an evaluation that fails is noted and the next one runs', async () => {
  const { lines } = await run({ 'avc.kept.epochs.seed-2.linear-probe': FAILED });
  assert.deepEqual(only(lines, 'failed'), ['avc.kept.epochs.seed-2.linear-probe']);
  assert.ok(only(lines, 'done').includes('avc.kept.epochs.seed-2.retrieval'));
});

test('several processes work through every lane once, each lane in one process', async () => {
  const { lines } = await run({}, { processes: 3 });
  const done = only(lines, 'done');
  assert.equal(done.length, 12);
  assert.equal(new Set(done).size, 12);
  for (const { training, evaluations } of LANES) {
    const places = [training, ...evaluations].map((job) => done.indexOf(jobName(job)));
    assert.deepEqual(
      places,
      places.toSorted((first, second) => first - second),
    );
  }
});

test('a full disk ends the queue with its error', async () => {
  const { lines, error } = await run({ 'infonce.kept.epochs.seed-2': new DiskFullError('full') });
  assert.match(String(error), /full/);
  assert.equal(only(lines, 'done').length, 6);
});

test('an interruption stops what is in hand and begins nothing more', async () => {
  const stop = new AbortController();
  const { lines, error } = await run({}, { processes: 2, abortSignal: stop.signal }, (job) => {
    if (jobName(job) === 'infonce.kept.epochs.seed-2') stop.abort(new InterruptedError());
  });
  assert.ok(error instanceof InterruptedError);
  assert.ok(only(lines, 'started').length <= 8);
});

test('a lane that would not end within the budget is left, a shorter one behind it is not', async () => {
  const measured = LANES.slice(0, 2).map(({ training }) => ({
    job: training,
    seconds: training.method === 'infonce' ? 5000 : 10,
  }));
  const evaluated = { job: LANES[0]!.evaluations[0]!, seconds: 10 };
  const { lines } = await run({}, { measured: [...measured, evaluated], budgetSeconds: 100 });
  assert.deepEqual(only(lines, 'left'), [
    'infonce.kept.epochs.seed-1',
    'infonce.kept.epochs.seed-1.linear-probe',
    'infonce.kept.epochs.seed-1.retrieval',
    'infonce.kept.epochs.seed-2',
    'infonce.kept.epochs.seed-2.linear-probe',
    'infonce.kept.epochs.seed-2.retrieval',
  ]);
  assert.equal(only(lines, 'done').length, 6);
});

test('what an earlier run has done is not planned again; a training is there for the evaluations that are left', () => {
  const done = new Set(['infonce.kept.epochs.seed-1', 'infonce.kept.epochs.seed-1.retrieval']);
  const [first, second] = lanesLeft(LANES.slice(0, 2), (job) => done.has(jobName(job)));
  assert.deepEqual(first?.evaluations.map(jobName), ['infonce.kept.epochs.seed-1.linear-probe']);
  assert.equal(second?.evaluations.length, 2);
  assert.deepEqual(
    lanesLeft(LANES, () => true),
    [],
  );
});

// A made-up benchmark in the middle of its work, event by event, for tests of what shows it.
import type { Job, TrainJob } from '../../src/benchmark/job.ts';
import { planLanes } from '../../src/benchmark/plan-jobs.ts';
import type { QueueEvent } from '../../src/benchmark/queue/queue-events.ts';
import { jobsOfLanes } from '../../src/benchmark/queue/run-queue.ts';
import type { Finding, Task } from '../../src/benchmark/result.ts';

interface TimedEvent {
  readonly atMs: number;
  readonly event: QueueEvent;
}

export const TITLE = { corpus: 'made', preset: 'smoke', lockSha256: '0a1b2c3d4e5f'.padEnd(64, '0'), backend: 'wasm' };

const LANES = planLanes({
  methods: ['random-features', 'infonce', 'supervised-audio'],
  ablatedMethods: ['avcl-pairwise'],
  parts: ['kept', 'all', 'random-1'],
  protocols: ['linear-probe', 'retrieval'],
  seeds: 2,
});

/** Numbers that a reader can tell apart: 40 % and a step more for each job before it. */
function findingsOf(job: Job, base: number): Finding[] {
  if (job.kind === 'train') return [];
  const { method, part, budget, seed } = job.trained;
  const isProbe = job.protocol === 'linear-probe';
  const tasks: readonly Task[] = isProbe ? ['audio', 'visual', 'both'] : ['audio-to-visual', 'visual-to-audio'];
  return tasks.map((task, at) => ({
    ...{ method, part, budget, seed, protocol: job.protocol, task, condition: '', testSet: 'kept', clips: 40 },
    metrics: isProbe ? { 'top-1': base + at / 100 } : { 'recall-5': base + at / 100 },
    chance: isProbe ? { 'top-1': 0.25 } : { 'recall-5': 0.125 },
  }));
}

/** Seed 1 is done but for one that failed; two trainings of seed 2 are in hand. */
export function benchmarkNews(): TimedEvent[] {
  const jobs = jobsOfLanes(LANES);
  const events: TimedEvent[] = [
    {
      atMs: 0,
      event: {
        kind: 'planned',
        processes: 2,
        jobs: jobs.map((job) => ({ job, state: 'waiting', findings: [], seconds: undefined })),
      },
    },
  ];
  const first = LANES.filter(({ training }) => training.seed === 1);
  for (const [at, { training, evaluations }] of first.entries()) {
    const startMs = at * 30_000;
    events.push({ atMs: startMs, event: { kind: 'started', job: training } });
    if (training.method === 'infonce') {
      const failure = { code: 'training-stopped', message: 'training, step 3, epoch 1: the loss is NaN' };
      events.push({ atMs: startMs + 5000, event: { kind: 'failed', job: training, failure } });
      for (const job of evaluations) events.push({ atMs: startMs + 5000, event: { kind: 'blocked', job } });
      continue;
    }
    events.push({ atMs: startMs + 20_000, event: { kind: 'done', job: training, seconds: 20, findings: [] } });
    for (const job of evaluations) {
      events.push({ atMs: startMs + 20_000, event: { kind: 'started', job } });
      const findings = findingsOf(job, 0.4 + at / 20);
      events.push({ atMs: startMs + 25_000, event: { kind: 'done', job, seconds: 5, findings } });
    }
  }
  const inHand = LANES.filter(({ training }) => training.seed === 2).slice(0, 2);
  for (const [at, { training }] of inHand.entries()) {
    events.push({ atMs: 200_000, event: { kind: 'started', job: training } });
    for (let step = 1; step <= 40 + 20 * at; step += 1)
      events.push({ atMs: 200_000 + 100 * step, event: stepOf(training, step) });
  }
  return events.toSorted((one, other) => one.atMs - other.atMs);
}

/** The loss falls as one over the root of the step. */
function stepOf(job: TrainJob, step: number): QueueEvent {
  return {
    ...{ kind: 'step', job, step, steps: 200, epoch: 1, learningRate: 1e-3, gradientNorm: 1 },
    losses: { total: 3 / Math.sqrt(step) },
    remainingSeconds: (200 - step) / 10,
  };
}

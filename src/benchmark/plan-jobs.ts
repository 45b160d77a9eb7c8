// What a benchmark consists of: wishes in, trainings with the evaluations of each out, in the order in which they are worked on. Pure.
import type { Budget, CorpusPart, EvaluateJob, TrainJob } from './job.ts';
import type { ProtocolName } from './protocol-names.ts';
import { applicableTasks } from './protocols/applicable-tasks.ts';

export type TrainedMethod = TrainJob['method'];

export interface BenchmarkWishes {
  /** Compared on the kept clips. */
  readonly methods: readonly TrainedMethod[];
  /** Trained on every part of the corpus as well; empty: no ablation of the corpus. */
  readonly ablatedMethods: readonly TrainedMethod[];
  /** Parts that can be learned from, `kept` among them. */
  readonly parts: readonly CorpusPart[];
  readonly protocols: readonly ProtocolName[];
  /** 1 to this. */
  readonly seeds: number;
}

/** A training and what looks at it: one process works through it in this order, so that the model's vectors are computed once. */
export interface Lane {
  readonly training: TrainJob;
  readonly evaluations: readonly EvaluateJob[];
}

/** Draws of the part `random-N` (chosen: the fewest whose spread can be told). */
const RANDOM_DRAWS = 3;

/** What an ablation of the corpus learns from. */
export const ABLATION_PARTS: readonly CorpusPart[] = [
  'kept',
  'all',
  ...Array.from({ length: RANDOM_DRAWS }, (_, draw) => `random-${draw + 1}` as const),
  'dropped',
];

/** Seeds outermost: whenever it is stopped, what has been finished is whole seeds of everything, and one that is not. */
export function planLanes({ methods, ablatedMethods, parts, protocols, seeds }: BenchmarkWishes): Lane[] {
  const lanes: Lane[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    for (const method of new Set([...ablatedMethods, ...methods])) {
      for (const part of ablatedMethods.includes(method) ? parts : (['kept'] as const)) {
        for (const budget of budgetsOf(part)) {
          const training: TrainJob = { kind: 'train', method, part, budget, seed };
          const evaluations = protocols
            .filter((protocol) => applicableTasks(method, protocol).length > 0)
            .map((protocol) => ({ kind: 'evaluate', trained: training, protocol }) as const);
          lanes.push({ training, evaluations });
        }
      }
    }
  }
  return lanes;
}

/** Parts of the size of `kept` take as many steps in the same epochs: both budgets are one training. */
function budgetsOf(part: CorpusPart): readonly Budget[] {
  return part === 'all' || part === 'dropped' ? ['steps', 'epochs'] : ['epochs'];
}

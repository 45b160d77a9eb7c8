// A benchmark before it begins: a lock and wishes in; jobs, the clips that they use, and what cannot be had out, or why it cannot begin.
import type { TrainSettings } from '../avcl/train-settings.ts';
import type { CorpusLock, LockedClip } from '../dataset/corpus-lock.ts';
import { partClips } from './corpus-parts.ts';
import type { CorpusPart, TrainJob } from './job.ts';
import { stepsOfEpochs } from './methods/fitted-settings.ts';
import { ABLATION_PARTS, type BenchmarkWishes, type Lane, planLanes } from './plan-jobs.ts';
import { clipsOfPlan, type EvaluationPlan, planEvaluation } from './protocols/plan-evaluation.ts';

export interface PlannedBenchmark {
  readonly lanes: readonly Lane[];
  readonly evaluation: EvaluationPlan;
  /** Each once: those that are learned from, and those that are asked about. */
  readonly clips: readonly LockedClip[];
  /** What is not as one may expect, in words. */
  readonly notes: readonly string[];
}

/** Fewer have nothing to be told apart from. */
const LEAST_CLIPS = 2;

/** Pure. @throws KsBuildError (not-evaluable, exit 3) when nothing can be learned from the lock, or nothing asked */
export function planBenchmark(
  lock: CorpusLock,
  coreNames: ReadonlySet<string>,
  batchSize: number,
  wishes: Omit<BenchmarkWishes, 'parts'>,
): PlannedBenchmark {
  const evaluation = planEvaluation(lock, coreNames);
  const wanted: readonly CorpusPart[] = wishes.ablatedMethods.length > 0 ? ABLATION_PARTS : ['kept'];
  const parts = wanted.map((part) => ({ part, clips: learnedFrom(lock, part, evaluation) }));
  const usable = parts.filter(({ clips }) => clips.length >= LEAST_CLIPS);
  return {
    lanes: planLanes({ ...wishes, parts: usable.map(({ part }) => part) }),
    evaluation,
    clips: [...new Set([...usable.flatMap(({ clips }) => clips), ...clipsOfPlan(evaluation)])],
    notes: [
      ...parts.flatMap(({ part, clips }) => sizeNotes(part, clips.length, batchSize)),
      ...leftOutNotes(evaluation),
    ],
  };
}

/** Of the classes that are asked about: a classifier has no place for others, and all methods learn from the same clips. */
export function learnedFrom(lock: CorpusLock, part: CorpusPart, { classNames }: EvaluationPlan): LockedClip[] {
  return partClips(lock, part).filter(({ label }) => classNames.includes(label));
}

/** With the number of steps where the budget is one. */
export function jobSettings({ budget }: TrainJob, settings: TrainSettings, { train }: EvaluationPlan): TrainSettings {
  return budget === 'steps' ? { ...settings, steps: stepsOfEpochs(settings, train.length) } : settings;
}

/** Steps that a training takes. */
export function stepsOf(job: TrainJob, lock: CorpusLock, settings: TrainSettings, evaluation: EvaluationPlan): number {
  if (job.method === 'random-features') return 0;
  const wanted = jobSettings(job, settings, evaluation);
  return stepsOfEpochs(wanted, learnedFrom(lock, job.part, evaluation).length);
}

function sizeNotes(part: CorpusPart, clips: number, batchSize: number): string[] {
  if (clips >= batchSize) return [];
  if (clips < LEAST_CLIPS) return [`nothing is learned from the part ${part}: it has ${clips} clips`];
  return [`the part ${part} has ${clips} clips, fewer than a batch of ${batchSize}: they are one batch`];
}

function leftOutNotes({ leftOut, testSplit }: EvaluationPlan): string[] {
  const reasons = new Map<string, number>();
  for (const { reason } of leftOut) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const notes = [...reasons].map(
    ([reason, count]) => `${count} clips of the split ${testSplit} are not asked about: ${reason}`,
  );
  return testSplit === 'val' ? ['the corpus has no kept test clips: val stands for test', ...notes] : notes;
}

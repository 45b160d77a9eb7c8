// The clips of an evaluation by their rows: a plan and their media in; one list of all, where the train side and each test set stand in it, and
// what a protocol's scores for a set come to out. Pure.
import type { LockedClip } from '../../dataset/corpus-lock.ts';
import type { TrainingClip } from '../../training-data/training-clip.ts';
import type { TestSet } from '../job.ts';
import {
  classificationChance,
  classificationMetrics,
  classRanks,
  predictedClasses,
} from '../metrics/classification.ts';
import type { Answered } from './evaluation-task.ts';
import { clipsOfPlan, type EvaluationPlan } from './plan-evaluation.ts';
import type { ClassTask } from './probe-inputs.ts';

export interface AskedClips {
  readonly classNames: readonly string[];
  /** Each clip once, by name: the rows of all vectors. */
  readonly clips: readonly TrainingClip[];
  readonly train: ClipRows;
  readonly testSets: readonly AskedSet[];
  /** Of all test sets together. */
  readonly asked: ClipRows;
}

interface ClipRows {
  readonly clips: readonly LockedClip[];
  /** Of each, its row among all clips. */
  readonly rows: readonly number[];
  readonly labels: readonly number[];
}

export interface AskedSet extends ClipRows {
  readonly name: TestSet;
}

export function askedClips(plan: EvaluationPlan, media: ReadonlyMap<string, TrainingClip>): AskedClips {
  const { classNames, train, testSets } = plan;
  const all = clipsOfPlan(plan).sort((a, b) => (a.name < b.name ? -1 : 1));
  const rowOf = new Map(all.map(({ name }, row) => [name, row]));
  const rowsOf = (clips: readonly LockedClip[]): ClipRows => ({
    clips,
    rows: clips.map(({ name }) => rowOf.get(name)!),
    labels: clips.map(({ label }) => classNames.indexOf(label)),
  });
  return {
    classNames,
    clips: all.map(({ name }) => media.get(name)!),
    train: rowsOf(train),
    testSets: testSets.map(({ name, clips }) => ({ name, ...rowsOf(clips) })),
    asked: rowsOf(clipsOfPlan({ train: [], testSets })),
  };
}

/** @param scores `[clips of the set, classes]`, before the softmax; of several draws one after the other, whose metrics are averaged */
export function classFinding(
  { name: testSet, clips, labels }: AskedSet,
  classes: number,
  task: ClassTask,
  condition: string,
  scores: readonly Float64Array[],
): Answered {
  const ofDraws = scores.map((drawn) => ({ scores: logProbabilities(drawn, classes), classes, labels }));
  const each = ofDraws.map(classificationMetrics);
  const metrics = Object.fromEntries(
    Object.keys(each[0]!).map((metric) => [
      metric,
      each.reduce((sum, one) => sum + one[metric as 'top-1']!, 0) / each.length,
    ]),
  );
  return {
    task,
    condition,
    testSet,
    clips: clips.length,
    metrics,
    chance: classificationChance({ classes, labels }),
    answers: {
      clipNames: ofDraws.flatMap(() => clips.map((clip) => clip.name)),
      labels: ofDraws.flatMap(() => labels),
      predicted: ofDraws.flatMap(predictedClasses),
      ranks: ofDraws.flatMap(classRanks),
      first: undefined,
    },
  };
}

/** Average precision orders clips by a class's scores, which a constant of each clip's own would disturb: the softmax takes it out. */
function logProbabilities(scores: Float64Array, classes: number): Float64Array {
  const result = scores.slice();
  for (let begin = 0; begin < scores.length; begin += classes) {
    const row = scores.subarray(begin, begin + classes);
    const highest = row.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    const logSum = highest + Math.log(row.reduce((sum, score) => sum + Math.exp(score - highest), 0));
    for (let at = begin; at < begin + classes; at += 1) result[at]! -= logSum;
  }
  return result;
}

// Names and numbers of a card as a reader wants them. Pure.

import type { ComparedSide, Comparison, Figure } from '../card/result-card.ts';
import type { Budget, CorpusPart, TestSet } from '../job.ts';
import type { MetricName, ProtocolName } from '../protocol-names.ts';
import type { Task } from '../result.ts';

export const PROTOCOL_TITLES: Readonly<Record<ProtocolName, string>> = {
  'linear-probe': 'Linear probe',
  'fine-tune': 'Fine-tuning',
  retrieval: 'Retrieval',
  'missing-modality': 'One modality missing',
  'noisy-sound': 'Noise in the sound',
  'low-shot': 'Few labelled clips',
};

export const TASK_TITLES: Readonly<Record<Task, string>> = {
  audio: 'sound',
  visual: 'picture',
  both: 'sound and picture',
  'audio-to-visual': 'picture from sound',
  'visual-to-audio': 'sound from picture',
};

const TEST_SET_TITLES: Readonly<Record<TestSet, string>> = {
  kept: 'kept test clips',
  all: 'test clips, those that the filter did not keep among them',
  human: 'test clips that a person checked',
  core: 'test clips that all published lists of Kinetics-Sounds share',
};

/** `48 checked`, for a cell of a table. */
export function shortSetText(testSet: TestSet, clips: number): string {
  if (testSet === 'all') return `all ${clips}`;
  return testSet === 'human' ? `${clips} checked` : `${clips} ${testSet}`;
}

export const METRIC_TITLES: Readonly<Record<MetricName, string>> = {
  'top-1': 'Top-1',
  'top-5': 'Top-5',
  'mean-per-class': 'Mean per class',
  map: 'mAP',
  'recall-1': 'Recall@1',
  'recall-5': 'Recall@5',
  'recall-10': 'Recall@10',
  'median-rank': 'Median rank',
};

/** Ranks are counted; everything else is a share. */
export function isShare(metric: MetricName): boolean {
  return metric !== 'median-rank';
}

/** `48 kept test clips` */
export function setText(testSet: TestSet, clips: number): string {
  return `${clips} ${TEST_SET_TITLES[testSet]}`;
}

export function partText(part: CorpusPart | 'random', budget: Budget): string {
  const draw = /^random-(\d+)$/.exec(part)?.[1];
  if (draw !== undefined) return `random, draw ${draw}`;
  if (part === 'random') return 'as many random clips';
  if (part === 'kept') return 'kept clips';
  const size = budget === 'steps' ? 'in as many steps' : 'in as many epochs';
  return `${part === 'all' ? 'all clips' : 'dropped clips'}, ${size}`;
}

/** A share as percent, a rank as it is: one digit behind the point. */
export function valueText(value: number, metric: MetricName): string {
  return (isShare(metric) ? 100 * value : value).toFixed(1);
}

/** `43.2 ± 1.1` */
export function meanText({ mean, deviation }: Figure, metric: MetricName): string {
  const spread = deviation === undefined ? '' : ` ± ${valueText(deviation, metric)}`;
  return `${valueText(mean, metric)}${spread}`;
}

/** `43.2 ± 1.1 [40.1, 46.0]` */
export function figureText(figure: Figure | undefined, metric: MetricName): string {
  if (figure === undefined) return '–';
  const { low, high } = figure;
  const interval =
    low === undefined || high === undefined ? '' : ` [${valueText(low, metric)}, ${valueText(high, metric)}]`;
  return `${meanText(figure, metric)}${interval}`;
}

/** Of a difference between two shares, in points: `+13.9` */
export function pointsText(difference: number): string {
  const points = (100 * difference).toFixed(1);
  if (points === '0.0' || points === '-0.0') return '0.0';
  return difference > 0 ? `+${points}` : points.replace('-', '−');
}

export function pValueText(pValue: number): string {
  return pValue < 0.001 ? '< 0.001' : pValue.toFixed(3);
}

/** `linear probe, sound and picture: Top-1` */
export function questionText({ protocol, task, metric }: Pick<Comparison, 'protocol' | 'task' | 'metric'>): string {
  return `${PROTOCOL_TITLES[protocol].toLowerCase()}, ${TASK_TITLES[task]}: ${METRIC_TITLES[metric]}`;
}

export function sideText({ part, budget }: ComparedSide): string {
  return partText(part, budget);
}

/** `3 models` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `1 h 02 min`, `12 min`, `40 s` */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

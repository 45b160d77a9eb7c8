// How far a number would move with other seeds and other videos: every model of a method was asked about the same clips, and each sample
// draws both models and videos anew (percentile bootstrap; Owen 2007, "The pigeonhole bootstrap"). Pure; repeatable by the seed.
//
// The spread over seeds is told too small where there are few of them: two or three say little of others.
import { type SeededRandom, seededRandom } from '../signal/seeded-random.ts';
import { type BootstrapSettings, type Interval, quantile, wilson } from './bootstrap.ts';

/** What each model got on each clip: a row a model, the clips in one order for all. */
export type ClipValues = readonly ArrayLike<number>[];

/** Of one model's values on some clips: their positions, as often as they were drawn. undefined: it cannot be taken of these. */
export type ClipStatistic = (values: ArrayLike<number>, clips: readonly number[]) => number | undefined;

interface CrossedEstimate {
  /** On all clips: the mean over models. */
  readonly value: number;
  /** Holds it in 95 of 100 samples; undefined where there are too few videos to tell. */
  readonly interval: Interval | undefined;
}

const ROUNDS = 500;
const TAIL = 0.025;
/** Fewer videos than this say nothing about others. */
const LEAST_VIDEOS = 3;

export function meanOfClips(values: ArrayLike<number>, clips: readonly number[]): number | undefined {
  let sum = 0;
  for (const clip of clips) sum += values[clip]!;
  return clips.length === 0 ? undefined : sum / clips.length;
}

/**
 * @param videos of each clip, one text for all copies of a video: its clips are no independent witnesses
 * @returns undefined where the statistic cannot be taken of all clips
 */
export function crossedBootstrap(
  models: ClipValues,
  videos: readonly string[],
  statistic: ClipStatistic,
  settings: BootstrapSettings,
): CrossedEstimate | undefined {
  return estimate(videos, settings, (clips, drawModels) => meanOver(drawModels(models), clips, statistic));
}

/** The first method's less the second's, both asked about the same clips; in a sample too. Models are drawn of each method by itself. */
export function crossedDifference(
  first: ClipValues,
  second: ClipValues,
  videos: readonly string[],
  statistic: ClipStatistic,
  settings: BootstrapSettings,
): CrossedEstimate | undefined {
  return estimate(videos, settings, (clips, drawModels) => {
    const one = meanOver(drawModels(first), clips, statistic);
    const other = meanOver(drawModels(second), clips, statistic);
    return one === undefined || other === undefined ? undefined : one - other;
  });
}

/**
 * An interval for a share. Where every model is right about every clip, or none about any, all samples are alike and would claim to be
 * certain: Wilson's interval stands in, each video one trial.
 */
export function crossedShare(
  models: ClipValues,
  videos: readonly string[],
  statistic: ClipStatistic,
  settings: BootstrapSettings,
): CrossedEstimate | undefined {
  const share = crossedBootstrap(models, videos, statistic, settings);
  if (share?.interval === undefined || share.interval.low < share.interval.high) return share;
  const trials = new Set(videos).size;
  const { low, high } = wilson(share.value * trials, trials)!;
  return { ...share, interval: { low, high } };
}

type DrawModels = (models: ClipValues) => ClipValues;

function estimate(
  videos: readonly string[],
  { seed, rounds = ROUNDS }: BootstrapSettings,
  of: (clips: readonly number[], drawModels: DrawModels) => number | undefined,
): CrossedEstimate | undefined {
  const value = of([...videos.keys()], (models) => models);
  if (value === undefined) return undefined;
  const groups = clipsOfVideos(videos);
  if (groups.length < LEAST_VIDEOS) return { value, interval: undefined };
  const random = seededRandom(seed);
  const drawn: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const other = of(drawnClips(groups, random), (models) => resampled(models, random));
    if (other !== undefined) drawn.push(other);
  }
  drawn.sort((a, b) => a - b);
  return { value, interval: { low: quantile(drawn, TAIL), high: quantile(drawn, 1 - TAIL) } };
}

/** Positions of the clips of drawn videos. In a loop: `flat` takes ten times as long. */
function drawnClips(groups: readonly (readonly number[])[], random: SeededRandom): number[] {
  const clips: number[] = [];
  for (let drawn = 0; drawn < groups.length; drawn += 1)
    for (const clip of groups[random.below(groups.length)]!) clips.push(clip);
  return clips;
}

/** As many as there are, with replacement. */
function resampled<T>(items: readonly T[], random: SeededRandom): T[] {
  return items.map(() => items[random.below(items.length)]!);
}

function meanOver(models: ClipValues, clips: readonly number[], statistic: ClipStatistic): number | undefined {
  let sum = 0;
  for (const values of models) {
    const value = statistic(values, clips);
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum / models.length;
}

/** Positions of the clips of each video. */
export function clipsOfVideos(videos: readonly string[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [clip, video] of videos.entries()) {
    const group = groups.get(video);
    if (group === undefined) groups.set(video, [clip]);
    else group.push(clip);
  }
  return [...groups.values()];
}

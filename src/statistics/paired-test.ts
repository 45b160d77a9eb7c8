// Whether two methods differ on the same clips: what each model made of each clip in; the difference, its interval and a p-value out. Pure;
// repeatable by the seed.
import { type SeededRandom, seededRandom } from '../signal/seeded-random.ts';
import type { BootstrapSettings, Interval } from './bootstrap.ts';
import { type ClipValues, clipsOfVideos, crossedDifference, meanOfClips } from './crossed-bootstrap.ts';
import { crossedTest } from './crossed-test.ts';

interface PairedComparison {
  /** The first method's mean over models and clips less the second's. */
  readonly difference: number;
  /** Over other seeds and other videos; undefined where there are too few videos to tell. */
  readonly interval: Interval | undefined;
  /**
   * Two-sided: the larger of two. Signs turned over videos: it needs no distribution, but speaks of these very models. And over seeds and
   * videos (crossed-test.ts), which takes several models of each method. With one, nothing is known of other seeds.
   */
  readonly pValue: number;
}

/** Up to so many videos that differ, all ways of giving them signs are counted; beyond, so many ways are drawn. */
const COUNTED_VIDEOS = 14;
const DRAWN_WAYS = 10_000;
/** Sums of the same numbers in another order are equal. */
const ROUNDING = 1e-9;

/** @param videos of each clip, at least one; one text for all copies of a video */
export function comparePaired(
  first: ClipValues,
  second: ClipValues,
  videos: readonly string[],
  settings: BootstrapSettings,
): PairedComparison {
  const { value: difference, interval } = crossedDifference(first, second, videos, meanOfClips, settings)!;
  const overVideos = signFlip(first, second, videos, settings.seed);
  const overBoth = crossedTest(first, second, videos) ?? 0;
  return { difference, interval, pValue: Math.max(overVideos, overBoth) };
}

/**
 * How often methods that are alike would differ as much, by chance in the videos alone (Fisher's randomisation test, 1935:
 * were they alike, each video's difference could as well have the other sign). With one model each and one clip a video it is McNemar's
 * exact test (1947).
 */
function signFlip(first: ClipValues, second: ClipValues, videos: readonly string[], seed: number): number {
  const differences = clipsOfVideos(videos)
    .map((clips) => meanSum(first, clips) - meanSum(second, clips))
    .filter((difference) => Math.abs(difference) > ROUNDING);
  const seen = Math.abs(differences.reduce((sum, difference) => sum + difference, 0)) - ROUNDING;
  return differences.length <= COUNTED_VIDEOS
    ? shareOfAllWays(differences, seen)
    : shareOfDrawnWays(differences, seen, seededRandom(seed));
}

function meanSum(models: ClipValues, clips: readonly number[]): number {
  let sum = 0;
  for (const values of models) for (const clip of clips) sum += values[clip]!;
  return sum / models.length;
}

function shareOfAllWays(differences: readonly number[], seen: number): number {
  const ways = 2 ** differences.length;
  let asFar = 0;
  for (let way = 0; way < ways; way += 1)
    if (isAsFar(differences, seen, (video) => ((way >> video) & 1) === 1)) asFar += 1;
  return asFar / ways;
}

/** The way that was seen counts too, so that it is never 0. */
function shareOfDrawnWays(differences: readonly number[], seen: number, random: SeededRandom): number {
  let asFar = 1;
  for (let way = 0; way < DRAWN_WAYS; way += 1) if (isAsFar(differences, seen, () => random.next() < 0.5)) asFar += 1;
  return asFar / (DRAWN_WAYS + 1);
}

function isAsFar(differences: readonly number[], seen: number, isTurned: (video: number) => boolean): boolean {
  let sum = 0;
  for (let video = 0; video < differences.length; video += 1)
    sum += isTurned(video) ? -differences[video]! : differences[video]!;
  return Math.abs(sum) >= seen;
}

// Whether two methods differ beyond their seeds and the videos that they were asked about: what each model made of each clip in, a p-value out. Pure.
import { type ClipValues, clipsOfVideos } from './crossed-bootstrap.ts';
import { studentTwoSided } from './student-t.ts';

/** Degrees of freedom from which on Student's t is the normal distribution. */
const NORMAL = 10_000;

/**
 * The test of several readers and several cases that radiology has (Obuchowski and Rockette 1995; degrees of freedom of Hillis 2007), models
 * as readers, each of one method, videos as cases:
 *   V_seeds = s1^2 / m1 + s2^2 / m2     V_videos = max(0, C11 + C22 - 2 C12)     t = D / sqrt(V_seeds + V_videos)
 *   df = (V_seeds + V_videos)^2 / ((s1^2 / m1)^2 / (m1 - 1) + (s2^2 / m2)^2 / (m2 - 1))
 * symbols: D -> difference of the methods' means, s^2 -> variance of the means of a method's m models, C -> mean covariance, over videos, of
 * the means of two different models, of one method or of both: what videos do to all models alike, which other seeds do not average out.
 * @param videos of each clip, one text for all copies of a video
 * @returns two-sided, 0..1; undefined where a method has one model: nothing is known of its seeds
 */
export function crossedTest(first: ClipValues, second: ClipValues, videos: readonly string[]): number | undefined {
  if (first.length < 2 || second.length < 2) return undefined;
  const groups = clipsOfVideos(videos);
  const [one, other] = [first, second].map((models) => models.map((values) => deviations(values, groups)));
  const [ofFirst, ofSecond] = [seedVariance(one!), seedVariance(other!)];
  const ofVideos = Math.max(0, covariance(one!, one!) + covariance(other!, other!) - 2 * covariance(one!, other!));
  const variance = ofFirst + ofSecond + ofVideos;
  const difference = mean(one!.map((model) => model.mean)) - mean(other!.map((model) => model.mean));
  if (variance === 0) return difference === 0 ? 1 : 0;
  const df = variance ** 2 / (ofFirst ** 2 / (first.length - 1) + ofSecond ** 2 / (second.length - 1));
  return studentTwoSided(difference / Math.sqrt(variance), Math.min(df, NORMAL));
}

interface ModelOnVideos {
  readonly mean: number;
  /** Of each video: the sum over its clips less what as many clips have on average, as a share of all clips. */
  readonly deviations: readonly number[];
}

function deviations(values: ArrayLike<number>, groups: readonly (readonly number[])[]): ModelOnVideos {
  const clips = values.length;
  const sums = groups.map((group) => group.reduce((sum, clip) => sum + values[clip]!, 0));
  const average = sums.reduce((sum, value) => sum + value, 0) / clips;
  return { mean: average, deviations: sums.map((sum, at) => (sum - average * groups[at]!.length) / clips) };
}

/** Of the mean of all models of a method. */
function seedVariance(models: readonly ModelOnVideos[]): number {
  const average = mean(models.map((model) => model.mean));
  const squares = models.reduce((sum, model) => sum + (model.mean - average) ** 2, 0);
  return squares / (models.length - 1) / models.length;
}

/** Mean over pairs of different models. */
function covariance(some: readonly ModelOnVideos[], others: readonly ModelOnVideos[]): number {
  const pairs = some.flatMap((one) => others.filter((other) => other !== one).map((other) => [one, other] as const));
  return mean(
    pairs.map(([one, other]) => {
      const videos = one.deviations.length;
      const products = one.deviations.reduce((sum, value, video) => sum + value * other.deviations[video]!, 0);
      return (products * videos) / (videos - 1);
    }),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

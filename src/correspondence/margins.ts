// Margins from embeddings, class probabilities and shift similarities of clips that the model never saw. Pure numbers.
import { seededRandom, seedOf, shuffled } from '../signal/seeded-random.ts';
import type { ListedClip } from './clip-scores.ts';
import { TEMPERATURE } from './losses.ts';

/** Strangers that a clip is compared with (chosen: more move the margin by less than the seeds do). */
const OTHER_CLASS_PANEL = 48;
const SAME_CLASS_PANEL = 16;
/** Fewer than this make no panel: the judge abstains. */
const LEAST_PANEL = 3;

export interface Panels {
  readonly otherClass: readonly number[];
  readonly sameClass: readonly number[];
}

/** Which of `clips` (by index) the clip at `own` is compared with: other videos only, fixed by seed and name. */
export function choosePanels(clips: readonly ListedClip[], own: number, seed: number): Panels {
  const clip = clips[own]!;
  const order = shuffled([...clips.keys()], seededRandom(seedOf('panel', seed, clip.clipName)));
  const isStranger = ({ videoId, probe }: ListedClip): boolean =>
    probe === undefined && videoId !== clip.videoId && videoId !== clip.probe?.soundVideoId;
  const strangers = order.filter((index) => isStranger(clips[index]!));
  return {
    otherClass: strangers.filter((index) => clips[index]!.label !== clip.label).slice(0, OTHER_CLASS_PANEL),
    sameClass: strangers.filter((index) => clips[index]!.label === clip.label).slice(0, SAME_CLASS_PANEL),
  };
}

export interface Embedded {
  readonly size: number;
  /** `[clips, size]`, L2-normalised. */
  readonly sound: Float32Array;
  readonly picture: Float32Array;
}

/**
 * Half of [log-odds of the own sound among the panel's sounds, given the picture] + [of the own picture, given the sound]:
 *   m = s(own)/tau - log mean_panel exp(s/tau)      symbols: s -> dot product, tau -> TEMPERATURE
 */
export function panelMargin(embedded: Embedded, own: number, panel: readonly number[]): number | undefined {
  if (panel.length < LEAST_PANEL) return undefined;
  const ownSimilarity = similarity(embedded, own, own) / TEMPERATURE;
  const bySounds = logMeanExp(panel.map((other) => similarity(embedded, other, own) / TEMPERATURE));
  const byPictures = logMeanExp(panel.map((other) => similarity(embedded, own, other) / TEMPERATURE));
  return finite(ownSimilarity - (bySounds + byPictures) / 2);
}

function similarity({ size, sound, picture }: Embedded, soundOf: number, pictureOf: number): number {
  let total = 0;
  for (let at = 0; at < size; at += 1) total += sound[soundOf * size + at]! * picture[pictureOf * size + at]!;
  return total;
}

/** Two classifiers that are sure of different classes disagree by no more than this: -13.8 nats. */
const LEAST_AGREEMENT = 1e-6;

/** log sum_c p(c | sound) p(c | picture) / p(c): 0 when the two know nothing of each other, given that class is all they share. */
export function classAgreement(
  bySound: ArrayLike<number>,
  byPicture: ArrayLike<number>,
  prior: ArrayLike<number>,
): number | undefined {
  let total = 0;
  for (let at = 0; at < prior.length; at += 1) {
    if (prior[at]! > 0) total += (bySound[at]! * byPicture[at]!) / prior[at]!;
  }
  return finite(Math.log(Math.max(total, LEAST_AGREEMENT)));
}

/** Steps around 0 that count as in step (0.08 s), and shifts from which on the sound counts as out of step (0.4 s). */
const IN_STEP = 2;
const OUT_OF_STEP = 10;

/** How far the similarity in step stands above those out of step, in their standard deviations. */
export function syncMargin(similarities: Float32Array): number | undefined {
  const steps = similarities.length;
  let inStep = -Infinity;
  const outOfStep: number[] = [];
  for (const [shift, value] of similarities.entries()) {
    const distance = Math.min(shift, steps - shift);
    if (distance <= IN_STEP) inStep = Math.max(inStep, value);
    else if (distance >= OUT_OF_STEP) outOfStep.push(value);
  }
  if (outOfStep.length < LEAST_PANEL) return undefined;
  const mean = outOfStep.reduce((sum, value) => sum + value, 0) / outOfStep.length;
  const variance = outOfStep.reduce((sum, value) => sum + (value - mean) ** 2, 0) / outOfStep.length;
  return variance > 0 ? finite((inStep - mean) / Math.sqrt(variance)) : undefined;
}

function logMeanExp(values: readonly number[]): number {
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0) / values.length);
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

// What the learned judge says about a clip: out-of-fold scores of one model, and their summary over seeds. Types and pure functions.

/** A clip of the corpus that is judged. Names are unique. */
export interface ListedClip {
  readonly clipName: string;
  /** Clips of one video always fall into the same fold. Copies of a video, under whatever id, have to come as one video. */
  readonly videoId: string;
  readonly label: string;
  /** Made to calibrate on, and judged only: no model learns from it, no clip is compared with it. */
  readonly probe?: Probe;
}

export interface Probe {
  /** The video that its sound was taken from: models that saw it do not judge the probe. Undefined: the sound is of no clip. */
  readonly soundVideoId: string | undefined;
}

/** Scores of one clip by one model that never saw its video. Undefined: the model abstains, there was nothing to judge by. */
export interface ModelScores {
  readonly clipName: string;
  /** Log-odds of the clip's own sound and picture against a panel from other classes, nats; high: they belong together. */
  readonly otherClassMargin: number | undefined;
  /** The same against other videos of its own class: does this very sound belong to this very picture? */
  readonly sameClassMargin: number | undefined;
  /** How far the sound in step with the motion stands above the same sound shifted by 0.4 s or more: a z-score over those shifts. */
  readonly syncMargin: number | undefined;
  /** log sum over classes of p(class | sound) p(class | picture), nats, above what unrelated classes would give. */
  readonly classAgreement: number | undefined;
  /** Probability of the clip's label given its sound alone, 0..1, and the label that the sound alone suggests. */
  readonly soundLabelProbability: number | undefined;
  readonly soundLabelGuess: string | undefined;
  readonly pictureLabelProbability: number | undefined;
  readonly pictureLabelGuess: string | undefined;
}

/** A score over seeds: its mean, its standard deviation (the uncertainty that feeds `ask`; 0 with one seed) and how many models gave it. */
export interface SeedScore {
  readonly mean: number;
  readonly spread: number;
  readonly models: number;
}

export interface ClipScores {
  readonly clipName: string;
  readonly otherClass: SeedScore | undefined;
  readonly sameClass: SeedScore | undefined;
  readonly sync: SeedScore | undefined;
  readonly classAgreement: SeedScore | undefined;
  /** Means over seeds, 0..1, and the guess that most seeds make; undefined where no model could tell. */
  readonly soundLabelProbability: number | undefined;
  readonly soundLabelGuess: string | undefined;
  readonly pictureLabelProbability: number | undefined;
  readonly pictureLabelGuess: string | undefined;
}

/** One summary per clip, in the order in which clips first appear. */
export function summariseSeeds(perModel: readonly (readonly ModelScores[])[]): ClipScores[] {
  const byClip = new Map<string, ModelScores[]>();
  for (const scores of perModel.flat()) {
    const known = byClip.get(scores.clipName);
    if (known === undefined) byClip.set(scores.clipName, [scores]);
    else known.push(scores);
  }
  return [...byClip].map(([clipName, models]) => ({
    clipName,
    otherClass: seedScore(models.map((model) => model.otherClassMargin)),
    sameClass: seedScore(models.map((model) => model.sameClassMargin)),
    sync: seedScore(models.map((model) => model.syncMargin)),
    classAgreement: seedScore(models.map((model) => model.classAgreement)),
    soundLabelProbability: seedScore(models.map((model) => model.soundLabelProbability))?.mean,
    soundLabelGuess: mostFrequent(models.map((model) => model.soundLabelGuess)),
    pictureLabelProbability: seedScore(models.map((model) => model.pictureLabelProbability))?.mean,
    pictureLabelGuess: mostFrequent(models.map((model) => model.pictureLabelGuess)),
  }));
}

function seedScore(values: readonly (number | undefined)[]): SeedScore | undefined {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return undefined;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  return { mean, spread: Math.sqrt(variance), models: known.length };
}

/** The most frequent value; of several, the one that came first. */
function mostFrequent(values: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: string | undefined;
  for (const [value, count] of counts) if (best === undefined || count > counts.get(best)!) best = value;
  return best;
}

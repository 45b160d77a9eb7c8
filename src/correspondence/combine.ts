// Learned scores and hand-made signals as one calibrated probability: a mixture of clips without and with each kind of mismatch, fitted on
// the corpus and on probes made from it. Pure.
import { type CorrespondenceScores, MISMATCH_NAMES, type Mismatch } from '../dataset/evidence.ts';
import { seededRandom, seedOf, shuffled } from '../signal/seeded-random.ts';
import type { ClassNorms } from './class-norms.ts';
import { AGAINST_MISMATCH, featuresOf, type JudgedClip, linkNorms } from './mismatch-features.ts';
import { fitMixture, type MismatchMixture, PARTS, type PartedRow, tell } from './mismatch-mixture.ts';

export interface Combination {
  /** Those that there were probes of, in the order of the mixture. */
  readonly mismatches: readonly Mismatch[];
  readonly norms: ClassNorms;
  /** Undefined: there was nothing to tell by. */
  readonly mixture: MismatchMixture | undefined;
}

export type Assessment = Pick<CorrespondenceScores, 'mismatch' | 'probability' | 'spread'>;

/** Clips of the corpus that are enough to fit on: more move the fit less than the seeds do. */
const MOST_CLIPS = 2000;

export function fitCombination(
  corpus: readonly JudgedClip[],
  probes: Readonly<Record<Mismatch, readonly JudgedClip[]>>,
): Combination {
  const norms = linkNorms(corpus.map(withEvidence));
  const rowsOf = (clips: readonly JudgedClip[]): PartedRow[] =>
    shuffled(clips.map(withEvidence), seededRandom(seedOf('combination')))
      .filter(({ models }) => models.length > 0)
      .slice(0, MOST_CLIPS)
      .map((clip) => rowOf(clip, norms));
  const ofProbes = MISMATCH_NAMES.map((mismatch) => ({ mismatch, rows: rowsOf(probes[mismatch]) }));
  const made = ofProbes.filter(({ rows }) => rows.length > 0);
  return {
    mismatches: made.map(({ mismatch }) => mismatch),
    norms,
    mixture: fitMixture(
      rowsOf(corpus),
      made.map(({ rows }) => rows),
      AGAINST_MISMATCH,
    ),
  };
}

/** Without the models that could say nothing: where the towers are silent, the rest is too little to keep a clip by. */
function withEvidence(clip: JudgedClip): JudgedClip {
  const models = clip.models.filter(
    ({ otherClassMargin, classAgreement }) => otherClassMargin !== undefined || classAgreement !== undefined,
  );
  return { ...clip, models };
}

/** Undefined all through where no model has evidence. The spread is over what each model alone would have said. */
export function assess({ mismatches, norms, mixture }: Combination, judged: JudgedClip): Assessment {
  const nothing = { mismatch: undefined, probability: undefined, spread: undefined };
  const clip = withEvidence(judged);
  if (mixture === undefined || clip.models.length === 0) return nothing;
  const [probability, ...likelihoods] = tell(mixture, rowOf(clip, norms));
  // A fit on hardly any clips may have no solution.
  if (probability === undefined || !Number.isFinite(probability)) return nothing;
  const ofMismatch = (name: Mismatch): number => likelihoods[mismatches.indexOf(name)] ?? 0;
  return {
    mismatch: {
      swap: ofMismatch('swap'),
      shift: ofMismatch('shift'),
      musicBed: ofMismatch('musicBed'),
      voiceOver: ofMismatch('voiceOver'),
    },
    probability,
    spread: deviation(clip.models.map((model) => tell(mixture, rowOf({ ...clip, models: [model] }, norms))[0]!)),
  };
}

function rowOf(clip: JudgedClip, norms: ClassNorms): PartedRow {
  return { row: featuresOf(clip, norms), part: seedOf('part', clip.models[0]!.clipName) % PARTS };
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

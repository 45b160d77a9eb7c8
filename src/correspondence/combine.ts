// Learned scores and hand-made signals as one calibrated probability: a mixture of clips without and with each kind of mismatch, fitted on
// the corpus and on probes made from it. Pure.
import { type CorrespondenceScores, MISMATCH_NAMES, type Mismatch } from '../dataset/evidence.ts';
import type { SignalNumbers } from '../dataset/signal-measurements.ts';
import { seededRandom, seedOf, shuffled } from '../signal/seeded-random.ts';
import type { ClassNorms } from './class-norms.ts';
import type { ModelScores } from './clip-scores.ts';
import { AGAINST_MISMATCH, type FeatureRow, featuresOf, linkNorms, type Sighting } from './mismatch-features.ts';
import { fitMixture, type MismatchMixture, tell } from './mismatch-mixture.ts';

/** What is known of one clip: scores of every model that judged it, and its measurements. */
export interface JudgedClip {
  readonly label: string;
  readonly models: readonly ModelScores[];
  readonly signals: SignalNumbers | undefined;
}

export interface Combination {
  /** Those that there were probes of, in the order of the mixture. */
  readonly mismatches: readonly Mismatch[];
  readonly norms: ClassNorms;
  /** Undefined: there was nothing to tell by. */
  readonly mixture: MismatchMixture | undefined;
}

export type Assessment = Pick<CorrespondenceScores, 'mismatch' | 'probability' | 'spread'>;

/** Rows of the corpus, and of the probes of each kind, that are enough to fit on: more move the fit less than the seeds do. */
const MOST_ROWS = 2000;

export function fitCombination(
  corpus: readonly JudgedClip[],
  probes: Readonly<Record<Mismatch, readonly JudgedClip[]>>,
): Combination {
  const seen = corpus.flatMap(sightings);
  const norms = linkNorms(seen);
  const rowsOf = (all: readonly Sighting[]): FeatureRow[] =>
    shuffled(all, seededRandom(seedOf('combination')))
      .slice(0, MOST_ROWS)
      .map((sighting) => featuresOf(sighting, norms));
  const probeRows = MISMATCH_NAMES.map((mismatch) => ({ mismatch, rows: rowsOf(probes[mismatch].flatMap(sightings)) }));
  const made = probeRows.filter(({ rows }) => rows.length > 0);
  return {
    mismatches: made.map(({ mismatch }) => mismatch),
    norms,
    mixture: fitMixture(
      rowsOf(seen),
      made.map(({ rows }) => rows),
      AGAINST_MISMATCH,
    ),
  };
}

/** One a model that has evidence: what is fitted is what is asked later. */
function sightings({ label, models, signals }: JudgedClip): Sighting[] {
  return models.filter(hasEvidence).map((scores) => ({ label, scores, signals }));
}

/** The towers could say something: without them the rest is too little to keep a clip by. */
function hasEvidence(scores: ModelScores): boolean {
  return scores.otherClassMargin !== undefined || scores.classAgreement !== undefined;
}

/** Means over models; undefined all through where no model has evidence. */
export function assess({ mismatches, norms, mixture }: Combination, clip: JudgedClip): Assessment {
  const nothing = { mismatch: undefined, probability: undefined, spread: undefined };
  if (mixture === undefined) return nothing;
  const perModel = sightings(clip).map((sighting) => tell(mixture, featuresOf(sighting, norms)));
  const meanOf = (outcome: number): number => mean(perModel.map((probabilities) => probabilities[outcome] ?? 0));
  const probability = meanOf(0);
  // A clip that no model judged, or a fit on hardly any clips, which may have no solution.
  if (!Number.isFinite(probability)) return nothing;
  const ofMismatch = (name: Mismatch): number => (mismatches.includes(name) ? meanOf(1 + mismatches.indexOf(name)) : 0);
  return {
    mismatch: {
      swap: ofMismatch('swap'),
      shift: ofMismatch('shift'),
      musicBed: ofMismatch('musicBed'),
      voiceOver: ofMismatch('voiceOver'),
    },
    probability,
    spread: Math.sqrt(mean(perModel.map(([none]) => (none! - probability) ** 2))),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

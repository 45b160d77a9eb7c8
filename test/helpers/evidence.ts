// Evidence of made-up clips: nothing speaks against them unless the test says so.
import type { ClipEvidence, CorrespondenceScores, Mismatch } from '../../src/dataset/evidence.ts';
import type { SignalNumbers } from '../../src/dataset/signal-measurements.ts';

export const NO_SIGNALS: SignalNumbers = {
  silentRatio: undefined,
  loudnessLufs: undefined,
  clippedRatio: undefined,
  stereoSeparationDb: undefined,
  speechRatio: undefined,
  sceneCuts: undefined,
  meanMotion: undefined,
  meanOnset: undefined,
  pairZ: undefined,
  pairLagSeconds: undefined,
  ccaZ: undefined,
  correspondenceZ: undefined,
  cutContinuity: undefined,
  beatStrength: undefined,
  soundFill: undefined,
  musicBed: undefined,
};

export interface MadeUpScores extends Partial<Record<Mismatch, number>> {
  readonly probability?: number;
  readonly spread?: number;
}

export function scoresOf({ probability = 0.9, spread = 0.05, ...mismatch }: MadeUpScores = {}): CorrespondenceScores {
  return {
    otherClass: { mean: 4, spread: 0.5 },
    sameClass: { mean: 1, spread: 0.5 },
    sync: { mean: 2, spread: 0.25 },
    classAgreement: { mean: 1.5, spread: 0 },
    soundLabelProbability: 0.75,
    soundLabelGuess: 'playing drums',
    pictureLabelProbability: undefined,
    pictureLabelGuess: undefined,
    mismatch: { swap: 0.02, shift: 0.02, musicBed: 0.02, voiceOver: 0.02, ...mismatch },
    probability,
    spread,
  };
}

export function evidenceOf(clipName: string, parts: Partial<ClipEvidence> = {}): ClipEvidence {
  return {
    clipName,
    videoId: clipName,
    label: 'playing drums',
    split: 'train',
    facts: [],
    signals: NO_SIGNALS,
    scores: scoresOf(),
    duplicates: [],
    ...parts,
  };
}

// An audit: a sample of clips drawn by chance that people judge without knowing what the filter made of them. The nouns. Pure.
import type { Verdict } from './verdict.ts';

export const AUDIT_WORDS = ['belongs', 'does-not', 'cannot-tell'] as const;
/** The sound belongs to the picture, it does not, or the person could not tell. */
export type AuditWord = (typeof AUDIT_WORDS)[number];

/** The clips that questions stand for. */
export interface AuditPopulation {
  /** By the filter's verdict when the sample was drawn. */
  readonly keep: number;
  readonly drop: number;
  readonly ask: number;
  /** Clips with a file that no question stands for: */
  readonly leftOut: {
    /** dropped by their facts, */
    readonly facts: number;
    /** dropped by the filter, though not for a mismatch of sound and picture: doubles, leaks, sound cut off at full scale, */
    readonly otherReasons: number;
    /** never decided by the filter. */
    readonly unfiltered: number;
  };
}

export interface AuditStratum {
  /** Tenth of the scored clips, 1 has the lowest scores; 0: clips without a score. */
  readonly band: number;
  /** Classes that stand together in it. */
  readonly labels: readonly string[];
  /** Clips of the population in it. */
  readonly population: number;
}

/** One question: a sampled clip with what was known of it when it was drawn. */
export interface AuditItem {
  readonly clipName: string;
  /** Place in `strata`. */
  readonly stratum: number;
  readonly decision: Verdict['decision'];
  /** With the verdicts of people over the filter's. */
  readonly decisionWithPeople: Verdict['decision'];
  /** That sound and picture belong together, 0..1; undefined: not scored. */
  readonly probability: number | undefined;
}

export interface Audit {
  readonly name: string;
  readonly corpus: string;
  readonly seed: number;
  /** Hash of the policy behind the filter's verdicts. */
  readonly policy: string;
  readonly drawnAtMs: number;
  readonly population: AuditPopulation;
  readonly strata: readonly AuditStratum[];
  /** In the order of the questions. */
  readonly items: readonly AuditItem[];
}

export interface AuditAnswer {
  /** Of the question, from 0. */
  readonly position: number;
  readonly rater: string;
  readonly word: AuditWord;
  readonly atMs: number;
  /** From the question to the answer; undefined: not known (a script). */
  readonly seconds: number | undefined;
  /** Whether the sound was played before the answer. */
  readonly wasHeard: boolean;
}

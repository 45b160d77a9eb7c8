// Draws the sample of an audit: the clips that it speaks of and a seed in, questions in their order out. Pure; the same clips, scores, size and
// seed give the same questions on every machine.
import type { AuditItem, AuditStratum } from '../dataset/audit.ts';
import { seededRandom, seedOf, shuffled } from '../signal/seeded-random.ts';
import { type AuditCandidate, dealQuestions, stratify } from './audit-strata.ts';

export type DrawnFrom = AuditCandidate & Pick<AuditItem, 'decision' | 'decisionWithPeople'>;

export interface DrawnSample {
  readonly strata: readonly AuditStratum[];
  readonly items: readonly AuditItem[];
}

/** @param size questions; all clips where there are fewer */
export function drawSample(candidates: readonly DrawnFrom[], size: number, seed: number): DrawnSample {
  const strata = stratify(candidates, size);
  const counts = dealQuestions(
    strata.map(({ members }) => members.length),
    size,
  );
  const drawn = strata.flatMap(({ members }, stratum) => {
    const random = seededRandom(seedOf('audit sample', seed, stratum));
    return shuffled(members, random)
      .slice(0, counts[stratum])
      .map(({ clipName, decision, decisionWithPeople, probability }) => ({
        clipName,
        stratum,
        decision,
        decisionWithPeople,
        probability,
      }));
  });
  return {
    strata: strata.map(({ band, labels, members }) => ({ band, labels, population: members.length })),
    // Shuffled as a whole: neighbours tell nothing of each other's score, and the first part of the answers is itself a sample.
    items: shuffled(drawn, seededRandom(seedOf('audit order', seed))),
  };
}

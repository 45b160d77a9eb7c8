// The documented JSON of `audit --report` (schema 1). Shares are 0..1; null: there is nothing to take the share of. Pure.
import type { AuditFigures } from '../curation/audit-figures.ts';
import type { AuditReport } from '../ui/audit/audit-report-lines.ts';

export function auditReportJson({ audit, summary, pairs, disagreements, movedVerdicts }: AuditReport): object {
  const { name, corpus, seed, policy, drawnAtMs, population } = audit;
  const { questions, answered, settled, figures, heard, notHeard, bands, raters } = summary;
  return {
    schema: 1,
    audit: { name, corpus, seed, policy, drawnAt: new Date(drawnAtMs).toISOString(), population, questions },
    answered,
    settled,
    figures: withNulls(figures),
    heard: withNulls(heard),
    notHeard: withNulls(notHeard),
    scoreBands: bands.map(({ meanProbability, belongs, ...band }) => ({
      ...band,
      meanProbability: meanProbability ?? null,
      belongs: belongs ?? null,
    })),
    raters: raters.map(({ secondsAnAnswer, ...rater }) => ({ ...rater, secondsAnAnswer: secondsAnAnswer ?? null })),
    agreement: pairs.map(({ kappa, ...pair }) => ({ ...pair, kappa: kappa ?? null })),
    disagreements: disagreements.map(({ position, clipName, said }) => ({
      question: position + 1,
      clip: clipName,
      said,
    })),
    movedVerdicts,
  };
}

function withNulls(figures: AuditFigures): object {
  return Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, figure ?? null]));
}

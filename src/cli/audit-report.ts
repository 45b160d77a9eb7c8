// The report of an audit from what the index holds of it.
import { disagreements, raterPairs } from '../curation/audit-agreement.ts';
import { summariseAudit } from '../curation/audit-figures.ts';
import type { Audit } from '../dataset/audit.ts';
import { countMovedVerdicts, readAuditAnswers } from '../store/audits.ts';
import type { Index } from '../store/open.ts';
import type { AuditReport } from '../ui/audit/audit-report-lines.ts';

/** @param rater the figures rest on this person's answers alone; undefined: on everybody's */
export function readAuditReport(index: Index, audit: Audit, rater: string | undefined): AuditReport {
  const all = readAuditAnswers(index, audit.name);
  const answers = rater === undefined ? all : all.filter((answer) => answer.rater === rater);
  return {
    audit,
    summary: summariseAudit(audit, answers),
    pairs: raterPairs(all),
    disagreements: disagreements(audit, all),
    movedVerdicts: countMovedVerdicts(index, audit.name),
  };
}

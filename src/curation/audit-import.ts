// What an audit that somebody else exported adds to the one that is here. Pure: both in, what to do out; nothing is ever overwritten.
import type { Audit, AuditAnswer } from '../dataset/audit.ts';
import { UsageError } from '../errors.ts';
import type { AuditFile } from './audit-file.ts';

/** A person's answer in the file that is not the one that is here; the one that is here stays. */
export interface AnswerConflict {
  readonly clipName: string;
  readonly here: AuditAnswer;
  readonly there: AuditAnswer;
}

export interface AuditImport {
  readonly added: readonly AuditAnswer[];
  /** Answers that are here already. */
  readonly known: number;
  readonly conflicts: readonly AnswerConflict[];
}

/** @throws UsageError where the two are not the same questions */
export function planImport(here: AuditFile, there: AuditFile): AuditImport {
  if (!isSameSample(here.audit, there.audit))
    throw new UsageError(
      `audit "${there.audit.name}": expected the questions of the audit of that name in this workspace, got others ` +
        `(seed ${here.audit.seed} here, ${there.audit.seed} there; ${here.audit.items.length} questions here, ` +
        `${there.audit.items.length} there); answers to other questions cannot be joined with these`,
    );
  const keyOf = ({ position, rater }: AuditAnswer): string => `${position} ${rater}`;
  const given = new Map(here.answers.map((answer) => [keyOf(answer), answer]));
  const added: AuditAnswer[] = [];
  const conflicts: AnswerConflict[] = [];
  let known = 0;
  for (const answer of there.answers) {
    const mine = given.get(keyOf(answer));
    if (mine === undefined) added.push(answer);
    else if (mine.word === answer.word) known += 1;
    else conflicts.push({ clipName: here.audit.items[answer.position]!.clipName, here: mine, there: answer });
  }
  return { added, known, conflicts };
}

/** The strata follow from where it was drawn: the questions are what answers belong to. */
function isSameSample(a: Audit, b: Audit): boolean {
  const namesOf = ({ items }: Audit): string => items.map(({ clipName }) => clipName).join(' ');
  return a.corpus === b.corpus && namesOf(a) === namesOf(b);
}

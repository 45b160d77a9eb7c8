// Answers to an audit that do not come from the screen: a script's, and those that somebody else exported. Nothing is overwritten.
import { type AuditFile, formatAudit, parseAudit } from '../curation/audit-file.ts';
import { planImport } from '../curation/audit-import.ts';
import type { Audit } from '../dataset/audit.ts';
import { UsageError } from '../errors.ts';
import { createAuditWriter, readAudit, readAuditAnswers, writeAudit } from '../store/audits.ts';
import { corporaOf } from '../store/counts.ts';
import type { Index } from '../store/open.ts';
import { parseAnswers } from './audit-answers.ts';
import { print, printError, printJson } from './output.ts';
import { formatTable } from './table.ts';
import { readText, streamName, writeText } from './text-stream.ts';

export interface ScriptedAnswers {
  readonly file: string;
  readonly rater: string;
  readonly isJson: boolean;
}

/** `audit --answers` */
export function takeScriptedAnswers(
  index: Index,
  findAudit: () => Audit,
  { file, rater, isJson }: ScriptedAnswers,
): void {
  // First the text, then the audit: in a pipe the command that asks for the questions may be drawing them now.
  const text = readText(file);
  const audit = findAudit();
  const given = parseAnswers(text, streamName(file), audit);
  const atMs = Date.now();
  const answers = given.map((answer) => ({ ...answer, rater, atMs, seconds: undefined }));
  join(index, audit, { audit, answers }, isJson);
}

/** `audit --export` */
export function exportAudit(index: Index, audit: Audit, file: string): void {
  const text = formatAudit({ audit, answers: readAuditAnswers(index, audit.name) });
  if (!writeText(file, text)) return;
  printError(`${file}: written. It tells what the filter decided: who still answers should not read it`);
}

/** `audit --import`: an audit that is not here comes along. @param name under which it stands here; undefined: its own */
export function importAudit(index: Index, file: string, name: string | undefined, isJson: boolean): void {
  const there = parseAudit(readText(file), streamName(file));
  const audit = name === undefined ? there.audit : { ...there.audit, name };
  const known = readAudit(index, audit.name);
  if (known === undefined) {
    if (corporaOf(index).every((corpus) => corpus.name !== audit.corpus))
      throw new UsageError(
        `${streamName(file)}: expected an audit of a corpus of this workspace, got one of ${audit.corpus}`,
      );
    writeAudit(index, audit);
  }
  join(index, known ?? audit, { ...there, audit }, isJson);
}

/** Adds what is new, says what differs. */
function join(index: Index, audit: Audit, there: AuditFile, isJson: boolean): void {
  const { added, known, conflicts } = planImport({ audit, answers: readAuditAnswers(index, audit.name) }, there);
  createAuditWriter(index, audit.name).answer(added);
  const rows = conflicts.map(({ clipName, here, there: other }) => ({
    rater: here.rater,
    clip: clipName,
    here: here.word,
    there: other.word,
  }));
  if (isJson) {
    printJson({ schema: 1, audit: audit.name, added: added.length, known, conflicts: rows });
    return;
  }
  print(`audit ${audit.name}: ${added.length} answers added, ${known} here already, ${rows.length} in conflict`);
  if (rows.length === 0) return;
  const columns = ['rater', 'clip', 'here (stays)', 'there (not taken)'].map((title) => ({ title }));
  const cells = rows.map((row) => [row.rater, row.clip, row.here, row.there]);
  for (const line of formatTable(columns, cells)) print(line);
}

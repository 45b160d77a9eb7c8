// What `ks-build audit` does: one task on the index, its result on stdout.
import { join, resolve } from 'node:path';
import type { AuditAnswer } from '../dataset/audit.ts';
import { UsageError } from '../errors.ts';
import { auditNames, readAudit, readAuditAnswers, readAuditClips } from '../store/audits.ts';
import { type Index, openIndexForJudging, openIndexForReading } from '../store/open.ts';
import { auditReportLines } from '../ui/audit/audit-report-lines.ts';
import { formatDateTime } from '../ui/format.ts';
import { canDrawScreen } from '../ui/theme.ts';
import type { AuditFlags, AuditTask } from './audit.ts';
import { exportAudit, importAudit, takeScriptedAnswers } from './audit-exchange.ts';
import { auditReportJson } from './audit-json.ts';
import { readAuditReport } from './audit-report.ts';
import { findAudit, findOrDrawAudit } from './find-audit.ts';
import { loadConfig } from './load-config.ts';
import { print, printJson } from './output.ts';
import { raterName } from './rater-name.ts';
import { formatTable } from './table.ts';

const READING: readonly AuditTask[] = ['report', 'list', 'export'];

export async function runAudit(task: AuditTask, flags: AuditFlags): Promise<void> {
  if (task === 'ask' && !canDrawScreen(process.env, process.stdin, process.stdout))
    throw new UsageError(
      'audit asks on a terminal: expected one on stdin and stdout, got none; --questions and --answers do the same for scripts',
    );
  const path = join(resolve(flags.workspace), 'index.db');
  const index = READING.includes(task) ? openIndexForReading(path) : openIndexForJudging(path);
  try {
    if (task === 'ask') await (await import('./ask-audit.ts')).askAudit(index, findOrDrawAudit(index, flags), flags);
    else if (task === 'questions') printQuestions(index, flags);
    else if (task === 'answers') {
      const given = { file: flags.answers!, rater: raterOf(flags), isJson: flags.json === true };
      takeScriptedAnswers(index, () => findAudit(index, flags), given);
    } else if (task === 'report') printReport(index, flags);
    else if (task === 'list') printAudits(index, flags);
    else if (task === 'export') exportAudit(index, findAudit(index, flags), flags.export!);
    else importAudit(index, flags.import!, flags.name, flags.json === true);
  } finally {
    index.close();
  }
}

function raterOf(flags: AuditFlags): string {
  return raterName(flags.rater, loadConfig(flags.config));
}

function printReport(index: Index, flags: AuditFlags): void {
  const report = readAuditReport(index, findAudit(index, flags), flags.rater);
  if (flags.json) printJson(auditReportJson(report));
  else for (const line of auditReportLines(report)) print(line);
}

function printAudits(index: Index, { json }: AuditFlags): void {
  const audits = auditNames(index).map((name) => {
    const audit = readAudit(index, name)!;
    const answers = readAuditAnswers(index, name);
    const raters = [...new Set(answers.map(({ rater }) => rater))].sort();
    const answered = raters.map((rater) => [rater, answers.filter((answer) => answer.rater === rater).length] as const);
    return { audit, answered };
  });
  if (json) {
    const rows = audits.map(({ audit: { name, corpus, seed, items, drawnAtMs }, answered }) => ({
      name,
      corpus,
      seed,
      questions: items.length,
      drawnAt: new Date(drawnAtMs).toISOString(),
      answered: Object.fromEntries(answered),
    }));
    printJson({ schema: 1, audits: rows });
    return;
  }
  if (audits.length === 0) print('no audits yet; `ks-build audit` begins one');
  const columns = [
    { title: 'audit' },
    { title: 'questions', align: 'right' },
    { title: 'drawn' },
    { title: 'answered' },
  ] as const;
  const rows = audits.map(({ audit, answered }) => [
    audit.name,
    audit.items.length,
    formatDateTime(audit.drawnAtMs),
    answered.map(([rater, count]) => `${rater} ${count}`).join(', ') || '-',
  ]);
  if (rows.length > 0) for (const line of formatTable(columns, rows)) print(line);
}

function printQuestions(index: Index, flags: AuditFlags): void {
  const audit = findOrDrawAudit(index, flags);
  const rater = raterOf(flags);
  const done = answeredBy(readAuditAnswers(index, audit.name), rater);
  const open = readAuditClips(index, audit.name).filter(({ position }) => !done.has(position));
  const rows = open.map(({ clipName, file }) => ({
    clip: clipName,
    file: file === undefined ? undefined : join(resolve(flags.workspace), file.path),
  }));
  if (flags.json) printJson({ schema: 1, audit: audit.name, rater, questions: audit.items.length, open: rows });
  else for (const { clip, file } of rows) print(`${clip}\t${file ?? ''}`);
}

function answeredBy(answers: readonly AuditAnswer[], rater: string): Set<number> {
  return new Set(answers.filter((answer) => answer.rater === rater).map(({ position }) => position));
}

// The report of an audit as lines of at most 80 columns, for the screen after the last question and for `audit --report`. Pure.
import type { Disagreement, RaterPair } from '../../curation/audit-agreement.ts';
import {
  AUDIT_FIGURES,
  type AuditFigure,
  type AuditFigureName,
  type AuditFigures,
  type AuditSummary,
} from '../../curation/audit-figures.ts';
import type { Audit } from '../../dataset/audit.ts';
import type { Estimate } from '../../statistics/bootstrap.ts';
import { cellWidth } from '../cell-text.ts';
import { formatCount, formatDateTime, printableLine } from '../format.ts';

export interface AuditReport {
  readonly audit: Audit;
  readonly summary: AuditSummary;
  readonly pairs: readonly RaterPair[];
  readonly disagreements: readonly Disagreement[];
  /** Sampled clips of which the filter thinks differently by now. */
  readonly movedVerdicts: number;
}

/** Figures that are told apart by whether the sound was played. */
const BY_HEARING: readonly AuditFigureName[] = ['precision', 'recall', 'purity'];

export function auditReportLines(report: AuditReport): string[] {
  const { audit, summary } = report;
  if (summary.answered === 0) return [...headerLines(report), '', 'Nothing is answered yet.'];
  return [
    ...headerLines(report),
    '',
    ...figureLines(summary),
    '',
    'Percent of clips, weighted back to the corpus, with 95 % intervals (Wilson, on',
    'the effective sample size). Either way: if all that nobody could settle',
    'belonged, or not.',
    ...hearingLines(summary),
    ...bandLines(summary),
    ...raterLines(report),
    ...disagreementLines(report),
    ...(report.movedVerdicts === 0
      ? []
      : [
          '',
          `The filter has decided anew on ${report.movedVerdicts} of these clips since: this is about its`,
          `verdicts of ${formatDateTime(audit.drawnAtMs)}. Another --name or --seed draws a new sample.`,
        ]),
  ];
}

function headerLines({ audit, summary }: AuditReport): string[] {
  const { keep, drop, ask, leftOut } = audit.population;
  const { settled } = summary;
  const left = [
    [leftOut.facts, 'dropped by their facts'],
    [leftOut.otherReasons, 'dropped as doubles or clipped'],
    [leftOut.unfiltered, 'not filtered'],
  ] as const;
  const leftText = left.filter(([count]) => count > 0).map(([count, what]) => `${formatCount(count)} ${what}`);
  const settledText = [
    `${settled.belongs} belong`,
    `${settled['does-not']} do not`,
    `${settled['cannot-tell']} nobody could tell`,
    ...(settled['raters-disagree'] > 0 ? [`${settled['raters-disagree']} with a tie`] : []),
  ];
  return [
    `audit ${printableLine(audit.name)} · drawn ${formatDateTime(audit.drawnAtMs)} · seed ${audit.seed} · policy ${audit.policy}`,
    `${audit.items.length} questions for ${formatCount(keep + drop + ask)} clips by verdict: ` +
      `${formatCount(keep)} keep, ${formatCount(drop)} drop, ${formatCount(ask)} ask`,
    ...(leftText.length > 0 ? [`not in it: ${leftText.join(', ')}`] : []),
    `answered ${summary.answered} of ${summary.questions}: ${settledText.join(', ')}`,
  ];
}

function figureLines({ figures }: AuditSummary): string[] {
  const isSame = figures.purityWithPeople?.value === figures.purity?.value;
  const names = (Object.keys(AUDIT_FIGURES) as AuditFigureName[]).filter(
    (name) => name !== 'purityWithPeople' || !isSame,
  );
  const rows = names.map((name) => [AUDIT_FIGURES[name].title, ...figureCells(figures[name])]);
  return table(['share of clips', '%', '95 %', 'either way', 'n'], rows);
}

function figureCells(figure: AuditFigure | undefined): string[] {
  if (figure === undefined) return ['-', '-', '-', '0'];
  return [percent(figure.value), range(figure.low, figure.high), range(figure.least, figure.most), `${figure.answers}`];
}

function hearingLines({ heard, notHeard }: AuditSummary): string[] {
  const isThere = (figures: AuditFigures): boolean => figures.mismatched !== undefined;
  if (!isThere(heard) || !isThere(notHeard)) return [];
  const cells = (figure: AuditFigure | undefined): string[] =>
    figure === undefined
      ? ['-', '-', '0']
      : [percent(figure.value), range(figure.low, figure.high), `${figure.answers}`];
  const rows = BY_HEARING.map((name) => [name, ...cells(heard[name]), ...cells(notHeard[name])]);
  return ['', ...table(['', 'heard', '95 %', 'n', 'only seen', '95 %', 'n'], rows)];
}

function bandLines({ bands }: AuditSummary): string[] {
  const rows = bands
    .filter(({ answered }) => answered > 0)
    .map(({ band, population, answered, meanProbability, belongs }) => [
      band === 0 ? 'not scored' : `${band}`,
      formatCount(population),
      `${answered}`,
      meanProbability === undefined ? '-' : percent(meanProbability),
      belongs === undefined ? '-' : percent(belongs.value),
      belongs === undefined ? '-' : range(belongs.low, belongs.high),
    ]);
  return ['', ...table(['tenth of the score', 'clips', 'n', 'filter: % belong', 'people: %', '95 %'], rows)];
}

function raterLines({ summary, pairs }: AuditReport): string[] {
  const raters = summary.raters.map(({ rater, answered, cannotTell, heard, secondsAnAnswer }) => [
    printableLine(rater),
    `${answered}`,
    `${cannotTell}`,
    `${heard}`,
    secondsAnAnswer === undefined ? '-' : secondsAnAnswer.toFixed(1),
  ]);
  const agreements = pairs.map(({ raters: [first, second], questions, agreed, kappa }) => [
    `${printableLine(first)} and ${printableLine(second)}`,
    `${questions}`,
    percent(agreed.value),
    range(agreed.low, agreed.high),
    kappaCell(kappa),
  ]);
  return [
    ...(raters.length === 0
      ? []
      : ['', ...table(['rater', 'answers', 'cannot tell', 'heard', 'seconds each'], raters)]),
    ...(agreements.length === 0
      ? []
      : ['', ...table(['agreement', 'in common', 'same answer: %', '95 %', "Cohen's kappa"], agreements)]),
  ];
}

function kappaCell(kappa: Estimate | undefined): string {
  if (kappa === undefined) return 'none: one answer only';
  return `${kappa.value.toFixed(2)} [${kappa.low.toFixed(2)}, ${kappa.high.toFixed(2)}]`;
}

function disagreementLines({ disagreements }: AuditReport): string[] {
  if (disagreements.length === 0) return [];
  const rows = disagreements.map(({ position, clipName, said }) => [
    clipName,
    `${position + 1}`,
    said.map(({ rater, word }) => `${printableLine(rater)}: ${word}`).join(', '),
  ]);
  return ['', ...table(['answered differently', 'question', ''], rows, 2)];
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function range(low: number, high: number): string {
  return `${percent(low)}-${percent(high)}`;
}

/** The first column at the left, the others at the right; from column `leftFrom` on at the left again. */
function table(titles: readonly string[], rows: readonly (readonly string[])[], leftFrom = titles.length): string[] {
  const lines = [titles, ...rows];
  const widths = titles.map((_, column) => Math.max(...lines.map((line) => cellWidth(line[column] ?? ''))));
  return lines.map((line) =>
    line
      .map((cell, column) => {
        const gap = ' '.repeat(widths[column]! - cellWidth(cell));
        return column === 0 || column >= leftFrom ? cell + gap : gap + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}

// The live block of `benchmark` for one state at one moment and one size: the queue, what is in hand, and the table of results. Pure.
import { jobName, type TrainJob } from '../../benchmark/job.ts';
import { fitNumber, fitText, type LinePart, lineOf, partsWidth, twoEnds } from '../cell-text.ts';
import { formatDuration, printableLine } from '../format.ts';
import { barText, type Theme } from '../theme.ts';
import {
  type BenchmarkState,
  countStates,
  type FailedJob,
  type RunningJob,
  remainingSeconds,
} from './benchmark-state.ts';
import { jobWords } from './job-words.ts';
import { curveText } from './loss-curve.ts';
import { RESULT_COLUMNS, type ResultRow, resultRows } from './result-rows.ts';

/** Of the run, known before its first event. */
export interface BenchmarkTitle {
  readonly corpus: string;
  readonly preset: string;
  readonly lockSha256: string;
  readonly backend: string;
}

export interface BenchmarkScene {
  readonly title: BenchmarkTitle;
  readonly state: BenchmarkState;
  readonly isStopping: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly nowMs: number;
  readonly theme: Theme;
}

const NUMBER_COLUMNS = 7;
const LEAST_NAME_COLUMNS = 16;
const MOST_NAME_COLUMNS = 44;
const MOST_CURVE_COLUMNS = 40;
const MOST_FAILURES = 2;
/** Title, bar, the table's heading, the footer. */
const FIXED_ROWS = 4;
const LEAST_TABLE_ROWS = 3;

/** At most one line less than the terminal has. */
export function benchmarkFrame(scene: BenchmarkScene): string[] {
  const { state, columns, rows, theme } = scene;
  const room = Math.max(0, rows - 1 - FIXED_ROWS);
  const failed = state.failed.slice(-MOST_FAILURES);
  const table = resultRows(trainingsOf(state), state.findings);
  const runningRoom = Math.max(0, room - failed.length - Math.min(LEAST_TABLE_ROWS, table.length));
  const running = state.running.slice(0, runningRoom);
  const tableRoom = Math.max(0, room - failed.length - running.length);
  const { shown, hidden } = visibleRows(table, tableRoom);
  return [
    titleLine(scene),
    barLine(scene),
    ...running.map((job) => runningLine(job, scene)),
    ...tableLines(shown, columns, theme),
    ...(hidden === 0 ? [] : [lineOf([{ text: `  and ${hidden} more in the report`, weight: 'dim' }], columns, theme)]),
    ...failed.map((job) => failedLine(job, columns, theme)),
    footerLine(scene),
  ].slice(0, Math.max(1, rows - 1));
}

function trainingsOf({ jobs }: BenchmarkState): TrainJob[] {
  return jobs.filter((job) => job.kind === 'train');
}

/** Chance and the rows that have numbers go first where there is no room for all. */
function visibleRows(rows: readonly ResultRow[], room: number): { shown: readonly ResultRow[]; hidden: number } {
  if (rows.length <= room) return { shown: rows, hidden: 0 };
  const filled = rows.filter(({ seeds }, at) => at === 0 || seeds > 0);
  const empty = rows.filter(({ seeds }, at) => at > 0 && seeds === 0);
  const wanted = new Set([...filled, ...empty].slice(0, Math.max(0, room - 1)));
  return { shown: rows.filter((row) => wanted.has(row)), hidden: rows.length - wanted.size };
}

function titleLine({ title, state, columns, nowMs, theme }: BenchmarkScene): string {
  const dot = ` ${theme.glyphs.dot} `;
  const { corpus, preset, lockSha256, backend } = title;
  const facts = [preset, `lock ${lockSha256.slice(0, 12)}`, backend, processText(state.processes)];
  const left: LinePart[] = [
    ' ',
    { text: `benchmark ${printableLine(corpus)}`, weight: 'bold' },
    { text: facts.map((fact) => dot + fact).join(''), weight: 'dim' },
  ];
  return twoEnds(left, [`${formatDuration(nowMs - state.startedMs)} `], columns, theme);
}

function processText(processes: number): string {
  return processes === 1 ? '1 process' : `${processes} processes`;
}

function barLine({ state, columns, nowMs, theme }: BenchmarkScene): string {
  const counts = countStates(state);
  const all = state.jobs.length;
  const seconds = remainingSeconds(state, nowMs);
  const words = [
    `${counts.done} of ${all} jobs`,
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(counts.blocked > 0 ? [`${counts.blocked} blocked`] : []),
    ...(counts.left > 0 ? [`${counts.left} left out`] : []),
  ].join(', ');
  const left = seconds === undefined || seconds === 0 ? '' : `about ${formatDuration(1000 * seconds)} left `;
  const width = Math.max(8, Math.min(40, columns - words.length - left.length - 6));
  const bar = barText(theme.glyphs, all === 0 ? 0 : counts.done / all, width);
  return twoEnds([' ', { text: bar, tone: 'accent' }, ` ${words}`], [left], columns, theme);
}

function runningLine({ job, news, curve, sinceMs }: RunningJob, { columns, nowMs, theme }: BenchmarkScene): string {
  const name: LinePart[] = [' ', { text: theme.glyphs.pointer, tone: 'accent' }, ` ${jobWords(job)}`];
  if (news === undefined) return twoEnds(name, [`${formatDuration(nowMs - sinceMs)} `], columns, theme);
  const step = `step ${news.step} of ${news.steps}  loss ${(news.losses.total ?? Number.NaN).toFixed(3)}`;
  const room = columns - partsWidth([...name, step]) - 6;
  const drawn = curveText(curve, Math.min(room, MOST_CURVE_COLUMNS), theme.glyphs.bar.length > 1);
  const right: LinePart[] = [step, ...(drawn === '' ? [] : ['  ', { text: drawn, tone: 'good' } as const]), ' '];
  return twoEnds(name, right, columns, theme);
}

/** The whole table, for what stays when the block goes; empty as long as nothing was found. */
export function finalTable(state: BenchmarkState, columns: number, theme: Theme): string[] {
  return state.findings.length === 0 ? [] : tableLines(resultRows(trainingsOf(state), state.findings), columns, theme);
}

/** The table with its heading, as wide as the terminal; what it has no room for is left out from the right. */
function tableLines(rows: readonly ResultRow[], columns: number, theme: Theme): string[] {
  const shown = Math.min(RESULT_COLUMNS.length, Math.floor((columns - LEAST_NAME_COLUMNS) / NUMBER_COLUMNS) - 1);
  const nameColumns = Math.min(MOST_NAME_COLUMNS, columns - (shown + 1) * NUMBER_COLUMNS - 1);
  const lineWith = (name: string, numbers: readonly string[], weight: 'dim' | undefined): string => {
    const cells = numbers.map((text) => fitNumber(text, NUMBER_COLUMNS, theme.glyphs.cut));
    return lineOf([{ text: fitText(name, nameColumns, theme.glyphs.cut) + cells.join(''), weight }], columns, theme);
  };
  const titles = RESULT_COLUMNS.slice(0, shown).map(({ title }) => title);
  const heading = lineWith(' probe top-1, retrieval Recall@5, %', [...titles, 'seeds'], 'dim');
  const lines = rows.map(({ words, shares, seeds }, at) => {
    const numbers = shares
      .slice(0, shown)
      .map((share) => (share === undefined ? theme.glyphs.dot : (100 * share).toFixed(1)));
    const isChance = at === 0;
    return lineWith(
      `   ${words}`,
      [...numbers, isChance ? '' : `${seeds}`],
      isChance || seeds === 0 ? 'dim' : undefined,
    );
  });
  return [heading, ...lines];
}

function failedLine({ job, message }: FailedJob, columns: number, theme: Theme): string {
  return lineOf(
    [' ', { text: 'failed', tone: 'broken' }, ` ${jobWords(job)}: ${printableLine(message)}`],
    columns,
    theme,
  );
}

function footerLine({ state, isStopping, columns, theme }: BenchmarkScene): string {
  if (isStopping) return lineOf([{ text: ' stopping after the steps in hand', tone: 'later' }], columns, theme);
  const next = state.jobs.find((job) => state.states.get(jobName(job)) === 'waiting' && job.kind === 'train');
  const coming = next === undefined ? '' : ` next: ${jobWords(next)}`;
  return twoEnds(
    [{ text: coming, weight: 'dim' }],
    [{ text: 'Ctrl-C stops, --resume goes on ', weight: 'dim' }],
    columns,
    theme,
  );
}

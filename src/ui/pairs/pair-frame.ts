// One frame of two clips that are looked at together: what they have in common, each clip, their panes on one time axis, their numbers. Pure.
import { NUMBER_COLUMNS, type NumberColumn } from '../../curation/clip-columns.ts';
import type { ClipPair } from '../../curation/clip-pairs.ts';
import type { ClipRow } from '../../curation/clip-table.ts';
import type { ClipViewOutcome } from '../../pipeline/clip-view.ts';
import { fitNumber, type LinePart, lineOf, twoEnds, wrapWords } from '../cell-text.ts';
import { formatNumber, stateSpan } from '../curate/verdict-text.ts';
import { formatCount, printableLine } from '../format.ts';
import type { Graphics } from '../graphics/graphics-mode.ts';
import { footerLine, type KeyHelp } from '../key-help.ts';
import type { Frame, ScreenSize } from '../screen.ts';
import type { Theme } from '../theme.ts';
import type { PairCommand } from './pair-keys.ts';
import { pairRegions, paneRows } from './pair-panes.ts';
import { currentPair, type PairState, SIDE_LETTERS, SIDES, type Side } from './pair-state.ts';

export interface PairScene {
  readonly title: string;
  readonly state: PairState;
  /** Undefined where there is no pair. */
  readonly rows: Readonly<Record<Side, ClipRow>> | undefined;
  /** Undefined: not ready yet. */
  readonly views: Readonly<Record<Side, ClipViewOutcome | undefined>>;
  readonly unreadRows: number;
  readonly help: KeyHelp<PairCommand>;
  readonly theme: Theme;
  readonly graphics: Graphics;
}

/** Header and the two clips; below the panes: ruler, numbers (3), message, footer. */
const ROWS_ABOVE = 3;
const ROWS_BELOW = 6;

export function pairFrame(scene: PairScene, { columns, rows }: ScreenSize): Frame {
  const { state, help, theme } = scene;
  const header = headerLine(scene, columns);
  const last = footerLine(help, 'help', columns, theme);
  if (scene.rows === undefined) {
    const words = wrapWords(emptyText(scene), columns - 4, rows - 3);
    const text = Array.from({ length: rows - 2 }, (_, row) => lineOf(['  ', words[row - 1] ?? ''], columns, theme));
    return { lines: [header, ...text, last], regions: [] };
  }
  const { first, second } = scene.rows;
  const height = rows - ROWS_ABOVE - ROWS_BELOW;
  return {
    lines: [
      header,
      clipLine(scene, 'first', first, columns),
      clipLine(scene, 'second', second, columns),
      ...paneLines(scene, height, columns),
      ' '.repeat(columns),
      ...numberLines(scene, columns),
      lineOf(
        [' ', { text: printableLine(state.message?.text ?? ''), tone: state.message?.tone, weight: 'bold' }],
        columns,
        theme,
      ),
      last,
    ],
    regions: pairRegions(scene, ROWS_ABOVE, height, columns),
  };
}

function emptyText({ state, unreadRows }: PairScene): string {
  if (state.pairs === undefined)
    return 'Clips have changed since duplicates were last searched for: enter searches now.';
  return unreadRows > 0 ? 'reading the index' : 'No two clips look or sound the same.';
}

function headerLine(scene: PairScene, columns: number): string {
  const { state, title, unreadRows, rows, theme } = scene;
  const dot = ` ${theme.glyphs.dot} `;
  const pair = currentPair(state);
  const common = pair === undefined || rows === undefined ? [] : commonTexts(pair, rows);
  const count = state.pairs?.length ?? 0;
  const place = count === 0 ? '' : `${formatCount(state.at + 1)} of ${formatCount(count)}`;
  const unread = unreadRows > 0 ? `reading ${formatCount(unreadRows)} more` : '';
  const left: LinePart[] = [
    ' ',
    { text: title, weight: 'bold' },
    { text: common.map((text) => `${dot}${text}`).join(''), weight: 'dim' },
  ];
  return twoEnds(left, [`${[unread, place].filter((text) => text !== '').join(dot)} `], columns, theme);
}

/** What tells most first: a narrow terminal cuts the rest. */
function commonTexts(
  { pictureDistance, soundDistance, soundLeadSeconds = 0 }: ClipPair,
  { first, second }: Readonly<Record<Side, ClipRow>>,
): string[] {
  const distances = [
    pictureDistance === undefined ? '' : `picture ${pictureDistance.toFixed(2)}`,
    soundDistance === undefined ? '' : `sound ${soundDistance.toFixed(2)}`,
  ].filter((text) => text !== '');
  const lead = `B ${Math.abs(soundLeadSeconds).toFixed(2)} s ${soundLeadSeconds > 0 ? 'earlier' : 'later'}`;
  return [
    first.split === second.split ? '' : 'in two splits',
    distances.length === 0 ? '' : `differ by ${distances.join(', ')}`,
    soundLeadSeconds === 0 ? '' : lead,
  ].filter((text) => text !== '');
}

function clipLine({ state, theme }: PairScene, side: Side, row: ClipRow, columns: number): string {
  const isHere = state.side === side;
  const said = row.decision === '' ? '' : ` by ${printableLine(row.rater)}`;
  const verdict = stateSpan(row);
  return twoEnds(
    [
      { text: isHere ? theme.glyphs.pointer : ' ', tone: 'accent' },
      { text: SIDE_LETTERS[side], weight: 'bold' },
      `  ${printableLine(row.id)}  `,
      { text: printableLine(row.label), tone: 'accent', weight: isHere ? 'bold' : undefined },
      `  ${row.split}`,
    ],
    [{ ...verdict, text: `${verdict.text}${said} ` }],
    columns,
    theme,
  );
}

/** What lies under the pictures: which clip a pane is of, and why there is none. */
function paneLines({ views, theme }: PairScene, height: number, columns: number): string[] {
  const { strip, wave, mel } = paneRows(height, columns);
  const blank = ' '.repeat(columns);
  const paneOf = (side: Side, rows: number, text: string): string[] =>
    Array.from({ length: rows }, (_, row) =>
      row === 0 ? lineOf([{ text: SIDE_LETTERS[side], weight: 'dim' }, ` ${text}`], columns, theme) : blank,
    );
  const lines = [
    ...SIDES.flatMap((side) => paneOf(side, strip, troubleOf(views[side]))),
    ...[wave, mel].flatMap((rows) => SIDES.flatMap((side) => paneOf(side, rows, ''))),
  ];
  return Array.from({ length: height }, (_, row) => lines[row] ?? blank);
}

function troubleOf(view: ClipViewOutcome | undefined): string {
  if (view === undefined) return 'preparing';
  return view.kind === 'failed' ? printableLine(view.because) : '';
}

/** Numbers that tell two clips apart, in the order of their worth. */
const TELLING: readonly NumberColumn[] = [
  'score',
  'correspondenceZ',
  'swapProbability',
  'shiftProbability',
  'musicBedProbability',
  'voiceOverProbability',
  'speechRatio',
  'sceneCuts',
  'loudnessLufs',
  'pairLagSeconds',
  'durationSeconds',
  'startSeconds',
  'widthPx',
  'heightPx',
  'videoFps',
  'sizeBytes',
];
const NUMBER_WIDTH = 8;

function numberLines({ rows, theme }: PairScene, columns: number): string[] {
  const { first, second } = rows!;
  const shown = TELLING.filter((column) => first[column] !== undefined || second[column] !== undefined).slice(
    0,
    Math.floor((columns - 3) / (NUMBER_WIDTH + 1)),
  );
  const fit = (text: string): string => ` ${fitNumber(text, NUMBER_WIDTH, theme.glyphs.cut)}`;
  const titles = shown.map((column) => fit(NUMBER_COLUMNS[column].name)).join('');
  const valuesOf = (row: ClipRow): string =>
    shown.map((column) => fit(row[column] === undefined ? '-' : formatNumber(row[column]))).join('');
  return [
    lineOf(['  ', { text: titles, weight: 'dim' }], columns, theme),
    lineOf([' ', { text: 'A', weight: 'bold' }, valuesOf(first)], columns, theme),
    lineOf([' ', { text: 'B', weight: 'bold' }, valuesOf(second)], columns, theme),
  ];
}

// One frame of the overview of the classes: a line each with what is kept, how the scores spread and what speaks against its clips. Pure.
import type { ClassFigures } from '../../curation/class-figures.ts';
import { fitNumber, fitText, type LinePart, lineOf, twoEnds } from '../cell-text.ts';
import { formatCount, formatShare, printableLine } from '../format.ts';
import { sparkline } from '../graphics/sparkline.ts';
import { fieldLine, footerLine, type KeyHelp } from '../key-help.ts';
import type { Frame, ScreenSize } from '../screen.ts';
import { barText, type Theme } from '../theme.ts';
import { type ClassState, placeOf, shownClasses } from './class-state.ts';
import type { ClassCommand } from './list-keys.ts';

export interface ClassScene {
  readonly state: ClassState;
  readonly unreadRows: number;
  readonly help: KeyHelp<ClassCommand>;
  readonly theme: Theme;
}

/** Parts of 0..1 in the histograms. */
export const CLASS_PARTS = 12;
const ROWS_AROUND = 3;
const COUNT_COLUMNS = 6;
const SHARE_COLUMNS = 5;

/** Rows of classes that fit. */
export function classRows({ rows }: ScreenSize): number {
  return rows - ROWS_AROUND;
}

export function classFrame(scene: ClassScene, size: ScreenSize): Frame {
  const { state, help, theme } = scene;
  const { columns } = size;
  const shown = shownClasses(state);
  const at = placeOf(state);
  const widths = widthsFor(columns);
  const rows = Array.from({ length: classRows(size) }, (_, line) => {
    const figures = shown[state.page.first + line];
    if (figures === undefined) return ' '.repeat(columns);
    const pointer = state.page.first + line === at ? theme.glyphs.pointer : ' ';
    return lineOf([{ text: `${pointer} `, tone: 'accent' }, ...classParts(figures, widths, scene)], columns, theme);
  });
  const last =
    state.field === undefined
      ? footerLine(help, 'help', columns, theme)
      : fieldLine('search:', state.field, columns, theme);
  return {
    lines: [headerLine(scene, shown.length, columns), titleLine(widths, columns, theme), ...rows, last],
    regions: [],
  };
}

interface Widths {
  readonly label: number;
  readonly bar: number;
}

/** Names and bars take what a wider terminal has more; the rest is for reasons. */
function widthsFor(columns: number): Widths {
  const more = columns - 80;
  return { label: 20 + Math.max(0, Math.min(16, Math.floor(more / 3))), bar: 8 + Math.max(0, Math.min(12, more >> 2)) };
}

function headerLine({ state, unreadRows, theme }: ClassScene, count: number, columns: number): string {
  const dot = ` ${theme.glyphs.dot} `;
  const found = state.search === '' ? '' : `${dot}with "${printableLine(state.search)}"`;
  const left: LinePart[] = [' ', { text: 'classes', weight: 'bold' }, { text: `${dot}by ${state.order}${found}` }];
  const unread = unreadRows > 0 ? `reading ${formatCount(unreadRows)} more${dot}` : '';
  return twoEnds(left, [`${unread}${formatCount(count)} ${count === 1 ? 'class' : 'classes'} `], columns, theme);
}

function titleLine({ label, bar }: Widths, columns: number, theme: Theme): string {
  const { cut } = theme.glyphs;
  const titles = [
    fitText('class', label, cut),
    fitNumber('clips', COUNT_COLUMNS, cut),
    fitText('kept', bar + SHARE_COLUMNS, cut),
    fitNumber('ask', COUNT_COLUMNS, cut),
    fitText('score 0..1', CLASS_PARTS, cut),
    'reasons',
  ];
  return lineOf(['  ', { text: titles.join(' '), weight: 'dim' }], columns, theme);
}

function classParts(figures: ClassFigures, { label, bar }: Widths, { state, help, theme }: ClassScene): LinePart[] {
  const { cut } = theme.glyphs;
  const { kept, dropped, asked } = figures;
  const isChosen = figures.label === state.chosen;
  const judged = kept + dropped + asked;
  const share = fitNumber(formatShare(kept, judged), SHARE_COLUMNS, cut);
  const reasons = figures.reasons.map(({ code, clips }) => `${code} ${formatCount(clips)}`).join(', ');
  return [
    { text: fitText(printableLine(figures.label), label, cut), weight: isChosen ? 'bold' : undefined },
    ` ${fitNumber(formatCount(figures.listed), COUNT_COLUMNS, cut)} `,
    { text: judged === 0 ? ' '.repeat(bar) : barText(theme.glyphs, kept / judged, bar), tone: 'good' },
    share,
    { text: ` ${fitNumber(formatCount(asked), COUNT_COLUMNS, cut)}`, tone: asked > 0 ? 'accent' : undefined },
    ` ${sparkline(figures.histogram, help)} `,
    { text: reasons, weight: 'dim' },
  ];
}

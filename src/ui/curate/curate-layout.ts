// Which rows of the terminal each pane of the curate screen has, from 80x24 to 240x70. Pure.
import type { ScreenSize } from '../screen.ts';
import type { PaneSet } from './curate-state.ts';

export interface Band {
  /** From the top of the screen. */
  readonly row: number;
  readonly rows: number;
}

/** Panes over the time axis, from the top; undefined: there is nothing to show in it or no room. */
export interface CurateLayout {
  /** The video frame under the cursor, large. */
  readonly moment: Band | undefined;
  readonly strip: Band | undefined;
  readonly wave: Band | undefined;
  readonly mel: Band | undefined;
  readonly curves: Band | undefined;
  readonly ruler: Band | undefined;
  readonly bottom: Band;
  /** Cells of the time axis. */
  readonly axis: { readonly column: number; readonly columns: number };
}

export interface PaneNeeds {
  readonly hasPicture: boolean;
  readonly hasSound: boolean;
  readonly hasCurves: boolean;
}

export const HEADER_ROWS = 2;
const FOOTER_ROWS = 1;
const RULER_ROWS = 1;
/** Left of the axis; the last column is left free as well. */
const MARGIN = 1;

type Pane = 'moment' | 'strip' | 'wave' | 'mel' | 'curves';
const PANES: readonly Pane[] = ['moment', 'strip', 'wave', 'mel', 'curves'];

/** Shares of the rows. */
const WEIGHTS: Readonly<Record<PaneSet, Readonly<Record<Pane, number>>>> = {
  all: { moment: 0, strip: 5, wave: 2.4, mel: 5, curves: 3.6 },
  picture: { moment: 9, strip: 3, wave: 1, mel: 1, curves: 2 },
  sound: { moment: 0, strip: 2, wave: 4, mel: 8, curves: 2 },
};

/** Rows of text below the panes: more where the terminal is high. */
export function bottomRowsFor(rows: number): number {
  return Math.min(6, 4 + Math.floor(Math.max(0, rows - 24) / 8));
}

export function curateLayout(size: ScreenSize, bottomRows: number, panes: PaneSet, needs: PaneNeeds): CurateLayout {
  const axis = { column: MARGIN, columns: size.columns - 2 * MARGIN };
  const free = size.rows - HEADER_ROWS - FOOTER_ROWS - RULER_ROWS - bottomRows;
  const weights = neededWeights(WEIGHTS[panes], needs);
  const rows = share(free, weights, limits(axis.columns, panes));
  const bands: Partial<Record<Pane, Band>> = {};
  let row = HEADER_ROWS;
  for (const pane of PANES) {
    if (rows[pane] > 0) bands[pane] = { row, rows: rows[pane] };
    row += rows[pane];
  }
  const hasAxis = PANES.some((pane) => rows[pane] > 0);
  const bottomRow = size.rows - FOOTER_ROWS - bottomRows;
  return {
    moment: bands.moment,
    strip: bands.strip,
    wave: bands.wave,
    mel: bands.mel,
    curves: bands.curves,
    ruler: hasAxis ? { row, rows: RULER_ROWS } : undefined,
    bottom: { row: bottomRow, rows: bottomRows },
    axis,
  };
}

function neededWeights(weights: Readonly<Record<Pane, number>>, needs: PaneNeeds): Record<Pane, number> {
  return {
    moment: needs.hasPicture ? weights.moment : 0,
    strip: needs.hasPicture ? weights.strip : 0,
    wave: needs.hasSound ? weights.wave : 0,
    mel: needs.hasSound ? weights.mel : 0,
    curves: needs.hasCurves ? weights.curves : 0,
  };
}

/** A strip so high that fewer than four video frames fit beside each other tells less; wave and curves gain nothing beyond these. */
function limits(columns: number, panes: PaneSet): Record<Pane, number> {
  const stripRows = Math.max(3, Math.round(columns / 16));
  return { moment: Infinity, strip: stripRows, wave: panes === 'sound' ? 14 : 8, mel: 40, curves: 12 };
}

/** Whole rows by weight, none above its limit; what is left over goes to the others. */
function share(free: number, weights: Record<Pane, number>, most: Record<Pane, number>): Record<Pane, number> {
  const rows: Record<Pane, number> = { moment: 0, strip: 0, wave: 0, mel: 0, curves: 0 };
  for (let left = Math.max(0, free); left > 0; left -= 1) {
    const open = PANES.filter((pane) => weights[pane] > 0 && rows[pane] < most[pane]);
    if (open.length === 0) break;
    // The pane that is furthest below its due gets the next row.
    const neediest = open.reduce((best, pane) =>
      (rows[pane] + 0.5) / weights[pane] < (rows[best] + 0.5) / weights[best] ? pane : best,
    );
    rows[neediest] += 1;
  }
  return rows;
}

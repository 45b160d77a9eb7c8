// Figures with their intervals as a chart: rows with a dot and a bar in one panel a question; chance, or no difference, as an upright line. Pure.
import { acrossAxis, niceAxis, placeOn, rule } from '../../drawing/axes.ts';
import { dot, type Panel, text } from '../../drawing/svg.ts';
import type { Chart } from './document.ts';

export interface IntervalPanel {
  readonly title: string;
  /** Where there is nothing to see: chance, or zero. */
  readonly nothing: number;
  readonly rows: readonly IntervalRow[];
}

interface IntervalRow {
  readonly name: string;
  /** undefined: this row has none in this panel. */
  readonly value: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** Of a letter of a row's name, about. */
const LETTER_PX = 6.8;
const PANEL_PX = 200;
const GAP_PX = 36;
const ROW_PX = 20;
const TOP_PX = 52;
const BOTTOM_PX = 26;
const COLUMNS = 3;

/** All panels have the same rows. @param words of a tick */
export function intervalChart(
  { name, title, caption }: Pick<Chart, 'name' | 'title' | 'caption'>,
  panels: readonly IntervalPanel[],
  words: (tick: number) => string,
): Chart {
  const rows = panels[0]?.rows.length ?? 0;
  const namesPx = 20 + LETTER_PX * Math.max(0, ...(panels[0]?.rows ?? []).map(({ name: ofRow }) => ofRow.length));
  const heightPx = rows * ROW_PX + TOP_PX + BOTTOM_PX;
  const lines = Math.ceil(panels.length / COLUMNS);
  const body = panels.flatMap((panel, at) => {
    const [column, row] = [at % COLUMNS, Math.floor(at / COLUMNS)];
    const place = {
      x: namesPx + column * (PANEL_PX + GAP_PX),
      y: TOP_PX + row * heightPx,
      width: PANEL_PX,
      height: rows * ROW_PX,
    };
    return [...drawPanel(place, panel, words), ...(column === 0 ? rowNames(place, panel.rows) : [])];
  });
  return {
    ...{ kind: 'chart', name, title },
    ...(caption === undefined ? {} : { caption }),
    widthPx: Math.ceil(namesPx) + Math.min(panels.length, COLUMNS) * (PANEL_PX + GAP_PX),
    heightPx: lines * heightPx,
    body,
  };
}

function rowNames(place: Panel, rows: readonly IntervalRow[]): string[] {
  return rows.map(({ name }, at) => text(place.x - 10, place.y + (at + 0.5) * ROW_PX + 4, name, 'end'));
}

function drawPanel(place: Panel, { title, nothing, rows }: IntervalPanel, words: (tick: number) => string): string[] {
  const known = rows.flatMap(({ value, low, high }) => [value, low, high]).filter((number) => number !== undefined);
  const axis = niceAxis(Math.min(nothing, ...known), Math.max(nothing, ...known), 4);
  const nothingAt = placeOn(axis, nothing);
  return [
    text(place.x, place.y - 8, title, 'start', true),
    ...acrossAxis(place, axis, words),
    rule(place, { x: nothingAt, y: 0 }, { x: nothingAt, y: 1 }, 'ink'),
    ...rows.flatMap(({ value, low, high }, at) => {
      if (value === undefined) return [];
      const y = 1 - (at + 0.5) / rows.length;
      const bar =
        low === undefined || high === undefined
          ? []
          : [rule(place, { x: placeOn(axis, low), y }, { x: placeOn(axis, high), y }, 'blue')];
      return [...bar, dot(place, { x: placeOn(axis, value), y }, 4, 'blue')];
    }),
  ];
}

// Film, wave and log-mel of two clips as regions, each pane of A above that of B on one time axis. Pure.
import type { ClipView } from '../../dataset/clip-view.ts';
import { COLOUR_MAPS } from '../../drawing/colour-maps.ts';
import type { Box, CellGrid } from '../graphics/cell-grid.ts';
import { type PictureMeans, stripRegion } from '../graphics/draw-picture.ts';
import { gridRegion } from '../graphics/grid-region.ts';
import { heatMapGrid } from '../graphics/heat-map.ts';
import { drawPlayhead, rulerGrid } from '../graphics/time-ruler.ts';
import { columnAt, type TimeWindow } from '../graphics/time-window.ts';
import { waveformGrid } from '../graphics/waveform.ts';
import type { Region } from '../screen-writer.ts';
import type { PairScene } from './pair-frame.ts';
import { currentPair, offsetOf, SIDES, type Side } from './pair-state.ts';

type Pane = 'strip' | 'wave' | 'mel';
const PANES: readonly Pane[] = ['strip', 'wave', 'mel'];
/** Left of the axis stands which clip it is. */
const PANE_MARGIN = 2;

/** Rows of each pane, for each of the two clips. */
export function paneRows(rows: number, columns: number): Readonly<Record<Pane, number>> {
  const each = Math.max(0, Math.floor(rows / 2));
  const strip = Math.min(Math.max(3, Math.round(columns / 16)), Math.floor(each * 0.45));
  const wave = Math.min(6, Math.max(1, Math.floor(each * 0.2)));
  return { strip, wave, mel: Math.max(0, each - strip - wave) };
}

/** @param top row of the first pane, @param rows of all panes, without the ruler below them */
export function pairRegions(scene: PairScene, top: number, rows: number, columns: number): Region[] {
  const { state, views } = scene;
  const pair = currentPair(state);
  if (pair === undefined || state.time.durationSeconds <= 0) return [];
  const heights = paneRows(rows, columns);
  const axis = { column: PANE_MARGIN, columns: columns - PANE_MARGIN - 1 };
  const regions: Region[] = [];
  let row = top;
  for (const pane of PANES) {
    for (const side of SIDES) {
      const view = views[side];
      const place = { row, rows: heights[pane], ...axis };
      if (view?.kind === 'view' && place.rows > 0) {
        const window = shifted(state.time.shown, -offsetOf(pair, side));
        regions.push(...paneRegion(scene, side, view.view, pane, window, place));
      }
      row += heights[pane];
    }
  }
  return [...regions, rulerRegion(scene, { row, rows: 1, ...axis })];
}

/** The same stretch of the axis in a clip's own time. */
function shifted({ startSeconds, endSeconds }: TimeWindow, seconds: number): TimeWindow {
  return { startSeconds: startSeconds + seconds, endSeconds: endSeconds + seconds };
}

type Place = Box & { readonly row: number; readonly column: number };

function paneRegion(
  scene: PairScene,
  side: Side,
  { film, sound }: ClipView,
  pane: Pane,
  window: TimeWindow,
  place: Place,
): Region[] {
  const { state, graphics } = scene;
  const pair = currentPair(state)!;
  const cursor = state.time.cursorSeconds - offsetOf(pair, side);
  const map = COLOUR_MAPS[state.colourMap % COLOUR_MAPS.length]!;
  const key = `${pair[side]} ${pane} ${window.startSeconds} ${window.endSeconds}`;
  if (pane === 'strip') {
    const means: PictureMeans = { mode: graphics.ladder[state.graphics % graphics.ladder.length] ?? 'ascii', graphics };
    const picture = { ...place, pictureId: SIDES.indexOf(side) + 1 };
    return film === undefined ? [] : [stripRegion(film, window, cursor, picture, means, key)];
  }
  if (sound === undefined) return [];
  const draw = (): CellGrid =>
    pane === 'wave'
      ? waveformGrid(sound, place, window, graphics.drawing)
      : heatMapGrid(sound, place, window, { fromBin: 0, toBin: sound.melBins }, map, graphics.drawing);
  const at = columnAt(cursor, window, place.columns);
  return [
    gridRegion(place, `${key} ${map} ${at}`, graphics.drawing.depth, () => {
      const grid = draw();
      drawPlayhead(grid, cursor, window, graphics.drawing);
      return grid;
    }),
  ];
}

function rulerRegion({ state, graphics }: PairScene, place: Place): Region {
  const { cursorSeconds, shown } = state.time;
  const key = `pair ruler ${shown.startSeconds} ${shown.endSeconds} ${columnAt(cursorSeconds, shown, place.columns)}`;
  return gridRegion(place, key, graphics.drawing.depth, () => {
    const grid = rulerGrid(place.columns, shown, [], graphics.drawing);
    drawPlayhead(grid, cursorSeconds, shown, graphics.drawing);
    return grid;
  });
}

// The panes over the time axis as regions: film strip, waveform, log-mel, onset and motion curves, ruler, and the cursor through them all. Pure.
import type { ClipView } from '../../dataset/clip-view.ts';
import type { SignalMeasurements } from '../../dataset/signal-measurements.ts';
import { COLOUR_MAPS } from '../../drawing/colour-maps.ts';
import type { Box, CellGrid } from '../graphics/cell-grid.ts';
import { NO_COLOUR } from '../graphics/colour.ts';
import { type Curve, curvesGrid, MOTION_COLOUR, ONSET_COLOUR } from '../graphics/curves.ts';
import { frameRegion, type PictureMeans, stripRegion } from '../graphics/draw-picture.ts';
import { gridRegion } from '../graphics/grid-region.ts';
import { heatMapGrid } from '../graphics/heat-map.ts';
import { drawPlayhead, rulerGrid, type TimeMark } from '../graphics/time-ruler.ts';
import { columnAt } from '../graphics/time-window.ts';
import { waveformGrid } from '../graphics/waveform.ts';
import type { Region } from '../screen-writer.ts';
import type { Band, CurateLayout } from './curate-layout.ts';
import type { CurateScene } from './curate-scene.ts';
import { draftOf } from './curate-state.ts';
import { onsetMoments } from './onsets.ts';

/** Without measurements (an audit hides them) there are neither curves nor marks. */
type PaneScene = Pick<CurateScene, 'state' | 'view' | 'row' | 'details' | 'graphics'>;

/** Nothing of what is not there yet. */
export function paneRegions(scene: PaneScene, layout: CurateLayout): Region[] {
  const { state, view, details } = scene;
  if (state.clip === undefined || state.time.durationSeconds <= 0) return [];
  const measurements = details?.measurements;
  const seen = view?.kind === 'view' ? view.view : undefined;
  return [
    ...(seen === undefined ? [] : filmRegions(scene, seen, layout)),
    ...(seen?.sound === undefined ? [] : soundRegions(scene, seen.sound, layout)),
    ...(measurements === undefined ? [] : curveRegions(scene, measurements, layout)),
    ...rulerRegions(scene, measurements, layout),
  ];
}

function meansOf({ state, graphics }: PaneScene): PictureMeans {
  return { mode: graphics.ladder[state.graphics] ?? 'ascii', graphics };
}

function filmRegions(scene: PaneScene, { film }: ClipView, { strip, moment, axis }: CurateLayout): Region[] {
  if (film === undefined) return [];
  const { time } = scene.state;
  const { startSeconds, endSeconds } = time.shown;
  const means = meansOf(scene);
  const regions: Region[] = [];
  if (moment !== undefined) {
    const frame = Math.floor(time.cursorSeconds * film.videoFps + 1e-6);
    const place = { ...moment, ...axis, pictureId: 2 };
    regions.push(frameRegion(film, time.cursorSeconds, place, means, `${keyOf(scene)} frame ${frame}`));
  }
  if (strip !== undefined) {
    const place = { ...strip, ...axis, pictureId: 1 };
    const key = `${keyOf(scene)} strip ${startSeconds} ${endSeconds}`;
    regions.push(stripRegion(film, time.shown, time.cursorSeconds, place, means, key));
  }
  return regions;
}

type Sound = NonNullable<ClipView['sound']>;

function soundRegions(scene: PaneScene, sound: Sound, { wave, mel, axis }: CurateLayout): Region[] {
  const { state, graphics } = scene;
  const window = state.time.shown;
  const map = COLOUR_MAPS[state.colourMap % COLOUR_MAPS.length]!;
  const bins = { fromBin: 0, toBin: sound.melBins };
  return [
    ...drawn(scene, wave, axis, 'wave', (box) => waveformGrid(sound, box, window, graphics.drawing)),
    ...drawn(scene, mel, axis, map, (box) => heatMapGrid(sound, box, window, bins, map, graphics.drawing)),
  ];
}

function curveRegions(
  scene: PaneScene,
  { curveFps, onsetCurve, motionCurve }: SignalMeasurements,
  { curves, axis }: CurateLayout,
): Region[] {
  const curveOf = (values: Uint8Array): Curve | undefined =>
    values.length === 0 ? undefined : { values, stepsPerSecond: curveFps };
  const both = { onset: curveOf(onsetCurve), motion: curveOf(motionCurve) };
  const window = scene.state.time.shown;
  return drawn(scene, curves, axis, 'curves', (box) => curvesGrid(both, box, window, scene.graphics.drawing));
}

function rulerRegions(scene: PaneScene, measurements: SignalMeasurements | undefined, layout: CurateLayout): Region[] {
  const { ruler, axis } = layout;
  const { state, graphics } = scene;
  const { cursorSeconds, shown, loop } = state.time;
  const text = cursorText(scene);
  const name = `ruler ${text} ${JSON.stringify([draftOf(state), loop])} ${measurements !== undefined}`;
  return drawn(scene, ruler, axis, name, (box) => {
    const grid = rulerGrid(box.columns, shown, marksOf(scene, measurements), graphics.drawing);
    writeBeside(grid, columnAt(cursorSeconds, shown, box.columns), text);
    return grid;
  });
}

/** Loop, trim, cuts of the picture, and the lag that the filter found: motion at the one mark, its sound at the other. */
function marksOf({ state, row, graphics }: PaneScene, measurements: SignalMeasurements | undefined): TimeMark[] {
  const { isUnicode } = graphics.drawing;
  const draft = draftOf(state);
  const mark = (seconds: number | undefined, glyph: string, colour?: number): TimeMark[] =>
    seconds === undefined ? [] : [{ seconds, glyph, ...(colour === undefined ? {} : { colour }) }];
  const strongest = strongestOnset(measurements);
  const lag = row?.pairLagSeconds;
  return [
    ...(measurements?.sceneCutSeconds ?? []).flatMap((seconds) => mark(seconds, isUnicode ? '┊' : ':', CUT_COLOUR)),
    ...(lag === undefined || strongest === undefined
      ? []
      : [
          ...mark(strongest - lag, isUnicode ? '◇' : 'm', MOTION_COLOUR),
          ...mark(strongest, isUnicode ? '◆' : 's', ONSET_COLOUR),
        ]),
    ...mark(state.time.loop.startSeconds, '['),
    ...mark(state.time.loop.endSeconds, ']'),
    ...mark(draft.trimStartSeconds, '<', TRIM_COLOUR),
    ...mark(draft.trimEndSeconds, '>', TRIM_COLOUR),
  ];
}

const TRIM_COLOUR = 0xaf87ff;
const CUT_COLOUR = 0xbcbcbc;

function strongestOnset(measurements: SignalMeasurements | undefined): number | undefined {
  if (measurements === undefined || measurements.onsetCurve.length === 0) return undefined;
  const { onsetCurve, curveFps } = measurements;
  const moments = onsetMoments(onsetCurve, curveFps);
  const heightAt = (seconds: number): number => onsetCurve[Math.round(seconds * curveFps)] ?? 0;
  return moments.reduce<number | undefined>(
    (best, seconds) => (best === undefined || heightAt(seconds) > heightAt(best) ? seconds : best),
    undefined,
  );
}

const SOUND_SIGNS = { silent: '', playing: ' playing', paused: ' paused' } as const;

function cursorText({ state }: PaneScene): string {
  return ` ${state.time.cursorSeconds.toFixed(2)} s${SOUND_SIGNS[state.sound]} `;
}

/** Right of a column where there is room, else left of it. */
function writeBeside(grid: CellGrid, column: number, text: string): void {
  const from = column + 1 + text.length <= grid.columns ? column + 1 : column - text.length;
  [...text].forEach((glyph, offset) => {
    const cell = from + offset;
    if (cell < 0 || cell >= grid.columns) return;
    grid.glyphs[cell] = glyph;
    grid.foregrounds[cell] = NO_COLOUR;
  });
}

/** A drawing with the cursor through it; none where its pane has no rows. The key tells apart what looks different. */
function drawn(
  scene: PaneScene,
  band: Band | undefined,
  axis: CurateLayout['axis'],
  name: string,
  draw: (box: Box) => CellGrid,
): Region[] {
  if (band === undefined) return [];
  const { time } = scene.state;
  const { depth } = scene.graphics.drawing;
  const at = columnAt(time.cursorSeconds, time.shown, axis.columns);
  const key = `${keyOf(scene)} ${name} ${time.shown.startSeconds} ${time.shown.endSeconds} ${at}`;
  const place = { row: band.row, column: axis.column, columns: axis.columns, rows: band.rows };
  const makeGrid = (): CellGrid => {
    const grid = draw(place);
    drawPlayhead(grid, time.cursorSeconds, time.shown, scene.graphics.drawing);
    return grid;
  };
  return [gridRegion(place, key, depth, makeGrid)];
}

/** Differs where the clip or what was decoded of it does. */
function keyOf({ state, view }: PaneScene): string {
  return `${state.clip?.position} ${view?.kind === 'view'} ${state.time.durationSeconds}`;
}

// One frame of the curate screen out of a scene and a size. Pure.
import type { SeenThing } from '../../dataset/judgement.ts';
import type { ClipViewOutcome } from '../../pipeline/clip-view.ts';
import { lineOf, wrapWords } from '../cell-text.ts';
import { printableLine } from '../format.ts';
import { helpLines } from '../key-help.ts';
import type { Frame, ScreenSize } from '../screen.ts';
import type { Region } from '../screen-writer.ts';
import { meaningOf } from '../status-table.ts';
import { bottomLines, footer } from './curate-bottom.ts';
import { headerLines } from './curate-header.ts';
import { bottomRowsFor, type CurateLayout, curateLayout, HEADER_ROWS } from './curate-layout.ts';
import { paneRegions } from './curate-panes.ts';
import type { CurateScene } from './curate-scene.ts';
import { whyLines } from './why-pane.ts';

export function curateFrame(scene: CurateScene, size: ScreenSize): Frame {
  const { columns, rows } = size;
  const header = headerLines(scene, columns);
  const last = footer(scene, columns);
  const middle = rows - HEADER_ROWS - 1;
  const over = overlay(scene, columns, middle);
  if (over !== undefined) return { lines: [...header, ...over, last], regions: [] };
  const bottom = bottomLines(scene, columns, bottomRowsFor(rows));
  const layout = layoutOf(scene, size, bottom.length);
  const regions = paneRegions(scene, layout);
  const panes = paneLines(scene, columns, middle - bottom.length);
  writeBesideMoment(panes, scene, layout, regions, columns);
  return { lines: [...header, ...panes, ...bottom, last], regions };
}

/** Fewer cells than this hold no table of numbers. */
const LEAST_BESIDE_COLUMNS = 40;

/** The large picture leaves room at its right: what is known of the clip stands there. */
function writeBesideMoment(
  panes: string[],
  scene: CurateScene,
  { moment }: CurateLayout,
  regions: readonly Region[],
  columns: number,
): void {
  const picture = regions.find(({ row }) => row === moment?.row);
  if (moment === undefined || picture === undefined) return;
  const column = picture.column + picture.columns + 1;
  if (columns - column < LEAST_BESIDE_COLUMNS) return;
  const lines = whyLines(scene, columns - column, moment.rows);
  lines.forEach((line, row) => {
    panes[moment.row - HEADER_ROWS + row] = ' '.repeat(column) + line;
  });
}

/** What lies under the pictures: blanks, or why there are none. */
function paneLines({ view, row, theme }: CurateScene, columns: number, rows: number): string[] {
  const text =
    row === undefined
      ? ''
      : row.clipId === undefined
        ? `no clip file: ${meaningOf(row.code || row.state)}`
        : trouble(view);
  const words = text === '' ? [] : wrapWords(printableLine(text), columns - 4, rows - 1);
  return Array.from({ length: rows }, (_, line) => lineOf(['  ', words[line - 1] ?? ''], columns, theme));
}

function trouble(view: ClipViewOutcome | undefined): string {
  if (view === undefined) return 'preparing picture and sound';
  if (view.kind === 'failed') return `nothing to show: ${view.because}`;
  return view.view.film === undefined && view.view.sound === undefined ? 'neither picture nor sound' : '';
}

/** What covers the panes and the verdict. */
function overlay(scene: CurateScene, columns: number, rows: number): string[] | undefined {
  const { mode, showsWhy } = scene.state;
  if (mode.kind === 'help') {
    const lines = [...helpLines(scene.help, mode.field.text, columns, scene.theme), ...remedyLines(scene, columns)];
    const first = Math.min(mode.scroll, Math.max(0, lines.length - rows));
    return Array.from({ length: rows }, (_, row) => lines[first + row] ?? ' '.repeat(columns));
  }
  return showsWhy && mode.kind === 'clip' ? whyLines(scene, columns, rows) : undefined;
}

/** How to get sound, where there is none and nothing else is searched for. */
function remedyLines({ state, theme }: CurateScene, columns: number): string[] {
  const { player } = state.setting;
  const isWanted = state.mode.kind === 'help' && 'sound'.startsWith(state.mode.field.text.trim().toLowerCase());
  if (!isWanted || 'canPause' in player || player.remedy.length === 0) return [];
  const title = lineOf([' ', { text: 'how to get sound', weight: 'bold' }], columns, theme);
  return [title, ...player.remedy.map((line) => lineOf([`   ${line}`], columns, theme))];
}

/** What of the clip this frame shows. */
export function seenIn(scene: CurateScene, size: ScreenSize): SeenThing[] {
  if (scene.row === undefined) return [];
  const { mode, showsWhy } = scene.state;
  if (mode.kind === 'help') return [];
  if (showsWhy) return ['verdict'];
  const { strip, wave, mel, curves } = layoutOf(scene, size, bottomRowsFor(size.rows));
  const isReady = scene.view?.kind === 'view';
  return [
    ...(isReady && strip !== undefined ? ['strip' as const] : []),
    ...(isReady && wave !== undefined ? ['wave' as const] : []),
    ...(isReady && mel !== undefined ? ['mel' as const] : []),
    ...(curves !== undefined ? ['curves' as const] : []),
    'verdict',
  ];
}

function layoutOf({ state, view, row, details }: CurateScene, size: ScreenSize, bottomRows: number): CurateLayout {
  const seen = view?.kind === 'view' ? view.view : undefined;
  return curateLayout(size, bottomRows, state.panes, {
    hasPicture: seen === undefined ? row?.widthPx !== undefined : seen.film !== undefined,
    hasSound: seen === undefined ? row?.soundSeconds !== undefined : seen.sound !== undefined,
    hasCurves: (details?.measurements?.curveFps ?? 0) > 0,
  });
}

// Where the test clips lie in one model's vectors: vectors and classes in, a map of sounds and one of pictures out. Pure.
//
// By principal components, not by a neighbour embedding such as UMAP: no chance, nothing to set, and what is far apart on the map is far apart.

import { niceAxis, placeOn } from '../../drawing/axes.ts';
import { frame, MARKS, mark, type Panel, SERIES_TONES, text } from '../../drawing/svg.ts';
import { type PrincipalPlaces, principalPlaces } from '../../statistics/principal-axes.ts';
import type { MethodName } from '../method-names.ts';
import { type Block, code, paragraph, section } from './document.ts';

export interface MapSource {
  readonly method: MethodName;
  readonly seed: number;
  readonly size: number;
  /** `[clips, size]` each, before fusion. */
  readonly vectors: Readonly<Record<'sound' | 'picture', Float32Array>>;
  readonly labels: readonly number[];
  readonly classNames: readonly string[];
}

const PANEL_PX = 380;
const [LEFT, TOP, GAP] = [20, 30, 40];
const LEGEND_ROW_PX = 16;
const LEGEND_COLUMNS = 4;
/** More have no marks of their own. */
const MOST_CLASSES = SERIES_TONES.length * MARKS.length;

export function embeddingMap({ method, seed, size, vectors, labels, classNames }: MapSource): Block[] {
  const shown = classNames.slice(0, MOST_CLASSES);
  const panels = (['sound', 'picture'] as const).map((kind, at) => ({
    kind,
    panel: { x: LEFT + at * (PANEL_PX + GAP), y: TOP, width: PANEL_PX, height: PANEL_PX },
    map: principalPlaces(directions(vectors[kind], size), size, 2),
  }));
  const legendTop = TOP + PANEL_PX + 34;
  return [
    section('Map of the vectors'),
    paragraph(
      `Kept test clips in model ${seed} of `,
      code(method),
      ', vectors before fusion brought to length 1, along the two directions in which they differ most (principal components).' +
        (classNames.length > shown.length ? ` The first ${shown.length} of ${classNames.length} classes.` : ''),
    ),
    {
      kind: 'chart',
      name: 'map',
      title: 'Vectors of the test clips, a mark a clip, by class.',
      widthPx: LEFT + 2 * (PANEL_PX + GAP),
      heightPx: legendTop + Math.ceil(shown.length / LEGEND_COLUMNS) * LEGEND_ROW_PX + 8,
      body: [
        ...panels.flatMap(({ kind, panel, map }) => drawMap(panel, kind, map, labels, shown.length)),
        ...shown.flatMap((name, label) => {
          const x = LEFT + (label % LEGEND_COLUMNS) * 205;
          const y = legendTop + Math.floor(label / LEGEND_COLUMNS) * LEGEND_ROW_PX;
          return [markOf(label, x + 6, y - 4), text(x + 16, y, name, 'start', true)];
        }),
      ],
    },
  ];
}

function drawMap(
  panel: Panel,
  kind: string,
  { places, shares }: PrincipalPlaces,
  labels: readonly number[],
  classes: number,
): string[] {
  const axisOf = (at: number) => {
    const values = places.map((place) => place[at]!);
    return niceAxis(Math.min(...values), Math.max(...values));
  };
  const [across, up] = [axisOf(0), axisOf(1)];
  const percent = (share: number | undefined): string => `${Math.round(100 * (share ?? 0))} %`;
  return [
    ...frame(panel, kind, `${percent(shares[0])} of the spread across, ${percent(shares[1])} up`),
    ...places.flatMap((place, clip) =>
      labels[clip]! >= classes
        ? []
        : [
            markOf(
              labels[clip]!,
              panel.x + placeOn(across, place[0]!) * panel.width,
              panel.y + (1 - placeOn(up, place[1]!)) * panel.height,
            ),
          ],
    ),
  ];
}

function markOf(label: number, x: number, y: number): string {
  const shape = MARKS[Math.floor(label / SERIES_TONES.length) % MARKS.length]!;
  return mark(shape, x, y, 4, SERIES_TONES[label % SERIES_TONES.length]!);
}

/** Retrieval compares directions. */
function directions(vectors: Float32Array, size: number): Float32Array {
  const result = Float32Array.from(vectors);
  for (let begin = 0; begin < result.length; begin += size) {
    const length = Math.hypot(...result.subarray(begin, begin + size));
    if (length > 0) for (let at = begin; at < begin + size; at += 1) result[at]! /= length;
  }
  return result;
}

// What pictures and drawn sound cost in a terminal: bytes and CPU a frame. Prints Markdown tables.
// Start: node --import tsx test/bench/terminal-graphics.bench.ts CLIP
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeClipView } from '../../src/pipeline/clip-view.ts';
import { curvesGrid } from '../../src/ui/graphics/curves.ts';
import { frameRegion, type PictureMeans, stripRegion } from '../../src/ui/graphics/draw-picture.ts';
import { GRAPHICS_MODES, type GraphicsMode } from '../../src/ui/graphics/graphics-mode.ts';
import { gridRegion } from '../../src/ui/graphics/grid-region.ts';
import { heatMapGrid } from '../../src/ui/graphics/heat-map.ts';
import { drawPlayhead, rulerGrid } from '../../src/ui/graphics/time-ruler.ts';
import { waveformGrid } from '../../src/ui/graphics/waveform.ts';
import { openScreen, type Region } from '../../src/ui/screen-writer.ts';

const ROUNDS = 60;
const WARM_UP = 15;
const DRAWING = { depth: 'truecolour', isUnicode: true } as const;
const CELL_PX = { width: 9, height: 18 };

const [clipPath] = process.argv.slice(2);
if (clipPath === undefined)
  throw new Error('expected a clip, got none: node --import tsx test/bench/terminal-graphics.bench.ts CLIP');
const folder = mkdtempSync(path.join(tmpdir(), 'ks-graphics-'));
const outcome = await makeClipView(
  {
    filePath: path.resolve(clipPath),
    arraysPath: path.join(folder, 'none'),
    sha256: '',
    streams: undefined,
  },
  { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe', timeLimitSeconds: 60, abortSignal: new AbortController().signal },
);
rmSync(folder, { recursive: true });
if (outcome.kind === 'failed') throw new Error(outcome.because);
const { film, sound, durationSeconds } = outcome.view;
if (film === undefined || sound === undefined)
  throw new Error(`expected a clip with picture and sound, got ${clipPath}`);
const window = { startSeconds: 0, endSeconds: durationSeconds };

/** Motion as the change from frame to frame, onsets as the rise of the loudest sample: close enough to be drawn. */
const frameBytes = film.widthPx * film.heightPx * 3;
const motion = {
  values: Array.from({ length: film.count - 1 }, (_, frame) => {
    let change = 0;
    for (let at = 0; at < frameBytes; at += 30) {
      change += Math.abs(film.rgb[(frame + 1) * frameBytes + at]! - film.rgb[frame * frameBytes + at]!);
    }
    return change;
  }),
  stepsPerSecond: film.videoFps,
};
const { envelope } = sound;
const onset = {
  values: Array.from({ length: envelope.length / 2 - 1 }, (_, step) =>
    Math.max(0, envelope[step * 2 + 3]! - envelope[step * 2 + 1]!),
  ),
  stepsPerSecond: sound.envelopeStepsPerSecond,
};

interface Cost {
  readonly bytes: number[];
  readonly ms: number[];
}

function openSink(columns: number, rows: number) {
  let bytes = 0;
  const writer = openScreen({
    columns,
    rows,
    write: (text) => {
      bytes += Buffer.byteLength(text);
      return true;
    },
    once: () => {},
  });
  return {
    writer,
    take: () => {
      const taken = bytes;
      bytes = 0;
      return taken;
    },
  };
}

function measure(columns: number, rows: number, regionsAt: (round: number) => readonly Region[]): Cost {
  const { writer, take } = openSink(columns, rows);
  const lines = Array.from({ length: rows }, () => '');
  const cost: Cost = { bytes: [], ms: [] };
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    take();
    const before = process.cpuUsage();
    writer.show({ lines, regions: regionsAt(round) });
    const { user, system } = process.cpuUsage(before);
    if (round < WARM_UP) continue;
    cost.ms.push((user + system) / 1000);
    cost.bytes.push(take());
  }
  return cost;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((one, other) => one - other)[Math.floor(share * (values.length - 1))] ?? Number.NaN;
}

function print(what: string, { bytes, ms }: Cost): void {
  const cells = [
    what,
    (quantile(bytes, 0.5) / 1000).toFixed(1),
    (quantile(bytes, 1) / 1000).toFixed(1),
    quantile(ms, 0.5).toFixed(1),
    quantile(ms, 0.95).toFixed(1),
  ];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

function heading(title: string): void {
  process.stdout.write(`\n${title}\n\n| what | kB p50 | kB max | CPU ms p50 | CPU ms p95 |\n|---|---|---|---|---|\n`);
}

function meansOf(mode: GraphicsMode): PictureMeans {
  return { mode, graphics: { drawing: DRAWING, cellPx: CELL_PX, isInTmux: false } };
}

/** The pictures of a curate screen, from the top: strip, waveform, log-mel, curves, ruler. */
function curateRegions(
  columns: number,
  rows: number,
  clip: number,
  playheadSeconds: number,
  mode: GraphicsMode,
): Region[] {
  const width = columns - 4;
  const [stripRows, waveRows, curveRows] = [Math.round(rows / 6), Math.round(rows / 11), Math.round(rows / 9)];
  const melRows = rows - stripRows - waveRows - curveRows - 12;
  const key = `${clip} ${playheadSeconds}`;
  // Another clip is stood for by another stretch of this one.
  const shown = { startSeconds: clip * 0.01, endSeconds: window.endSeconds - clip * 0.01 };
  let row = 2;
  const next = (height: number) => {
    const place = { row, column: 2, columns: width, rows: height };
    row += height;
    return place;
  };
  const stripPlace = { ...next(stripRows), pictureId: 1 };
  const withHead = (grid: Parameters<typeof drawPlayhead>[0]) => {
    drawPlayhead(grid, playheadSeconds, shown, DRAWING);
    return grid;
  };
  const [wave, mel, curves, ruler] = [next(waveRows), next(melRows), next(curveRows), next(1)];
  const bins = { fromBin: 0, toBin: sound!.melBins };
  return [
    stripRegion(film!, shown, playheadSeconds, stripPlace, meansOf(mode), String(clip)),
    gridRegion(wave, key, 'truecolour', () => withHead(waveformGrid(sound!, wave, shown, DRAWING))),
    gridRegion(mel, key, 'truecolour', () => withHead(heatMapGrid(sound!, mel, shown, bins, 'magma', DRAWING))),
    gridRegion(curves, key, 'truecolour', () => withHead(curvesGrid({ onset, motion }, curves, shown, DRAWING))),
    gridRegion(ruler, key, 'truecolour', () => withHead(rulerGrid(width, shown, [], DRAWING))),
  ];
}

process.stdout.write(
  `film ${film.widthPx}x${film.heightPx}, ${film.count} frames, mel ${sound.melFrames}x${sound.melBins}\n`,
);
for (const [columns, rows] of [
  [160, 45],
  [240, 70],
] as const) {
  heading(`One video frame over the whole of ${columns}x${rows}, another one each time`);
  for (const mode of GRAPHICS_MODES.toReversed()) {
    const place = { row: 0, column: 0, columns: columns - 1, rows, pictureId: 1 };
    print(
      mode,
      measure(columns, rows, (round) => [frameRegion(film, round / 8, place, meansOf(mode), String(round))]),
    );
  }
  heading(`The curate screen at ${columns}x${rows}`);
  for (const mode of ['quadrants', 'half-blocks-256', 'kitty', 'sixel'] as const) {
    print(
      `next clip, ${mode}`,
      measure(columns, rows, (round) => curateRegions(columns, rows, round, 3, mode)),
    );
  }
  print(
    'playhead at 20 Hz, quadrants',
    measure(columns, rows, (round) => curateRegions(columns, rows, 1, round / 20, 'quadrants')),
  );
  print(
    'playhead at 20 Hz, kitty',
    measure(columns, rows, (round) => curateRegions(columns, rows, 1, round / 20, 'kitty')),
  );
  print(
    'a key that changes nothing',
    measure(columns, rows, () => curateRegions(columns, rows, 1, 3, 'quadrants')),
  );
}

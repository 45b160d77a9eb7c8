// The four pictures of an evaluation's report, as SVG text. Pure.

import { bar, dot, frame, grid, line, lyingBar, pageSize, svgPage, text } from '../../drawing/svg.ts';
import type { Estimate } from '../../statistics/bootstrap.ts';
import type { NoiseResult } from './summarise.ts';

const BINS = 20;
const DIAGONAL = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
];

function noiseTitle({ noiseRatio }: NoiseResult): string {
  return `${Math.round(noiseRatio * 100)} % of the corpus spoilt`;
}

/** One panel a kind: share of its clips found against share of the clean clips wrongly taken for it. */
export function plotRoc(result: NoiseResult): string {
  const panels = grid(result.kinds.length, 5, { width: 130, height: 130 });
  const { widthPx, heightPx } = pageSize(panels);
  const body = result.kinds.flatMap(({ kind, roc, auroc }, at) => {
    const panel = panels[at]!;
    const points = roc.map(({ falseRatio, trueRatio }) => ({ x: falseRatio, y: trueRatio }));
    return [
      ...frame(panel, kind, 'clean clips called so'),
      line(panel, DIAGONAL, 'faint'),
      line(panel, points, 'blue'),
      text(panel.x + panel.width - 6, panel.y + panel.height - 8, auroc?.value.toFixed(3) ?? '-', 'end'),
    ];
  });
  return svgPage(`ROC of each kind of mismatch, ${noiseTitle(result)}`, widthPx, heightPx, body);
}

/** One panel a share of noise: how often clips belonged together against how probable the filter called it. */
export function plotReliability(results: readonly NoiseResult[]): string {
  const panels = grid(results.length, 4, { width: 180, height: 180 });
  const { widthPx, heightPx } = pageSize(panels);
  const body = results.flatMap((result, at) => {
    const panel = panels[at]!;
    const most = Math.max(1, ...result.reliability.map(({ count }) => count));
    const filled = result.reliability.flatMap(({ meanProbability: x, happenedRatio: y, count }) =>
      x === undefined || y === undefined ? [] : [{ x, y, radiusPx: 2 + 5 * Math.sqrt(count / most) }],
    );
    return [
      ...frame(panel, noiseTitle(result), `said to belong; error ${result.calibrationError?.toFixed(3) ?? '-'}`),
      line(panel, DIAGONAL, 'faint'),
      line(panel, filled, 'blue'),
      ...filled.map(({ radiusPx, ...point }) => dot(panel, point, radiusPx, 'blue')),
    ];
  });
  return svgPage('Said and true: share of clips whose sound belongs to their picture', widthPx, heightPx, body);
}

/** One panel a kind: how probable its clips (orange) and the clean ones (blue) were called. */
export function plotHistograms(result: NoiseResult): string {
  const panels = grid(result.kinds.length, 5, { width: 130, height: 90 });
  const { widthPx, heightPx } = pageSize(panels);
  const clean = shares(result.cleanProbabilities);
  const body = result.kinds.flatMap(({ kind, probabilities }, at) => {
    const panel = panels[at]!;
    const spoilt = shares(probabilities);
    const highest = Math.max(...clean, ...spoilt, 0.01);
    const bars = (values: readonly number[], shift: number, tone: 'blue' | 'orange') =>
      values.map((value, bin) => bar(panel, (bin + shift) / BINS, 0.45 / BINS, value / highest, tone));
    return [
      ...frame(panel, kind, 'said to belong, 0 to 1'),
      ...bars(clean, 0.05, 'blue'),
      ...bars(spoilt, 0.5, 'orange'),
    ];
  });
  const title = `How probable the filter calls it: clean clips blue, spoilt ones orange, ${noiseTitle(result)}`;
  return svgPage(title, widthPx, heightPx, body);
}

function shares(probabilities: readonly number[]): number[] {
  const counts: number[] = new Array(BINS).fill(0);
  for (const probability of probabilities) counts[Math.min(BINS - 1, Math.floor(probability * BINS))]! += 1;
  return counts.map((count) => count / Math.max(1, probabilities.length));
}

/** One row a class: share kept of its clean clips (blue) and of its spoilt ones (orange). */
export function plotKeptShares(result: NoiseResult): string {
  const rowPx = 26;
  const panel = { x: 190, y: 64, width: 320, height: rowPx * Math.max(1, result.classes.length) };
  const rows = result.classes.length;
  const body = result.classes.flatMap(({ label, cleanClips, cleanKept, spoiltClips, spoiltKept }, at) => [
    text(panel.x - 8, panel.y + (at + 0.6) * rowPx, label, 'end', true),
    lyingBar(panel, (at + 0.12) / rows, 0.36 / rows, cleanKept / Math.max(1, cleanClips), 'blue'),
    lyingBar(panel, (at + 0.52) / rows, 0.36 / rows, spoiltKept / Math.max(1, spoiltClips), 'orange'),
    text(
      panel.x + panel.width + 8,
      panel.y + (at + 0.6) * rowPx,
      `${cleanKept}/${cleanClips}, ${spoiltKept}/${spoiltClips}`,
      'start',
      true,
    ),
  ]);
  const title = `Share kept by class: clean clips blue, spoilt ones orange, ${noiseTitle(result)}`;
  return svgPage(title, 640, panel.y + panel.height + 30, [...frame(panel, '', '0 to 1'), ...body]);
}

/** `0.953 [0.91, 0.98]` */
export function formatEstimate(estimate: Estimate | undefined): string {
  if (estimate === undefined) return '-';
  const { value, low, high } = estimate;
  return `${value.toFixed(3)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}

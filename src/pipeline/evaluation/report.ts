// An evaluation as Markdown for people and JSON for programs. Pure.
import type { Estimate } from '../../statistics/bootstrap.ts';
import type { Evaluation } from './evaluate-filter.ts';
import { formatEstimate } from './plots.ts';
import { SHORTCUT_RANGE } from './shortcuts.ts';
import { inWords, type KindResult, type NoiseResult } from './summarise.ts';

/** Grows when the meaning of a field changes. */
export const EVALUATION_SCHEMA = 1;

/** Where the numbers come from. */
export interface Provenance {
  readonly programVersion: string;
  readonly startedAt: string;
  readonly policyHash: string;
  readonly toolVersions: Readonly<Record<string, string>>;
  readonly judge: unknown;
}

export const PLOT_FILES = {
  roc: 'roc.svg',
  reliability: 'reliability.svg',
  histograms: 'histograms.svg',
  keptShares: 'kept-by-class.svg',
} as const;

/** The share of noise whose kinds are shown in full: the middle one of those asked for, 20 % by default. */
const SHOWN_NOISE_RATIO = 0.2;

export function shownResult({ noise }: Pick<Evaluation, 'noise'>): NoiseResult {
  const distance = ({ noiseRatio }: NoiseResult): number => Math.abs(noiseRatio - SHOWN_NOISE_RATIO);
  return [...noise].sort((a, b) => distance(a) - distance(b))[0]!;
}

export function reportJson(evaluation: Evaluation, provenance: Provenance): object {
  return { schema: EVALUATION_SCHEMA, ...provenance, ...evaluation };
}

export function reportMarkdown(evaluation: Evaluation, provenance: Provenance): string {
  const shown = shownResult(evaluation);
  return [
    '# How well the filter tells whether sound and picture belong together',
    '',
    `${evaluation.source}. Seed ${evaluation.seed}, ks-build ${provenance.programVersion}, policy ${provenance.policyHash}, ${provenance.startedAt}.`,
    '',
    'Known mismatches were put into the corpus, clean and spoilt clips were encoded alike, and the whole filter ran on it, training ' +
      'included. Intervals hold 95 of 100 samples of other videos. An AUROC of 0.5 is chance.',
    '',
    `## Kinds of mismatch, ${percent(shown.noiseRatio)} of the corpus spoilt`,
    '',
    ...kindTable(shown),
    '',
    ...weakKinds(shown),
    '',
    'Where the clips ended, those of the corpus and the probes together:',
    '',
    ...fateTable(shown),
    '',
    'By class, against the clean clips of that class:',
    '',
    ...classTable(shown),
    '',
    '## The corpus as a whole',
    '',
    ...noiseTable(evaluation.noise),
    '',
    ...(evaluation.noise.length > 1
      ? ['AUROC of each kind by share of noise:', '', ...kindsByNoise(evaluation.noise), '']
      : []),
    '## Shortcuts',
    '',
    `Scorers that never compare sound with picture, tried on ${evaluation.shortcutPairs} swapped clips and the same clips as they were.`,
    '',
    ...shortcutTable(evaluation),
    '',
    '## Pictures',
    '',
    ...Object.values(PLOT_FILES).map((file) => `![${file.replace('.svg', '')}](${file})`),
    '',
    '## What these numbers do not say',
    '',
    `- Clips of a kind are those of the corpus and ${evaluation.probesPerKind} probes: twins of clean clips that no model learns from.`,
    '- The filter calibrates itself on mismatches that it makes by the same means as this test, from other seeds: mismatches of another ' +
      'make may be found less often.',
    '- Clips that were taken as clean may hold mismatches of their own, unless they are generated: precision is then a lower bound.',
    '',
  ].join('\n');
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(titles), row(titles.map((_, at) => (at === 0 ? '---' : '--:'))), ...rows.map(row)];
}

function kindTable({ kinds }: NoiseResult): string[] {
  const titles = [
    'kind',
    'clips',
    'AUROC',
    'average precision (chance)',
    'dropped',
    'asked about',
    'not judged',
    'in words',
  ];
  return table(
    titles,
    kinds.map((kind) => [
      kind.kind,
      String(kind.clips),
      formatEstimate(kind.auroc),
      `${formatEstimate(kind.averagePrecision)} (${kind.chancePrecision.toFixed(2)})`,
      formatEstimate(kind.droppedRatio),
      percent(kind.askedRatio),
      String(kind.abstained),
      inWords(kind.auroc),
    ]),
  );
}

function fateTable({ fates }: NoiseResult): string[] {
  const share = (part: number, whole: number): string => (whole === 0 ? '-' : percent(part / whole));
  return table(
    ['kind', 'clips', 'kept', 'asked about', 'dropped', 'said to belong, mean', 'dropped as'],
    fates.map(({ kind, clips, kept, asked, dropped, meanProbability, droppedFor }) => [
      kind ?? '(left as it was)',
      String(clips),
      ...[kept, asked, dropped].map((part) => share(part, clips)),
      meanProbability?.toFixed(2) ?? '-',
      Object.entries(droppedFor)
        .sort(([, a], [, b]) => b - a)
        .map(([reason, count]) => `${reason} ${count}`)
        .join(', '),
    ]),
  );
}

function classTable({ kinds }: NoiseResult): string[] {
  const labels = [...new Set(kinds.flatMap(({ byClass }) => byClass.map(({ label }) => label)))].sort();
  return table(
    ['class', ...kinds.map(({ kind }) => kind)],
    labels.map((label) => [
      label,
      ...kinds.map(({ byClass }) => byClass.find((ofClass) => ofClass.label === label)?.auroc?.toFixed(2) ?? '-'),
    ]),
  );
}

/** A kind that was not measured is no success, and neither is one whose interval holds one half. */
function weakKinds({ kinds }: NoiseResult): string[] {
  const names = (some: readonly KindResult[]): string => some.map(({ kind }) => kind).join(', ');
  const unmeasured = kinds.filter(({ auroc }) => auroc === undefined);
  const weak = kinds.filter(({ auroc }) => auroc !== undefined && auroc.low <= 0.5);
  const paragraphs: string[] = [];
  if (unmeasured.length > 0) {
    paragraphs.push(
      `**Not measured: ${names(unmeasured)}.** Too few clips could be judged: the corpus is too small to learn from. Those were asked about; ` +
        'what was dropped all the same was dropped by its facts.',
    );
  }
  if (weak.length > 0) {
    paragraphs.push(
      `**The filter is no better than chance on: ${names(weak)}.** Its verdict on clips like these is worth nothing.`,
    );
  }
  if (paragraphs.length === 0) return ['The filter is better than chance on every kind.'];
  return paragraphs.flatMap((paragraph, at) => (at === 0 ? [paragraph] : ['', paragraph]));
}

function noiseTable(noise: readonly NoiseResult[]): string[] {
  const titles = [
    'spoilt',
    'clips',
    'precision of dropped',
    'recall',
    'clean clips dropped',
    'asked about',
    'AUROC',
    'average precision',
    'calibration error',
  ];
  return table(
    titles,
    noise.map((result) => [
      `${percent(result.noiseRatio)} (${result.spoilt})`,
      String(result.clips),
      formatEstimate(result.precision),
      formatEstimate(result.recall),
      formatEstimate(result.falseDropRate),
      percent(result.askedRatio),
      formatEstimate(result.auroc),
      formatEstimate(result.averagePrecision),
      result.calibrationError?.toFixed(3) ?? '-',
    ]),
  );
}

function kindsByNoise(noise: readonly NoiseResult[]): string[] {
  const kinds = [...new Set(noise.flatMap((result) => result.kinds.map(({ kind }) => kind)))];
  return table(
    ['kind', ...noise.map(({ noiseRatio }) => percent(noiseRatio))],
    kinds.map((kind) => [
      kind,
      ...noise.map((result) => formatEstimate(result.kinds.find((other) => other.kind === kind)?.auroc)),
    ]),
  );
}

function shortcutTable({ shortcuts }: Evaluation): string[] {
  return table(
    ['shortcut', 'AUROC on swaps', 'in words'],
    shortcuts.map(({ shortcut, auroc }) => [shortcut, formatEstimate(auroc), shortcutInWords(auroc)]),
  );
}

/** A few dozen pairs scatter widely: outside the range counts only where the interval leaves out one half as well. */
function shortcutInWords(auroc: Estimate | undefined): string {
  if (auroc === undefined) return 'no swaps to try it on';
  const { value, low, high } = auroc;
  const isInside = value >= SHORTCUT_RANGE.low && value <= SHORTCUT_RANGE.high;
  if (isInside || (low <= 0.5 && high >= 0.5)) return 'near chance, as it must be';
  return `outside ${SHORTCUT_RANGE.low} to ${SHORTCUT_RANGE.high}: the swaps may be told by more than correspondence, or few sounds were lent time and again`;
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}

// The variants of Kinetics-Sounds as lines for people and as JSON. Pure: manifests in, lines or plain objects out.
import { countBySplit, isTimed, type Manifest } from '../dataset/manifest.ts';
import type { ParsedManifest } from '../dataset/manifest-text.ts';
import { SPLITS, type Split } from '../dataset/segment.ts';
import { compareVariants, type VariantDifference } from '../dataset/variant-difference.ts';
import { formatTable } from './table.ts';

const FROM_LIST = 'official list';

const COUNT_COLUMNS = SPLITS.map((split) => ({ title: split, align: 'right' }) as const);

export function formatVariants(variants: readonly ParsedManifest[]): string[] {
  const columns = [
    { title: 'corpus' },
    { title: 'classes', align: 'right' },
    ...COUNT_COLUMNS,
    { title: 'what' },
  ] as const;
  const rows = variants.map(({ manifest }) => [
    manifest.name,
    manifest.classes.length,
    ...countCells(manifest),
    manifest.title,
  ]);
  return [...formatTable(columns, rows), ...archiveLines(variants.map(({ manifest }) => manifest))];
}

export function formatVariant({ manifest, sha256 }: ParsedManifest): string[] {
  const facts = [
    ['title', manifest.title],
    ['source', manifest.source],
    ['licence', manifest.licence],
    ['sha256', sha256],
    ...manifest.notes.map((note) => ['note', note]),
  ];
  const columns = [{ title: `${manifest.classes.length} classes` }, ...COUNT_COLUMNS];
  const classRows = manifest.classes.map((label) => {
    const ofClass = { ...manifest, rows: manifest.rows.filter((row) => row.label === label) };
    return [label, ...countCells(ofClass)];
  });
  const total = ['all', ...countCells(manifest)];
  return [
    manifest.name,
    ...formatTable([{ title: '' }, { title: '' }], facts),
    '',
    ...formatTable(columns, [...classRows, total]),
    ...archiveLines([manifest]),
  ];
}

export function formatDifference(a: Manifest, b: Manifest): string[] {
  const difference = compareVariants(a, b);
  const { classes, leaks } = difference;
  const columns = [{ title: 'corpus' }, { title: 'classes', align: 'right' }, ...COUNT_COLUMNS] as const;
  const counts = [a, b].map((manifest) => [manifest.name, manifest.classes.length, ...countCells(manifest)]);
  const videos: readonly (readonly [string, number])[] = [
    ['videos in both', difference.commonVideos],
    [`train in ${a.name}, val in ${b.name}`, leaks.trainInAValInB.length],
    [`train in ${a.name}, test in ${b.name}`, leaks.trainInATestInB.length],
    [`val in ${a.name}, train in ${b.name}`, leaks.valInATrainInB.length],
    [`test in ${a.name}, train in ${b.name}`, leaks.testInATrainInB.length],
    ['val or test in both: both may be compared on these', difference.commonEvaluation.length],
  ];
  return [
    ...formatTable(columns, counts),
    '',
    `classes in both: ${classes.common.length}`,
    `classes only in ${a.name}: ${classes.onlyA.join(', ') || 'none'}`,
    `classes only in ${b.name}: ${classes.onlyB.join(', ') || 'none'}`,
    '',
    ...formatTable([{ title: '' }, { title: '', align: 'right' }], videos),
    ...archiveLines([a, b]),
  ];
}

/** What `--json` gives for a variant; `rows` counts the rows that ship, `untimedRows` those among them that need the archive. */
export function variantJson({ manifest, sha256 }: ParsedManifest) {
  const { rows, ...facts } = manifest;
  return { ...facts, sha256, rows: countBySplit(rows), untimedRows: countBySplit(rows.filter((row) => !isTimed(row))) };
}

/** What `--json` gives for two: rows of the official list, which are not at hand, stand in no count. */
export function differenceJson(
  a: Manifest,
  b: Manifest,
): { readonly a: object; readonly b: object } & VariantDifference {
  const about = (manifest: Manifest) => ({ name: manifest.name, hasOfficialTrain: manifest.hasOfficialTrain });
  return { a: about(a), b: about(b), ...compareVariants(a, b) };
}

function countCells(manifest: Manifest): readonly string[] {
  const counts = countBySplit(manifest.rows);
  return SPLITS.map((split) => countCell(manifest, split, counts[split]));
}

function countCell(manifest: Manifest, split: Split, count: number): string {
  if (split !== 'train' || !manifest.hasOfficialTrain) return String(count);
  return count === 0 ? FROM_LIST : `${count} + ${FROM_LIST}`;
}

/** Which rows need the annotation archive. */
function archiveLines(manifests: readonly Manifest[]): readonly string[] {
  const lines = manifests.flatMap((manifest) => {
    const untimed = manifest.rows.filter((row) => !isTimed(row)).length;
    return [
      ...(manifest.hasOfficialTrain
        ? [
            `${manifest.name}: train rows come from the official Kinetics-400 train list, fetched once; they are not counted here.`,
          ]
        : []),
      ...(untimed > 0 ? [`${manifest.name}: rows that take their times from the official list: ${untimed}.`] : []),
    ];
  });
  return lines.length === 0 ? [] : ['', ...lines];
}

// The nouns of a corpus: a manifest as it ships, and the corpus that it becomes once every row has its times. Pure.
import { fileURLToPath } from 'node:url';
import { type Segment, SPLITS, type Split } from './segment.ts';

/** The folder of manifests that ships with the program; the same from src/ and from dist/. */
export const SHIPPED_MANIFESTS = fileURLToPath(new URL('../../manifests/', import.meta.url));

/** A row whose times are not published with it: they come from the official Kinetics-400 list, by video id. */
export interface UntimedRow {
  readonly videoId: string;
  readonly label: string;
  readonly split: Split;
}

export type ManifestRow = Segment | UntimedRow;

export interface Manifest {
  /** What a user types: lower-case letters, digits and `-`. */
  readonly name: string;
  readonly title: string;
  /** Where classes, ids and times come from. */
  readonly source: string;
  readonly licence: string;
  /** What a user of the corpus has to know: what is missing, reconstructed, inferred. */
  readonly notes: readonly string[];
  readonly classes: readonly string[];
  /** True when train holds, besides the rows below, every row of the official Kinetics-400 train list with one of the classes. */
  readonly hasOfficialTrain: boolean;
  readonly rows: readonly ManifestRow[];
}

/** A corpus ready for planning: every segment has its times. */
export interface Corpus {
  readonly name: string;
  readonly title: string;
  /** Hex SHA-256: of the manifest's content, or of the bytes of a CSV. */
  readonly manifestSha256: string;
  readonly source: string;
  readonly licence: string;
  readonly classes: readonly string[];
  readonly segments: readonly Segment[];
  readonly notes: readonly string[];
}

export type SplitCounts = Readonly<Record<Split, number>>;

export function isTimed(row: ManifestRow): row is Segment {
  return 'startSeconds' in row;
}

export function countBySplit(rows: readonly { readonly split: Split }[]): SplitCounts {
  const counts = { train: 0, val: 0, test: 0 };
  for (const row of rows) counts[row.split] += 1;
  return counts;
}

/** Splits that cannot be listed in full without the official annotation archive. */
export function splitsNeedingArchive(manifest: Manifest): readonly Split[] {
  const incomplete = new Set(manifest.rows.filter((row) => !isTimed(row)).map((row) => row.split));
  if (manifest.hasOfficialTrain) incomplete.add('train');
  return SPLITS.filter((split) => incomplete.has(split));
}

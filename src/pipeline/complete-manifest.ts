// A manifest and the official train list to segments that all have their times. Pure.
import { isTimed, type Manifest } from '../dataset/manifest.ts';
import type { Segment, Split } from '../dataset/segment.ts';
import { SegmentSet } from '../dataset/segment-set.ts';
import { ManifestError } from '../errors.ts';

export interface CompletedManifest {
  readonly segments: readonly Segment[];
  /** What could not be listed, with its count. */
  readonly notes: readonly string[];
}

/** Ids that a note names. */
const MAX_NAMED_IDS = 5;

/**
 * Official train rows of the manifest's classes come first, in its order; then the manifest's rows in theirs. Rows without
 * times take those of the official list; rows that it does not hold are left out and counted in the notes.
 */
export function completeManifest(
  manifest: Manifest,
  officialTrain: readonly Segment[],
  splits: readonly Split[],
): CompletedManifest {
  const set = new SegmentSet();
  if (manifest.hasOfficialTrain && splits.includes('train')) {
    const classes = new Set(manifest.classes);
    for (const segment of officialTrain) if (classes.has(segment.label)) addTo(set, segment, manifest.name);
  }
  const missing: string[] = [];
  const times = new Map(officialTrain.map((segment) => [segment.videoId, segment]));
  for (const row of manifest.rows) {
    if (!splits.includes(row.split)) continue;
    const timed = isTimed(row) ? row : times.get(row.videoId);
    if (timed === undefined) missing.push(row.videoId);
    else addTo(set, { ...timed, label: row.label, split: row.split }, manifest.name);
  }
  return { segments: set.segments, notes: missing.length === 0 ? [] : [missingNote(missing)] };
}

function addTo(set: SegmentSet, segment: Segment, corpus: string): void {
  const outcome = set.add(segment, 0);
  if (typeof outcome === 'string') return;
  const problem = `expected video ${segment.videoId} in one split and class, got ${segment.split}/${segment.label}`;
  const earlier = `${outcome.earlier.split}/${outcome.earlier.label} in the official train list`;
  throw new ManifestError(
    { file: corpus },
    `${problem} and ${earlier}; the annotation archive is not the official one`,
  );
}

function missingNote(missing: readonly string[]): string {
  const more = missing.length - MAX_NAMED_IDS;
  const named = missing.slice(0, MAX_NAMED_IDS).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return `rows left out because the official train list, which would give their times, lacks them: ${missing.length} (${named}).`;
}

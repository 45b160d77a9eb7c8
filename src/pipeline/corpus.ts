// A corpus ready for planning, by its name or from a CSV: its manifest, completed from the official train list where it has to be.
import type { Config } from '../config.ts';
import { type Corpus, isTimed, SHIPPED_MANIFESTS, splitsNeedingArchive } from '../dataset/manifest.ts';
import { type Segment, SPLITS, type Split } from '../dataset/segment.ts';
import { completeManifest } from './complete-manifest.ts';
import { isEvidence } from './derive-variant.ts';
import { loadOfficialTrain } from './official-train.ts';
import { identifyManifest, readManifest } from './read-manifest.ts';

export interface LoadCorpusOptions {
  readonly config: Pick<Config, 'addresses' | 'annotations' | 'transfer'>;
  /** Where the official list is kept between runs. */
  readonly cacheDirectory: string;
  /** The corpus holds the segments of these splits only; all three when left out. Without train no archive is needed. */
  readonly splits?: readonly Split[];
  readonly manifestDirectory?: string;
  readonly proxy?: string | undefined;
  readonly abortSignal?: AbortSignal;
}

/** The manifest whose classes are all of Kinetics-400: the official list may hold these and no others. */
const KINETICS_400 = 'k400';

/**
 * @throws UsageError for a name that is none, ManifestError for a file that is malformed, TransferError when the official list is
 * needed and cannot be fetched: a corpus is never silently smaller.
 */
export async function loadCorpus(nameOrFile: string, options: LoadCorpusOptions): Promise<Corpus> {
  const { splits = SPLITS, manifestDirectory = SHIPPED_MANIFESTS } = options;
  const { manifest, sha256 } = await readManifest(nameOrFile, manifestDirectory);
  const { name, title, source, licence, classes } = manifest;
  const notes = manifest.notes.filter((note) => !isEvidence(note));
  const corpus = { name, title, manifestSha256: sha256, source, licence, classes };

  if (!splitsNeedingArchive(manifest).some((split) => splits.includes(split))) {
    const segments = manifest.rows.filter((row): row is Segment => isTimed(row) && splits.includes(row.split));
    return { ...corpus, segments, notes };
  }
  const { manifest: kinetics400 } = await readManifest(KINETICS_400, manifestDirectory);
  const official = await loadOfficialTrain({ ...options, labels: kinetics400.classes });
  const completed = completeManifest(manifest, official.segments, splits);
  return { ...corpus, segments: completed.segments, notes: [...notes, ...official.notes, ...completed.notes] };
}

/** Name and hash as `loadCorpus` gives them, at little cost: a plan made earlier is found by them. */
export async function identifyCorpus(
  nameOrFile: string,
  manifestDirectory = SHIPPED_MANIFESTS,
): Promise<Pick<Corpus, 'name' | 'manifestSha256'>> {
  const { name, sha256 } = await identifyManifest(nameOrFile, manifestDirectory);
  return { name, manifestSha256: sha256 };
}

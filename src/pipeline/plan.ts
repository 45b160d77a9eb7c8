// From a corpus name or a CSV and a selection to a plan in the index. A plan made before is found by the manifest's hash, without reading it again.
import type { Corpus } from '../dataset/manifest.ts';
import type { Segment } from '../dataset/segment.ts';
import type { Index } from '../store/open.ts';
import { findPlan, type Plan, writePlan } from '../store/plans.ts';
import { identifyCorpus, type LoadCorpusOptions, loadCorpus } from './corpus.ts';
import { type Selection, selectSegments } from './select.ts';

export interface PlannedFetch {
  readonly plan: Plan;
  /** What the manifest has to say about itself; empty when an earlier run has planned the same. */
  readonly notes: readonly string[];
}

/**
 * @throws what loadCorpus and selectSegments throw: UsageError, ManifestError, TransferError.
 */
export async function planFetch(
  index: Index,
  nameOrFile: string,
  selection: Selection,
  options: LoadCorpusOptions,
): Promise<PlannedFetch> {
  const { name, manifestSha256 } = await identifyCorpus(nameOrFile, options.manifestDirectory);
  const key = { corpusName: name, manifestSha256, selection: canonicalSelection(selection) };
  const earlier = findPlan(index, key);
  if (earlier !== undefined) return { plan: earlier, notes: [] };
  const { corpus, segments } = await selectFromCorpus(nameOrFile, selection, options);
  return { plan: writePlan(index, corpus, key, segments), notes: corpus.notes };
}

/** The segments that a plan would list, without an index. */
export async function selectFromCorpus(
  nameOrFile: string,
  selection: Selection,
  options: LoadCorpusOptions,
): Promise<{ readonly corpus: Corpus; readonly segments: readonly Segment[] }> {
  const splits = selection.splits === undefined ? {} : { splits: selection.splits };
  const corpus = await loadCorpus(nameOrFile, { ...options, ...splits });
  return { corpus, segments: selectSegments(corpus.segments, selection) };
}

/** The same selection gives the same text, whatever the order of its flags; `{}` is everything. */
export function canonicalSelection({ splits, classes, perClass, limit }: Selection): string {
  return JSON.stringify({
    ...(splits === undefined ? {} : { splits: splits.toSorted() }),
    ...(classes === undefined ? {} : { classes: classes.toSorted() }),
    ...(perClass === undefined ? {} : { perClass }),
    ...(limit === undefined ? {} : { limit }),
  });
}

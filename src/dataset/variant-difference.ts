// How two corpora differ: classes, rows per split, videos that one trains on and the other tests on. Pure.
import { countBySplit, type SplitCounts } from './manifest.ts';
import type { Split } from './segment.ts';

/** What the comparison needs of a manifest or corpus. */
export interface Variant {
  readonly classes: readonly string[];
  readonly rows: readonly { readonly videoId: string; readonly split: Split }[];
}

export interface VariantDifference {
  readonly classes: {
    readonly common: readonly string[];
    readonly onlyA: readonly string[];
    readonly onlyB: readonly string[];
  };
  readonly rows: { readonly a: SplitCounts; readonly b: SplitCounts };
  readonly commonVideos: number;
  /** Videos that are train in one and val or test in the other: a model trained on the first has seen them. */
  readonly leaks: {
    readonly trainInAValInB: readonly string[];
    readonly trainInATestInB: readonly string[];
    readonly valInATrainInB: readonly string[];
    readonly testInATrainInB: readonly string[];
  };
  /** Videos that are val or test in both: models trained on either may be compared on them. */
  readonly commonEvaluation: readonly string[];
}

export function compareVariants(a: Variant, b: Variant): VariantDifference {
  const [classesOfA, classesOfB] = [new Set(a.classes), new Set(b.classes)];
  const [splitInA, splitInB] = [splitOfVideos(a), splitOfVideos(b)];
  const common = [...splitInA.keys()].filter((videoId) => splitInB.has(videoId));
  const crossing = (inA: Split, inB: Split) =>
    common.filter((videoId) => splitInA.get(videoId) === inA && splitInB.get(videoId) === inB);

  return {
    classes: {
      common: a.classes.filter((label) => classesOfB.has(label)),
      onlyA: a.classes.filter((label) => !classesOfB.has(label)),
      onlyB: b.classes.filter((label) => !classesOfA.has(label)),
    },
    rows: { a: countBySplit(a.rows), b: countBySplit(b.rows) },
    commonVideos: common.length,
    leaks: {
      trainInAValInB: crossing('train', 'val'),
      trainInATestInB: crossing('train', 'test'),
      valInATrainInB: crossing('val', 'train'),
      testInATrainInB: crossing('test', 'train'),
    },
    commonEvaluation: common.filter((id) => splitInA.get(id) !== 'train' && splitInB.get(id) !== 'train'),
  };
}

/** A video stands in one split of a corpus only: parsing and the builder see to that. */
function splitOfVideos(variant: Variant): ReadonlyMap<string, Split> {
  return new Map(variant.rows.map((row) => [row.videoId, row.split]));
}

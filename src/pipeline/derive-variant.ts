// A corpus derived from data: the best classes of a ranking and the manifest they are taken from in, a manifest with rule and evidence inside
// out; and how two class lists overlap. Pure.
import type { Manifest } from '../dataset/manifest.ts';
import { UsageError } from '../errors.ts';
import type { Estimate } from '../statistics/bootstrap.ts';
import { type ClassReport, RANK_RULE } from './rank-classes.ts';

export interface Derivation {
  /** Lower-case letters, digits and `-`. */
  readonly name: string;
  readonly classes: number;
  /** What the ranking was made with: versions, policy. One note. */
  readonly provenance: string;
}

/** @throws UsageError when fewer classes of the manifest are ranked than are asked for */
export function deriveVariant(
  from: { readonly manifest: Manifest; readonly sha256: string },
  ranked: readonly ClassReport[],
  { name, classes, provenance }: Derivation,
): Manifest {
  const listed = new Set(from.manifest.classes);
  const eligible = ranked.filter(({ label, score }) => score !== undefined && listed.has(label));
  if (eligible.length < classes) {
    throw new UsageError(
      `--classes: expected at most ${eligible.length}, the classes of ${from.manifest.name} that the workspace ranks, got ${classes}; ` +
        'fetch and filter more of them, see `ks-build classes`',
    );
  }
  const best = eligible.slice(0, classes);
  const chosen = new Set(best.map(({ label }) => label));
  return {
    name,
    title: `The ${classes} classes of ${from.manifest.name} whose sound best belongs to their picture and tells the class`,
    source: `${from.manifest.source}; classes ranked by ks-build`,
    licence: from.manifest.licence,
    notes: [
      `DERIVED from ${from.manifest.name} (sha256 ${from.sha256}): the best ${classes} of ${eligible.length} ranked classes, of ${listed.size} listed.`,
      `rule: ${RANK_RULE}.`,
      `evidence made with: ${provenance}.`,
      ...best.map((report, position) => evidenceNote(report, position + 1)),
      ...from.manifest.notes,
    ],
    classes: from.manifest.classes.filter((label) => chosen.has(label)),
    hasOfficialTrain: from.manifest.hasOfficialTrain,
    rows: from.manifest.rows.filter(({ label }) => chosen.has(label)),
  };
}

/** Whether a note of a manifest is the evidence of one class: a hundred of them are for who reads the manifest, not for every run. */
export function isEvidence(note: string): boolean {
  return /^evidence \d+ /.test(note);
}

function evidenceNote(report: ClassReport, rank: number): string {
  const shares: readonly (readonly [string, Estimate | undefined])[] = [
    ['correspondence', report.correspondence],
    ['sound accuracy', report.soundAccuracy],
    ['picture accuracy', report.pictureAccuracy],
    ['silent', report.silent],
    ['dubbed', report.dubbed],
    ['narrated', report.narrated],
  ];
  const cells = shares.map(([what, share]) => `${what} ${share === undefined ? 'unknown' : shareText(share)}`);
  return `evidence ${rank} ${report.label}: score ${report.score!.toFixed(3)}, ${cells.join(', ')}, ${report.clips} clips of ${report.videos} videos`;
}

function shareText({ value, low, high }: Estimate): string {
  return `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

export interface ClassOverlap {
  readonly common: readonly string[];
  readonly onlyDerived: readonly string[];
  readonly onlyOther: readonly string[];
  /** Classes of the other list that the ranking could choose from. */
  readonly rankedOfOther: number;
  /** How many a random choice of as many ranked classes would have in common with it, on average (hypergeometric mean). */
  readonly expectedByChance: number;
}

export function overlapOf(
  derived: readonly string[],
  other: readonly string[],
  eligible: readonly string[],
): ClassOverlap {
  const [inDerived, inOther] = [new Set(derived), new Set(other)];
  const rankedOfOther = eligible.filter((label) => inOther.has(label)).length;
  return {
    common: derived.filter((label) => inOther.has(label)),
    onlyDerived: derived.filter((label) => !inOther.has(label)),
    onlyOther: other.filter((label) => !inDerived.has(label)),
    rankedOfOther,
    expectedByChance: (derived.length * rankedOfOther) / eligible.length,
  };
}

// `ks-build variants derive`: a manifest of the classes whose sound belongs best to their picture, and how it compares with one that ships.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Command } from 'commander';
import { JUDGE_VERSION } from '../correspondence/judge.ts';
import { SCORES_VERSION } from '../dataset/evidence.ts';
import { MANIFEST_NAME, parseManifest, serialiseManifest } from '../dataset/manifest-text.ts';
import { policyHash } from '../dataset/policy.ts';
import { SIGNAL_MEASUREMENTS_VERSION } from '../dataset/signal-measurements.ts';
import { UsageError } from '../errors.ts';
import { type ClassOverlap, deriveVariant, overlapOf } from '../pipeline/derive-variant.ts';
import { readManifest } from '../pipeline/read-manifest.ts';
import { PROGRAM_VERSION } from '../program-version.ts';
import { rankWorkspace } from './classes.ts';
import { loadPolicy } from './load-policy.ts';
import { print, printJson } from './output.ts';
import { parseCount } from './parse-value.ts';

interface DeriveFlags {
  readonly from: string;
  readonly workspace: string;
  readonly classes: string;
  readonly output: string;
  readonly policy?: string;
  readonly check?: string;
  readonly json?: true;
}

export function registerDeriveVariant(variants: Command): void {
  variants
    .command('derive')
    .description('writes a manifest of the best classes of a workspace, with rule and evidence inside')
    .requiredOption('--from <corpus>', 'the corpus whose rows are taken: its name, or a file ending in .csv or .txt')
    .requiredOption('--classes <n>', 'how many classes')
    .requiredOption('--output <file>', 'the manifest to write, ending in .txt; its name becomes that of the corpus')
    .option('-w, --workspace <dir>', 'folder of a corpus that the filter has judged', 'ks-workspace')
    .option(
      '--policy <file>',
      'thresholds above which a clip counts as dubbed or narrated (default: the documented ones)',
    )
    .option('--check <corpus>', 'report the overlap of the classes with those of this one, such as ks100')
    .option('--json', 'one JSON object on stdout')
    .action((_: unknown, command: Command) => runDerive(command.optsWithGlobals<DeriveFlags>()));
}

async function runDerive(flags: DeriveFlags): Promise<void> {
  const classes = parseCount('--classes', flags.classes);
  const name = nameOf(flags.output);
  const [from, other] = await Promise.all([
    readManifest(flags.from),
    flags.check === undefined ? undefined : readManifest(flags.check),
  ]);
  const ranked = rankWorkspace(flags.workspace, flags.policy);
  const provenance =
    `ks-build ${PROGRAM_VERSION}, judge ${JUDGE_VERSION}, scores ${SCORES_VERSION}, measurements ${SIGNAL_MEASUREMENTS_VERSION}, ` +
    `policy ${policyHash(loadPolicy(flags.policy))}`;
  const manifest = deriveVariant(from, ranked, { name, classes, provenance });
  const text = serialiseManifest(manifest);
  // 'wx': what is there, made in the meantime too, is never overwritten.
  await writeFile(flags.output, text, { flag: 'wx' });
  const { sha256 } = parseManifest(flags.output, text);
  const eligible = ranked.filter(({ label, score }) => score !== undefined && from.manifest.classes.includes(label));
  const overlap =
    other &&
    overlapOf(
      manifest.classes,
      other.manifest.classes,
      eligible.map(({ label }) => label),
    );
  if (flags.json)
    printJson({ schema: 1, output: flags.output, sha256, classes: manifest.classes, check: overlap ?? null });
  else
    for (const line of [
      `${flags.output}: ${classes} of ${eligible.length} ranked classes of ${from.manifest.name}, ${manifest.rows.length} rows`,
      ...(overlap === undefined ? [] : overlapLines(overlap, other!.manifest.name)),
      `next: ks-build fetch ${flags.output}`,
    ])
      print(line);
}

/** @throws UsageError for a name that no corpus can have, or that is taken */
function nameOf(output: string): string {
  const name = basename(output, '.txt');
  if (extname(output) !== '.txt' || !MANIFEST_NAME.test(name))
    throw new UsageError(`--output: expected lower-case letters, digits and "-", then .txt, got "${output}"`);
  if (existsSync(output)) throw new UsageError(`--output: expected a new file, but ${output} exists; name another`);
  return name;
}

/** Pure. */
function overlapLines(
  { common, onlyDerived, onlyOther, rankedOfOther, expectedByChance }: ClassOverlap,
  other: string,
) {
  return [
    `in common with ${other}: ${common.length} classes; by chance ${expectedByChance.toFixed(1)} (${rankedOfOther} of its classes are ranked here)`,
    `only here: ${onlyDerived.join(', ') || 'none'}`,
    `only in ${other}: ${onlyOther.join(', ') || 'none'}`,
  ];
}

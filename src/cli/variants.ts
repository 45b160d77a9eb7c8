// `ks-build variants [A [B]]`: the corpora that ship, one of them in full, or how two differ; `variants derive` stands in derive-variant.ts.
import type { Command } from 'commander';
import { listManifests, readManifest } from '../pipeline/read-manifest.ts';
import { registerDeriveVariant } from './derive-variant.ts';
import { print, printJson } from './output.ts';
import { differenceJson, formatDifference, formatVariant, formatVariants, variantJson } from './variants-report.ts';

interface VariantsFlags {
  readonly json?: boolean;
}

export function registerVariants(program: Command): void {
  const variants = program
    .command('variants')
    .description('list the corpora that ship; show one (A), or how two differ (A B)')
    .argument('[A]', 'name of a corpus, or a file ending in .csv or .txt')
    .argument('[B]', 'the same, to compare with A')
    .option('--json', 'one JSON object on stdout')
    .action(runVariants);
  registerDeriveVariant(variants);
}

async function runVariants(a: string | undefined, b: string | undefined, flags: VariantsFlags): Promise<void> {
  const wanted = a === undefined ? await listManifests() : [a, ...(b === undefined ? [] : [b])];
  const variants = await Promise.all(wanted.map((nameOrFile) => readManifest(nameOrFile)));
  const [first, second] = variants;

  if (a === undefined || first === undefined) {
    if (flags.json) printJson({ schema: 1, variants: variants.map(variantJson) });
    else printLines(formatVariants(variants));
  } else if (second === undefined) {
    if (flags.json) printJson({ schema: 1, variant: variantJson(first) });
    else printLines(formatVariant(first));
  } else {
    if (flags.json) printJson({ schema: 1, difference: differenceJson(first.manifest, second.manifest) });
    else printLines(formatDifference(first.manifest, second.manifest));
  }
}

function printLines(lines: readonly string[]): void {
  for (const line of lines) print(line);
}

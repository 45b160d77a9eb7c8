// `ks-build benchmark` and its subcommands as typed. The work itself is loaded only when it is wanted.
import type { Command } from 'commander';
import { addWorkspaceOptions, type WorkspaceFlags } from './workspace-flags.ts';

export interface BenchmarkFlags extends WorkspaceFlags {
  readonly preset: string;
  readonly methods?: string;
  readonly protocols?: string;
  readonly seeds: string;
  readonly corpusAblation?: true;
  readonly ablationMethods?: string;
  readonly epochs?: string;
  readonly batch?: string;
  readonly backend: string;
  readonly jobs?: string;
  readonly budget?: string;
  readonly resume?: true;
  readonly dryRun?: true;
  readonly tui: boolean;
  readonly json?: true;
  readonly quiet?: true;
}

export interface CompareFlags {
  readonly all?: true;
  readonly json?: true;
}

export function registerBenchmark(program: Command): void {
  const benchmark = addWorkspaceOptions(program.command('benchmark'))
    .description('trains AVCL and what it is compared with on a locked corpus, evaluates each, and reports')
    .argument('[lock]', 'made by `ks-build lock` (default: the one in the workspace)')
    .option('--preset <name>', 'smoke (minutes on a processor), small, or paper (a large GPU)', 'smoke')
    .option(
      '--methods <names>',
      'with commas between; ablations: AVCL and its parts; all (default: all, or none with --corpus-ablation)',
    )
    .option('--protocols <names>', 'with commas between, or all (default: all but fine-tune)')
    .option('--seeds <n>', 'models of each kind, from seed 1 on', '3')
    .option(
      '--corpus-ablation',
      'learn from what was kept, from all, from random draws as large, from what was dropped',
    )
    .option('--ablation-methods <names>', 'what learns in the ablation of the corpus (default: avcl-pairwise)')
    .option('--epochs <n>', "times that every clip is learned from (default: the preset's)")
    .option('--batch <n>', "clips that are compared with one another (default: the preset's)")
    .option('--backend <name>', 'auto, cuda, webgpu, webgpu-f16, node, wasm or cpu', 'auto')
    .option('--jobs <n>', 'trainings at once (default: one per core on wasm and cpu, else one)')
    .option('--budget <hours>', 'begin nothing that would not end within it; the report says what is missing')
    .option('--resume', 'go on with the benchmark in the folder, to the numbers of one that never stopped')
    .option('--dry-run', 'print the jobs and what they would cost; compute nothing but one step')
    .option('--no-tui', 'plain lines instead of the live screen')
    .option('--json', 'one JSON object on stdout')
    .option('-q, --quiet', 'errors only')
    .action(async (lock: string | undefined, flags: BenchmarkFlags) => {
      const { runBenchmarkCommand } = await import('./run-benchmark.ts');
      await runBenchmarkCommand(lock, flags);
    });
  benchmark
    .command('compare')
    .description('tells in what two benchmarks differ, by how much their common numbers do, and whether that is noise')
    .argument('<A>', 'a result-card.json, or the folder that it lies in')
    .argument('<B>', 'another')
    .option('--all', 'rows that differ by no more than noise as well')
    .option('--json', 'one JSON object on stdout, with every row')
    .action(async (a: string, b: string, _: unknown, command: Command) => {
      const { runBenchmarkCompare } = await import('./benchmark-compare.ts');
      runBenchmarkCompare(a, b, command.optsWithGlobals<CompareFlags>());
    });
}

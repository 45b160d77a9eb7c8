// `ks-build filter` as typed. The run itself is loaded only when it is wanted, so that the other commands start quickly.
import type { Command } from 'commander';
import { addWorkspaceOptions, type WorkspaceFlags } from './workspace-flags.ts';

export interface FilterFlags extends WorkspaceFlags {
  readonly policy?: string;
  readonly dryRun?: true;
  readonly backend: string;
  readonly jobs?: string;
  readonly seeds?: string;
  readonly folds?: string;
  readonly json?: true;
  readonly quiet?: true;
}

export function registerFilter(program: Command): void {
  addWorkspaceOptions(program.command('filter'))
    .description('judges whether the sound of each clip belongs to its picture, and keeps, drops or asks, with reasons')
    .option('--policy <file>', 'thresholds as YAML, over the defaults')
    .option('--dry-run', 'print what the policy would move, from the scores that are there; change nothing')
    .option('--backend <name>', 'auto, wasm or cpu', 'auto')
    .option('--jobs <n>', 'processes and threads at once (default: one per core)')
    .option('--seeds <n>', 'models for each fold: their spread is the uncertainty')
    .option('--folds <n>', 'folds by video')
    .option('--json', 'one JSON object on stdout')
    .option('-q, --quiet', 'errors only')
    .action(async (flags: FilterFlags) => {
      const { runFilter } = await import('./run-filter.ts');
      await runFilter(flags);
    });
}

// `ks-build filter` as typed. The run itself is loaded only when it is wanted, so that the other commands start quickly.
import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
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

/** Flags of --evaluate alone. */
export interface EvaluationFlags {
  readonly generated?: true;
  readonly clips?: string;
  readonly noise?: string;
  readonly kinds?: string;
  readonly quick?: true;
  readonly seed?: string;
}

const EVALUATION_FLAGS: readonly (keyof EvaluationFlags)[] = ['generated', 'clips', 'noise', 'kinds', 'quick', 'seed'];

interface AllFlags extends FilterFlags, EvaluationFlags {
  readonly evaluate?: true;
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
    .option('--evaluate', 'change nothing; spoil clips in known ways, run the filter on them, report how well it told')
    .option('--quick', 'with --evaluate: one share of noise, fewer kinds and clips, one model a fold')
    .option('--generated', 'with --evaluate: on generated clips instead of those of the index')
    .option('--clips <n>', 'with --evaluate: clips to try it on (default: 480; 120 with --quick)')
    .option('--noise <list>', 'with --evaluate: shares of spoilt clips (default: 0.05,0.1,0.2,0.4)')
    .option('--kinds <list>', 'with --evaluate: kinds of mismatch, with commas between (default: all)')
    .option('--seed <n>', 'with --evaluate: the same seed spoils the same clips in the same way (default: 1)')
    .option('--json', 'one JSON object on stdout')
    .option('-q, --quiet', 'errors only')
    .action(async (flags: AllFlags) => {
      if (flags.evaluate) {
        const { runEvaluation } = await import('./filter-evaluate.ts');
        await runEvaluation(flags);
        return;
      }
      const stray = EVALUATION_FLAGS.find((name) => flags[name] !== undefined);
      if (stray !== undefined) throw new UsageError(`--${stray}: expected only together with --evaluate`);
      const { runFilter } = await import('./run-filter.ts');
      await runFilter(flags);
    });
}

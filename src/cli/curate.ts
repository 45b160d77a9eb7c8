// `ks-build curate` as typed. The screen is loaded only when it is wanted, so that the other commands start quickly.
import type { Command } from 'commander';
import { addWorkspaceOptions, type WorkspaceFlags } from './workspace-flags.ts';

export interface CurateFlags extends WorkspaceFlags {
  readonly corpus?: string;
  readonly rater?: string;
}

export function registerCurate(program: Command): void {
  addWorkspaceOptions(program.command('curate'))
    .description('judges clips by eye and ear in the terminal, those that the filter asks about first')
    .argument('[query...]', 'which clips, such as `class:tickling score:<0.3` (default: is:ask, most uncertain first)')
    .option('--corpus <name>', 'of the workspace, where it holds several')
    .option('--rater <name>', 'who judges (default: from the settings, else your user name)')
    .action(async (query: readonly string[], flags: CurateFlags) => {
      const { runCurate } = await import('./run-curate.ts');
      await runCurate(query.join(' '), flags);
    });
}

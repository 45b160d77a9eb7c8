// `ks-build home` as typed, which is also what `ks-build` alone does on a terminal.
import type { Command } from 'commander';
import { addWorkspaceOptions, type WorkspaceFlags } from './workspace-flags.ts';

export function registerHome(program: Command): void {
  addWorkspaceOptions(program.command('home'))
    .description('how the corpus stands and what to do next, with everything else a key away; also `ks-build` alone')
    .action(async (flags: WorkspaceFlags) => {
      const { runHome } = await import('./run-home.ts');
      await runHome(flags);
    });
}

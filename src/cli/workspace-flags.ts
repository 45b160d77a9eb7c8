// The flags that every command on a workspace has.
import type { Command } from 'commander';

/** What commands take without -w. */
export const DEFAULT_WORKSPACE = 'ks-workspace';

export interface WorkspaceFlags {
  readonly workspace: string;
  readonly config?: string;
}

export function addWorkspaceOptions(command: Command): Command {
  return command
    .option('-w, --workspace <dir>', 'folder of the corpus: index, clips, runs', DEFAULT_WORKSPACE)
    .option('--config <file>', 'settings file (default: ks-build.config.yaml in this folder, if there is one)');
}

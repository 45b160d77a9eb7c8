// `ks-build embed` as typed. The run itself is loaded only when it is wanted.
import type { Command } from 'commander';
import { addWorkspaceOptions, type WorkspaceFlags } from './workspace-flags.ts';

export interface EmbedFlags extends WorkspaceFlags {
  readonly out: string;
  readonly format: string;
  readonly split?: string;
  readonly backend: string;
  readonly jobs?: string;
  readonly json?: true;
  readonly quiet?: true;
}

export function registerEmbed(program: Command): void {
  addWorkspaceOptions(program.command('embed'))
    .description('writes what a pre-trained model makes of each kept clip: vectors before and after fusion')
    .argument('<checkpoint>', 'file that `ks-build pretrain` has written')
    .requiredOption('--out <dir>', 'folder of what is written, a row a clip')
    .option('--format <name>', 'npy: clips.csv and four matrices; parquet: one table, embeddings.parquet', 'npy')
    .option('--split <name>', 'train, val or test alone (default: all)')
    .option('--backend <name>', 'auto (the first that works), cuda, webgpu, webgpu-f16, node, wasm or cpu', 'auto')
    .option('--jobs <n>', 'threads that make batches, and programs that decode (default: one per core)')
    .option('--json', 'one JSON object on stdout')
    .option('-q, --quiet', 'errors only')
    .action(async (checkpoint: string, flags: EmbedFlags) => {
      const { runEmbed } = await import('./run-embed.ts');
      await runEmbed(checkpoint, flags);
    });
}

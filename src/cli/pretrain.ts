// `ks-build pretrain` as typed. The run itself is loaded only when it is wanted.
import type { Command } from 'commander';
import { addWorkspaceOptions, type WorkspaceFlags } from './workspace-flags.ts';

export interface PretrainFlags extends WorkspaceFlags {
  readonly lock?: string;
  readonly preset: string;
  readonly epochs?: string;
  readonly batch?: string;
  readonly batchesPerStep?: string;
  readonly learningRate?: string;
  readonly fusion?: string;
  readonly seed: string;
  readonly backend: string;
  readonly jobs?: string;
  readonly out?: string;
  readonly resume?: true;
  readonly json?: true;
  readonly quiet?: true;
}

export function registerPretrain(program: Command): void {
  addWorkspaceOptions(program.command('pretrain'))
    .description('trains AVCL without labels on the kept clips of the train split; the same seed gives the same model')
    .option(
      '--lock <file>',
      'learn from the clips of this lock, refused where one has changed (default: from the index)',
    )
    .option('--preset <name>', 'smoke (minutes on a processor), small, or paper (a large GPU)', 'smoke')
    .option('--epochs <n>', "times that every clip is learned from (default: the preset's)")
    .option('--batch <n>', "clips that are compared with one another (default: the preset's)")
    .option(
      '--batches-per-step <n>',
      "batches whose gradients make one step, where memory allows only small ones (default: the preset's)",
    )
    .option('--learning-rate <rate>', "highest learning rate (default: the preset's)")
    .option('--fusion <form>', 'as-drawn, pairwise or none (default: as-drawn for paper, else pairwise)')
    .option('--seed <n>', 'first weights, order and variation of the clips', '1')
    .option('--backend <name>', 'auto (the first that works), cuda, webgpu, webgpu-f16, node, wasm or cpu', 'auto')
    .option(
      '--jobs <n>',
      'threads that make batches, on wasm also threads that learn from one together, which round by their number, and programs that decode (default: one per core)',
    )
    .option('--out <dir>', 'folder of the checkpoint (default: runs/pretrain-PRESET-seed-SEED in the workspace)')
    .option('--resume', 'go on from the checkpoint in that folder, to the numbers of a run that never stopped')
    .option('--json', 'one JSON object on stdout')
    .option('-q, --quiet', 'errors only')
    .action(async (flags: PretrainFlags) => {
      const { runPretrain } = await import('./run-pretrain.ts');
      await runPretrain(flags);
    });
}

// `ks-build lock` and its subcommands as typed. The work itself is loaded only when it is wanted.
import type { Command } from 'commander';
import { DEFAULT_WORKSPACE } from './workspace-flags.ts';

export interface LockFlags {
  readonly workspace: string;
  readonly corpus?: string;
  readonly out?: string;
  readonly force?: true;
  readonly jobs?: string;
  readonly json?: true;
}

export function registerLock(program: Command): void {
  const lock = program
    .command('lock')
    .description('pins the clips of a corpus and what they were judged to be under one hash, for a benchmark to run on')
    .option('-w, --workspace <dir>', 'folder of the corpus: index, clips, runs', DEFAULT_WORKSPACE)
    .option('--corpus <name>', 'of the workspace, where it holds several')
    .option('--out <file>', 'the lock to write (default: CORPUS.lock.json in the workspace)')
    .option('--force', 'replace a lock that differs')
    .option('--json', 'one JSON object on stdout')
    .action(async (flags: LockFlags) => {
      const { runLock } = await import('./run-lock.ts');
      await runLock(flags);
    });
  lock
    .command('diff')
    .description('tells in what two locks differ: clips, labels, splits, verdicts, files, policy, programs')
    .argument('<A>', 'the earlier lock')
    .argument('<B>', 'the later one')
    .option('--json', 'one JSON object on stdout, with every clip')
    .action(async (a: string, b: string, _: unknown, command: Command) => {
      const { runLockDiff } = await import('./lock-diff.ts');
      await runLockDiff(a, b, command.optsWithGlobals<LockFlags>());
    });
  lock
    .command('verify')
    .description('reads every byte of the clips of a lock and names those that are not what was locked')
    .argument('<file>', 'the lock')
    .option('-w, --workspace <dir>', 'folder that its clips lie in', DEFAULT_WORKSPACE)
    .option('--jobs <n>', 'files at once (default: one per core)')
    .option('--json', 'one JSON object on stdout')
    .action(async (file: string, _: unknown, command: Command) => {
      const { runLockVerify } = await import('./lock-verify.ts');
      await runLockVerify(file, command.optsWithGlobals<LockFlags>());
    });
  lock
    .command('coverage')
    .description('counts how much of each published list of Kinetics-Sounds a lock holds, by split and class')
    .argument('<file>', 'the lock')
    .option('--json', 'one JSON object on stdout')
    .action(async (file: string, _: unknown, command: Command) => {
      const { runLockCoverage } = await import('./lock-coverage.ts');
      await runLockCoverage(file, command.optsWithGlobals<LockFlags>());
    });
}

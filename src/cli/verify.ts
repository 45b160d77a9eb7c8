// `ks-build verify`: are the files what the index says?
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { type Difference, type VerifyReport, verifyWorkspace } from '../pipeline/verify.ts';
import { requeueClips } from '../store/clip-files.ts';
import { openIndex, openIndexForReading } from '../store/open.ts';
import { lockWorkspace } from '../store/workspace-lock.ts';
import { formatBytes, formatCount } from '../ui/format.ts';
import { print, printError, printJson } from './output.ts';
import { formatTable } from './table.ts';
import { addWorkspaceOptions, type WorkspaceFlags } from './workspace-flags.ts';

interface VerifyFlags extends WorkspaceFlags {
  readonly deep?: true;
  readonly requeue?: true;
  readonly json?: true;
}

/** Files and index differ. */
export const EXIT_DIFFERS = 9;

export function registerVerify(program: Command): void {
  addWorkspaceOptions(program.command('verify'))
    .description('compares the clip files with the index, both ways')
    .option('--deep', 'read every byte and compare its sha256, instead of the size only')
    .option('--requeue', 'make missing and changed clips pending again, for the next fetch')
    .option('--json', 'one JSON object on stdout')
    .action(verifyCommand);
}

async function verifyCommand(flags: VerifyFlags): Promise<void> {
  const root = resolve(flags.workspace);
  const indexPath = join(root, 'index.db');
  const index = openIndexForReading(indexPath);
  let report: VerifyReport;
  try {
    const isShown = process.stderr.isTTY === true && !flags.json;
    report = await verifyWorkspace(root, index, flags.deep ? 'sha256' : 'size', (count) => {
      if (isShown && count % 500 === 0) process.stderr.write(`\r${formatCount(count)} clips checked`);
    });
    if (isShown) process.stderr.write('\r\x1b[K');
  } finally {
    index.close();
  }
  const lost = report.differences.filter(({ problem }) => problem !== 'orphaned').map(({ path }) => path);
  const requeued = flags.requeue && lost.length > 0 ? requeue(root, indexPath, lost) : 0;
  if (flags.json) printJson({ schema: 1, depth: flags.deep ? 'sha256' : 'size', ...report, requeued });
  else for (const line of verifyLines(report, requeued)) print(line);
  if (report.differences.length > 0) {
    process.exitCode = EXIT_DIFFERS;
    if (lost.length > 0 && !flags.requeue)
      printError('ks-build: `verify --requeue` makes missing and changed clips pending again');
  }
}

function requeue(root: string, indexPath: string, paths: readonly string[]): number {
  const lock = lockWorkspace(root, 'verify --requeue');
  const index = openIndex(indexPath);
  try {
    return requeueClips(index, paths);
  } finally {
    index.close();
    lock.release();
  }
}

const SHOWN_DIFFERENCES = 50;

/** Pure. */
export function verifyLines({ checkedClips, checkedBytes, differences }: VerifyReport, requeued: number): string[] {
  const count = (problem: Difference['problem']): number =>
    differences.filter((difference) => difference.problem === problem).length;
  const summary = formatTable(
    [
      { title: 'clips in the index' },
      { title: 'as expected' },
      { title: 'missing' },
      { title: 'changed' },
      { title: 'orphaned' },
    ],
    [
      [
        checkedClips,
        `${checkedClips - count('missing') - count('changed')} (${formatBytes(checkedBytes)})`,
        count('missing'),
        count('changed'),
        count('orphaned'),
      ],
    ],
  );
  const shown = formatTable(
    [{ title: '' }, { title: '' }, { title: '' }],
    differences.slice(0, SHOWN_DIFFERENCES).map(({ problem, path, detail }) => [problem, path, detail]),
  );
  const rest = differences.length - SHOWN_DIFFERENCES;
  return [
    ...summary,
    ...(shown.length > 0 ? ['', ...shown] : []),
    ...(rest > 0 ? [`and ${rest} more; --json lists all`] : []),
    ...(requeued > 0 ? ['', `${requeued} segments are pending again`] : []),
  ];
}

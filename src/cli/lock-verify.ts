// `ks-build lock verify`: a lock and a workspace in; the clips whose files are not what was locked out.
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { InterruptedError } from '../errors.ts';
import { type LockedFileDifference, readLock, verifyLockedFiles } from '../store/corpus-lock-file.ts';
import { formatCount } from '../ui/format.ts';
import { catchStopSignals } from './fetch-display.ts';
import type { LockFlags } from './lock.ts';
import { print, printJson } from './output.ts';
import { parseCount } from './parse-value.ts';
import { formatTable } from './table.ts';
import { EXIT_DIFFERS } from './verify.ts';

const SHOWN_EVERY = 100;

export async function runLockVerify(file: string, flags: LockFlags): Promise<void> {
  const jobs = flags.jobs === undefined ? availableParallelism() : parseCount('--jobs', flags.jobs);
  const root = resolve(flags.workspace);
  const { clips, sha256 } = await readLock(file);
  const isShown = process.stderr.isTTY === true && !flags.json;
  const stop = new AbortController();
  const releaseSignals = catchStopSignals(() => stop.abort(new InterruptedError('interrupted')));
  let differences: LockedFileDifference[];
  try {
    const onChecked = (done: number, of: number): void => {
      if (isShown && done % SHOWN_EVERY === 0)
        process.stderr.write(`\r${formatCount(done)} of ${formatCount(of)} clips checked`);
    };
    differences = await verifyLockedFiles(clips, root, { jobs, abortSignal: stop.signal, onChecked });
  } finally {
    if (isShown) process.stderr.write('\r\x1b[K');
    releaseSignals();
  }
  if (flags.json) printJson({ schema: 1, lock: sha256, workspace: root, checkedClips: clips.length, differences });
  else for (const line of verifiedLines(clips.length, differences)) print(line);
  if (differences.length > 0) process.exitCode = EXIT_DIFFERS;
}

/** Pure. */
function verifiedLines(clips: number, differences: readonly LockedFileDifference[]): string[] {
  if (differences.length === 0) return [`${clips} clips are as they were locked`];
  const rows = differences.map(({ problem, name, path, detail }) => [problem, name, path, detail]);
  return [
    `${differences.length} of ${clips} clips are not what was locked; \`ks-build fetch\` brings missing ones back, \`ks-build lock\` pins what is there now`,
    ...formatTable([{ title: '' }, { title: '' }, { title: '' }, { title: '' }], rows),
  ];
}

// A run of `lock`: a corpus of a workspace in, its lock on disk and what it holds on the terminal out.
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { CorpusLock, LockedClip } from '../dataset/corpus-lock.ts';
import { formatLock } from '../dataset/lock-text.ts';
import { countBySplit } from '../dataset/manifest.ts';
import { SPLITS } from '../dataset/segment.ts';
import { ManifestError, UsageError } from '../errors.ts';
import { type LockedCorpus, lockCorpus } from '../pipeline/lock-corpus.ts';
import { readLock } from '../store/corpus-lock-file.ts';
import { openIndexForReading } from '../store/open.ts';
import { writeWholeFile } from '../tools/write-whole-file.ts';
import { commandText } from '../ui/home/home-tasks.ts';
import { chooseCorpus } from './choose-corpus.ts';
import type { LockFlags } from './lock.ts';
import { print, printJson } from './output.ts';
import { DEFAULT_WORKSPACE } from './workspace-flags.ts';

const VERDICTS = ['kept', 'dropped', 'ask'] as const satisfies LockedClip['verdict'][];

export async function runLock(flags: LockFlags): Promise<void> {
  const root = resolve(flags.workspace);
  const index = openIndexForReading(join(root, 'index.db'));
  let locked: LockedCorpus;
  try {
    locked = lockCorpus(index, chooseCorpus(index, flags.corpus));
  } finally {
    index.close();
  }
  const { lock } = locked;
  const file = resolve(flags.out ?? join(root, `${lock.corpus}.lock.json`));
  const isThere = existsSync(file) && (await isSame(file, lock, flags.force === true));
  if (!isThere) await writeWholeFile(file, [Buffer.from(formatLock(lock))]);
  if (flags.json) printJson(lockJson(file, locked));
  else for (const line of lockLines(relative(process.cwd(), file), locked, isThere, placeOf(flags))) print(line);
}

function placeOf({ workspace }: LockFlags): readonly string[] {
  return workspace === DEFAULT_WORKSPACE ? [] : ['-w', workspace];
}

/** @throws UsageError when another lock is there that must not be replaced: results may name it */
async function isSame(file: string, { sha256 }: CorpusLock, isReplaced: boolean): Promise<boolean> {
  const there = await readLock(file).catch((error: unknown) => {
    if (error instanceof ManifestError) return undefined;
    throw error;
  });
  if (there?.sha256 === sha256) return true;
  if (isReplaced) return false;
  const got = there === undefined ? 'a file that is no lock of ours' : `the lock ${there.sha256.slice(0, 12)}`;
  throw new UsageError(
    `${file}: expected nothing there, or the lock ${sha256.slice(0, 12)}, got ${got}; name another file with --out, or replace it with --force`,
  );
}

function withVerdict({ clips }: CorpusLock, wanted: LockedClip['verdict']): readonly LockedClip[] {
  return clips.filter(({ verdict }) => verdict === wanted);
}

function lockJson(file: string, { lock, leftOut, unfilteredClips }: LockedCorpus): object {
  const { corpus, manifestSha256, sha256, policy, tools } = lock;
  const clips = Object.fromEntries(VERDICTS.map((verdict) => [verdict, countBySplit(withVerdict(lock, verdict))]));
  return { schema: 1, file, sha256, corpus, manifestSha256, clips, unfilteredClips, leftOut, policy, tools };
}

/** Pure. @param shown the file. @param place the flag of the workspace, where it is to be named */
function lockLines(
  shown: string,
  { lock, leftOut, unfilteredClips }: LockedCorpus,
  isThere: boolean,
  place: readonly string[],
): string[] {
  const kept = withVerdict(lock, 'kept');
  const bySplit = countBySplit(kept);
  const splits = SPLITS.filter((split) => bySplit[split] > 0).map((split) => `${bySplit[split]} ${split}`);
  const classes = new Set(kept.map(({ label }) => label)).size;
  const others = VERDICTS.slice(1).map((verdict) => `${withVerdict(lock, verdict).length} ${verdict}`);
  const missing = Object.entries(leftOut).map(([state, count]) => `${count} ${state}`);
  return [
    `${lock.corpus}: ${kept.length} kept clips of ${classes} ${classes === 1 ? 'class' : 'classes'} (${splits.join(', ') || 'none'}); beside them ${others.join(', ')}`,
    ...(missing.length === 0 ? [] : [`not in the lock, as they have no clip: ${missing.join(', ')}`]),
    ...(lock.policy === undefined
      ? [
          'nothing was filtered: clips are kept by their facts alone; run `ks-build filter` first where that is not meant',
        ]
      : unfilteredClips > 0
        ? [
            `${unfilteredClips} clips came after the filter's last run; run \`ks-build filter\` first where that is not meant`,
          ]
        : []),
    `${isThere ? 'unchanged' : 'lock'}: ${shown}`,
    `sha256 ${lock.sha256}`,
    kept.length > 0
      ? `next: ${commandText(['benchmark', shown, ...place])}`
      : 'nothing is kept: a benchmark learns from kept clips and asks about them; judge with `ks-build curate` first',
  ];
}

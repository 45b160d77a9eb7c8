// Clips of a lock and their workspace in, nothing out: what is learned from or asked about is what was locked, or an error says what is not.
import type { LockedClip } from '../dataset/corpus-lock.ts';
import { KsBuildError } from '../errors.ts';
import { verifyLockedFiles } from '../store/corpus-lock-file.ts';

export interface VerifyContext {
  /** The workspace's folder. */
  readonly root: string;
  /** Files at once. */
  readonly jobs: number;
  readonly abortSignal: AbortSignal;
  readonly onVerified: (done: number, of: number) => void;
}

const SHOWN_DIFFERENCES = 3;

/** @throws KsBuildError (lock-differs, exit 9), or the abort signal's reason */
export async function refuseChangedFiles(
  clips: readonly LockedClip[],
  { root, jobs, abortSignal, onVerified }: VerifyContext,
): Promise<void> {
  const differences = await verifyLockedFiles(clips, root, { jobs, abortSignal, onChecked: onVerified });
  if (differences.length === 0) return;
  const shown = differences.slice(0, SHOWN_DIFFERENCES).map(({ path, detail }) => `${path}: ${detail}`);
  const more = differences.length - shown.length;
  throw new KsBuildError(
    'lock-differs',
    9,
    `${root}: expected the files that were locked, ${differences.length} of ${clips.length} are not: ${shown.join('; ')}` +
      `${more > 0 ? `; and ${more} more` : ''}; bring the files back, or make another lock with \`ks-build lock\``,
  );
}

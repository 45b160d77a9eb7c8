// A made corpus with sounds exchanged between classes, fetched, judged by its known truth, and locked: what a benchmark runs on.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ksBuild } from './ks-build.ts';

interface LockedWorkspaceWishes {
  readonly clips: number;
  readonly classes: number;
  readonly seconds: number;
  /** Share of the clips whose sound is that of another class. */
  readonly share: number;
  readonly seed?: string;
}

/** Share of the clips that tests ask about. */
const TEST_RATIO = '0.4';

/** @param cwd gets `made` and the workspace `ws` with `ws/manifest.lock.json` */
export async function makeLockedWorkspace(cwd: string, wishes: LockedWorkspaceWishes): Promise<void> {
  const { clips, classes, seconds, share, seed = '1' } = wishes;
  const run = async (argv: readonly string[]): Promise<void> => {
    const ending = await ksBuild(argv, { cwd });
    assert.equal(ending.exitCode, 0, ending.stderr);
  };
  const sizes = ['--clips', `${clips}`, '--classes', `${classes}`, '--seconds', `${seconds}`, '--tests', TEST_RATIO];
  const defects = ['--defects', 'other-class-swap', '--share', `${share}`];
  await run(['generate', 'made', ...sizes, ...defects, '--seed', seed, '-q']);
  await run([
    'fetch',
    'made/manifest.csv',
    '--source',
    'folder:made/clips',
    '-w',
    'ws',
    '--no-measure',
    '--no-tui',
    '-q',
  ]);
  const spoilt = spoiltClips(cwd);
  if (spoilt.length > 0)
    await run(['judge', '-w', 'ws', '--reason', 'low-correspondence', '--rater', 'truth', '--', ...spoilt, 'drop']);
  await run(['lock', '-w', 'ws']);
}

/** As ID_START_END. */
function spoiltClips(cwd: string): string[] {
  const { clips } = JSON.parse(readFileSync(path.join(cwd, 'made/truth.json'), 'utf8')) as {
    clips: { clip: string; defect: string | null }[];
  };
  return clips.filter(({ defect }) => defect !== null).map(({ clip }) => clip);
}

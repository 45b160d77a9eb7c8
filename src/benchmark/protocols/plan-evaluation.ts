// Which clips probes are fitted on and which are asked about: a lock in, both lists out, or why no evaluation of it can say anything. Pure.
import type { CorpusLock, LockedClip } from '../../dataset/corpus-lock.ts';
import type { Split } from '../../dataset/segment.ts';
import { KsBuildError } from '../../errors.ts';
import { TEST_SETS, type TestSet } from '../job.ts';

export interface EvaluationPlan {
  /** Sorted labels of `train`; the number of a class is its position here. */
  readonly classNames: readonly string[];
  /**
   * Kept clips of the train split. Every probe is fitted on these, whatever the model learned from: models then differ in their vectors
   * alone, and labels that the filter does not trust teach no probe (chosen).
   */
  readonly train: readonly LockedClip[];
  /** `val` where the corpus has no kept test clips. */
  readonly testSplit: Split;
  /** Those that have clips, `kept` first. */
  readonly testSets: readonly { readonly name: TestSet; readonly clips: readonly LockedClip[] }[];
  /** Clips of the test split that nothing is asked about. */
  readonly leftOut: readonly { readonly clip: LockedClip; readonly reason: string }[];
}

/** Fewer clips have no order and no share. */
const LEAST_CLIPS = 2;

/**
 * Before any training starts. `kept`: kept clips of the test split; `all`: all of them; `human`: those kept that a person looked at;
 * `core`: those of `coreNames`, kept or not, since other people's lists hold them all. Left out everywhere is a clip whose video is on the
 * train side too; left out of the sets beside `kept`, one of a class that the train side lacks.
 * @throws KsBuildError (not-evaluable, exit 3)
 */
export function planEvaluation(lock: CorpusLock, coreNames: ReadonlySet<string>): EvaluationPlan {
  const refuse = (problem: string): never => {
    throw new KsBuildError('not-evaluable', 3, `lock of ${lock.corpus}: ${problem}`);
  };
  const kept = (split: Split) => lock.clips.filter((clip) => clip.split === split && clip.verdict === 'kept');
  const train = kept('train');
  if (train.length === 0)
    refuse('expected kept clips of the split train, got none; fetch or keep some, then run `ks-build lock` again');
  const classNames = [...new Set(train.map(({ label }) => label))].sort();
  if (classNames.length < 2)
    refuse(`expected kept train clips of 2 classes or more, got only "${classNames[0]}"; fetch clips of another class`);

  const testSplit = kept('test').length > 0 ? 'test' : 'val';
  const learned = new Set(lock.clips.filter(({ split }) => split === 'train').map(({ videoGroup }) => videoGroup));
  const asked = lock.clips.filter(({ split }) => split === testSplit);
  const shared = asked.filter(({ videoGroup }) => learned.has(videoGroup));
  const unseen = asked.filter(({ videoGroup }) => !learned.has(videoGroup));
  const strangers = unseen.filter(({ label }) => !classNames.includes(label));
  const keptStrangers = strangers.filter(({ verdict }) => verdict === 'kept');
  if (keptStrangers.length > 0)
    refuse(
      `expected kept train clips of every class of the kept ${testSplit} clips, got none of ${namesOf(keptStrangers)}; ` +
        'fetch or keep train clips of it, or drop its test clips, then run `ks-build lock` again',
    );

  const answerable = unseen.filter(({ label }) => classNames.includes(label));
  const isIn: Record<TestSet, (clip: LockedClip) => boolean> = {
    kept: ({ verdict }) => verdict === 'kept',
    all: () => true,
    human: ({ verdict, isHuman }) => isHuman && verdict === 'kept',
    core: ({ name }) => coreNames.has(name),
  };
  const testSets = TEST_SETS.map((name) => ({ name, clips: answerable.filter(isIn[name]) })).filter(
    ({ clips }) => clips.length >= LEAST_CLIPS,
  );
  if (testSets[0]?.name !== 'kept')
    refuse(
      `expected at least ${LEAST_CLIPS} kept clips of the split test or val whose videos are not on the train side, ` +
        `got ${answerable.filter(isIn.kept).length}; fetch some with \`--split test\`, then run \`ks-build lock\` again`,
    );
  return {
    classNames,
    train,
    testSplit,
    testSets,
    leftOut: [
      ...shared.map((clip) => ({ clip, reason: 'its video is on the train side too' })),
      ...strangers.map((clip) => ({ clip, reason: `no kept train clip shows ${clip.label}` })),
    ],
  };
}

function namesOf(clips: readonly LockedClip[]): string {
  return [...new Set(clips.map(({ label }) => `"${label}"`))].sort().join(', ');
}

/** Every clip that an evaluation reads, once. */
export function clipsOfPlan({ train, testSets }: EvaluationPlan): LockedClip[] {
  return [...new Set([...train, ...testSets.flatMap(({ clips }) => clips)])];
}

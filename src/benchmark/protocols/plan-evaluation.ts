// Which clips probes are fitted on and which are asked about: a lock in, both lists out, or why no evaluation of it can say anything. Pure.
import type { CorpusLock, LockedClip } from '../../dataset/corpus-lock.ts';
import type { Split } from '../../dataset/segment.ts';
import { KsBuildError } from '../../errors.ts';
import { partClips } from '../corpus-parts.ts';
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
 * To be asked before any training starts. `kept`: kept clips of the test split; `all`: all of them; `human`: those kept that a person
 * looked at; `core`: those of `coreNames`, test or val, kept or not, since other people's lists hold them all. Left out everywhere is a clip of a video,
 * or of a copy of one, on the train side; and of the sets beside `kept` one of a class that the train side lacks.
 * @throws KsBuildError (not-evaluable, exit 3)
 */
export function planEvaluation(lock: CorpusLock, coreNames: ReadonlySet<string>): EvaluationPlan {
  const refuse = (problem: string): never => {
    throw new KsBuildError('not-evaluable', 3, `lock of ${lock.corpus}: ${problem}, then run \`ks-build lock\` again`);
  };
  const train = partClips(lock, 'kept');
  if (train.length === 0) refuse('expected kept clips of the split train, got none; fetch or keep some');
  const classNames = [...new Set(train.map(({ label }) => label))].sort();
  if (classNames.length < 2)
    refuse(
      `expected kept train clips of 2 classes or more, got "${classNames[0]}" alone; fetch clips of another class`,
    );

  const isKept = ({ verdict }: LockedClip): boolean => verdict === 'kept';
  const isTested = lock.clips.some((clip) => clip.split === 'test' && isKept(clip));
  const testSplit = isTested ? 'test' : 'val';
  const learned = new Set(lock.clips.filter(({ split }) => split === 'train').map(({ videoGroup }) => videoGroup));
  const isInSplit = ({ split }: LockedClip): boolean => split === testSplit;
  // AV-CIL has half of the core in its val split.
  const isCore = ({ split, name }: LockedClip): boolean => split !== 'train' && coreNames.has(name);
  const asked = lock.clips.filter((clip) => isInSplit(clip) || isCore(clip));
  const unseen = asked.filter(({ videoGroup }) => !learned.has(videoGroup));
  const strangers = unseen.filter(({ label }) => !classNames.includes(label));
  const keptStrangers = strangers.filter((clip) => isInSplit(clip) && isKept(clip));
  if (keptStrangers.length > 0)
    refuse(
      `expected kept train clips of every class of the kept ${testSplit} clips, got none of ${labelsOf(keptStrangers)}; ` +
        'fetch or keep train clips of it, or drop its test clips',
    );

  const answerable = unseen.filter(({ label }) => classNames.includes(label));
  const isIn: Record<TestSet, (clip: LockedClip) => boolean> = {
    kept: (clip) => isInSplit(clip) && isKept(clip),
    all: isInSplit,
    human: (clip) => clip.isHuman && isInSplit(clip) && isKept(clip),
    core: isCore,
  };
  const testSets = TEST_SETS.map((name) => ({ name, clips: answerable.filter(isIn[name]) })).filter(
    ({ clips }) => clips.length >= LEAST_CLIPS,
  );
  if (testSets[0]?.name !== 'kept')
    refuse(
      `expected at least ${LEAST_CLIPS} kept clips of the split test or val whose videos are not on the train side, ` +
        `got ${answerable.filter(isIn.kept).length}; fetch or keep some (a CSV of your own names them in a column split)`,
    );
  return {
    classNames,
    train,
    testSplit,
    testSets,
    leftOut: [
      ...asked
        .filter(({ videoGroup }) => learned.has(videoGroup))
        .map((clip) => ({ clip, reason: 'its video is on the train side too' })),
      ...strangers.map((clip) => ({ clip, reason: `no kept train clip is labelled "${clip.label}"` })),
    ],
  };
}

function labelsOf(clips: readonly LockedClip[]): string {
  return [...new Set(clips.map(({ label }) => `"${label}"`))].sort().join(', ');
}

/** Every clip that an evaluation reads, once. */
export function clipsOfPlan({ train, testSets }: Pick<EvaluationPlan, 'train' | 'testSets'>): LockedClip[] {
  return [...new Set([...train, ...testSets.flatMap(({ clips }) => clips)])];
}

// The filter on a workspace: measures what is missing, judges out of fold, decides, and writes scores, verdicts and states. Every stage is
// kept as it ends, so that an interrupted run goes on where it was.
import type { FoldScores } from '../correspondence/judge.ts';
import { DEFAULT_JUDGE_SETTINGS, type JudgeSettings } from '../correspondence/judge-settings.ts';
import type { DecisiveEvidence, DuplicateFlag } from '../dataset/evidence.ts';
import { type Policy, policyHash } from '../dataset/policy.ts';
import { clipName } from '../dataset/segment.ts';
import type { Verdict } from '../dataset/verdict.ts';
import { dropOtherFolds, readFolds, saveFold } from '../store/judge-folds.ts';
import { readAllNumbers, readDecisiveNumbers } from '../store/measurements.ts';
import type { Index } from '../store/open.ts';
import { readDecisiveScores, replaceScores } from '../store/scores.ts';
import { type DecidedClip, readDecidedClips, writeVerdicts } from '../store/verdicts.ts';
import type { CoreBackend } from '../tensor/backend-names.ts';
import { clipArraysOf, clipFileOf, decodedClip } from './clip-media.ts';
import { decideCorpus } from './decide-correspondence.ts';
import { duplicateFlags } from './duplicate-flags.ts';
import { type ClipToFilter, type FilterEvent, filterCorpus, whyNotJudged } from './filter-corpus.ts';
import { duplicatesOf, originalVideos } from './indexed-duplicates.ts';
import { type MeasuringContext, type MeasuringReport, measureClips } from './measure-clips.ts';
import { openProbeFiles } from './probe-files.ts';

/** In the workspace. No split is called so, which keeps it apart from the arrays of clips. */
const PROBES_FOLDER = 'arrays/probes';

export interface FilterSettings {
  readonly policy: Policy;
  readonly judge: Partial<JudgeSettings>;
  readonly backend: 'auto' | CoreBackend;
  /** Processes and threads at once. */
  readonly jobs: number;
}

export type FilterProgress =
  | FilterEvent
  | { readonly kind: 'measuring'; readonly measuredClips: number; readonly clips: number };

export interface FilterReport {
  readonly clips: readonly DecidedClip[];
  /** One for each clip, in the same order. */
  readonly verdicts: readonly Verdict[];
  readonly measuring: MeasuringReport;
  readonly changedStates: number;
}

/** @throws InterruptedError when aborted */
export async function filterWorkspace(
  index: Index,
  settings: FilterSettings,
  context: MeasuringContext,
  onProgress: (event: FilterProgress) => void,
): Promise<FilterReport> {
  const clips = readDecidedClips(index);
  const measuring = await measureMissing(index, clips, settings.jobs, context, onProgress);
  const toFilter = clipsToFilter(index, clips, settings.policy);
  const byName = new Map(toFilter.map(({ clipName: name }, at) => [name, clips[at]!]));
  const probeFiles = openProbeFiles(context.workspace.absolute(PROBES_FOLDER), (name) => byName.get(name)!.sha256);
  let fingerprint: string | undefined;
  const filtered = await filterCorpus({
    clips: toFilter,
    policy: settings.policy,
    arraysOf: (clip) => clipArraysOf(byName.get(clip.clipName)!, context.workspace, context),
    decodedOf: async (clip) => {
      const file = await clipFileOf(byName.get(clip.clipName)!, context.workspace, context);
      return file === undefined ? undefined : decodedClip(file, context);
    },
    probeStore: probeFiles,
    detectSpeech: context.detectSpeech,
    judge: settings.judge,
    backend: settings.backend,
    workers: settings.jobs,
    finished: readFolds<FoldScores>(index),
    onFold: (fold) => {
      fingerprint = fold.fingerprint;
      saveFold(index, fold);
    },
    onProgress,
    abortSignal: context.abortSignal,
  });
  if (fingerprint !== undefined) dropOtherFolds(index, fingerprint);
  await probeFiles.dropOthers();
  replaceScores(
    index,
    filtered.flatMap(({ evidence: { scores } }, at) => {
      const { clipId, sha256: clipSha256 } = clips[at]!;
      return scores === undefined ? [] : [{ clipId, clipSha256, scores }];
    }),
  );
  const verdicts = filtered.map(({ verdict }) => verdict);
  return { clips, verdicts, measuring, changedStates: keepVerdicts(index, clips, verdicts, settings.policy) };
}

/** A sentence when there are too few clips to judge by. */
export function tooFewToFilter(index: Index, judge: Partial<JudgeSettings>): string | undefined {
  const intact = readDecidedClips(index).filter(({ facts }) => facts.length === 0);
  const originalOf = originalVideos(index);
  return whyNotJudged(
    intact.map(({ segment: { videoId, label } }) => ({ videoId: originalOf(videoId), label })),
    { ...DEFAULT_JUDGE_SETTINGS, ...judge },
  );
}

/** What a policy makes of the scores that are there; nothing is measured, judged or written. */
export function decideAgain(index: Index, policy: Policy): Pick<FilterReport, 'clips' | 'verdicts'> {
  const clips = readDecidedClips(index);
  const scores = readDecisiveScores(index);
  const signals = readDecisiveNumbers(index);
  const duplicatesOfClip = flagsByClip(index, clips, policy);
  const evidence = clips.map((clip): DecisiveEvidence => {
    const name = clipName(clip.segment);
    return {
      clipName: name,
      label: clip.segment.label,
      facts: clip.facts,
      signals: signals.get(clip.clipId),
      scores: scores.get(clip.clipId),
      duplicates: duplicatesOfClip(name),
    };
  });
  return { clips, verdicts: decideCorpus(evidence, policy) };
}

function keepVerdicts(
  index: Index,
  clips: readonly DecidedClip[],
  verdicts: readonly Verdict[],
  policy: Policy,
): number {
  const rows = clips.map(({ clipId }, at) => ({ clipId, verdict: verdicts[at]! }));
  return writeVerdicts(index, policyHash(policy), rows);
}

function measureMissing(
  index: Index,
  clips: readonly DecidedClip[],
  jobs: number,
  context: MeasuringContext,
  onProgress: (event: FilterProgress) => void,
): Promise<MeasuringReport> {
  const measured = readAllNumbers(index);
  const isReadable = ({ hasPicture, facts }: DecidedClip): boolean =>
    hasPicture && !facts.some(({ code }) => code === 'corrupt');
  const missing = clips.filter((clip) => isReadable(clip) && !measured.has(clip.clipId));
  return measureClips(index, missing, jobs, context, (measuredClips) =>
    onProgress({ kind: 'measuring', measuredClips, clips: missing.length }),
  );
}

/** What the index knows of its clips, in the same order. */
function clipsToFilter(index: Index, clips: readonly DecidedClip[], policy: Policy): ClipToFilter[] {
  const signals = readAllNumbers(index);
  const originalOf = originalVideos(index);
  const duplicatesOfClip = flagsByClip(index, clips, policy);
  return clips.map(({ clipId, segment, facts }) => ({
    clipName: clipName(segment),
    videoId: originalOf(segment.videoId),
    label: segment.label,
    split: segment.split,
    facts,
    signals: signals.get(clipId),
    duplicates: duplicatesOfClip(clipName(segment)),
  }));
}

/** Among the clips that the facts leave: a broken one must not cost another its place. */
function flagsByClip(
  index: Index,
  clips: readonly DecidedClip[],
  policy: Policy,
): (clipName: string) => readonly DuplicateFlag[] {
  const broken = new Set(clips.filter(({ facts }) => facts.length > 0).map(({ segment }) => clipName(segment)));
  const ofWhole = duplicatesOf(index, policy.duplicates).filter(
    ({ first, second }) => !broken.has(first.clipName) && !broken.has(second.clipName),
  );
  const flags = duplicateFlags(ofWhole, policy);
  return (name) => flags.get(name) ?? [];
}

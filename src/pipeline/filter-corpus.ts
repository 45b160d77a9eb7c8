// The filter without an index: clips with their arrays and measurements in, evidence and a verdict for each out. `filter` and
// `filter --evaluate` both run this very function.

import type { ListedClip, ModelScores, Probe } from '../correspondence/clip-scores.ts';
import { summariseSeeds } from '../correspondence/clip-scores.ts';
import { assess, type Combination, fitCombination } from '../correspondence/combine.ts';
import { type FoldScores, judgeCorrespondence } from '../correspondence/judge.ts';
import { LEAST_TRAINING_CLIPS } from '../correspondence/judge-fold.ts';
import type { JudgeEvent } from '../correspondence/judge-progress.ts';
import { DEFAULT_JUDGE_SETTINGS, type JudgeSettings } from '../correspondence/judge-settings.ts';
import type { JudgedClip } from '../correspondence/mismatch-features.ts';
import type { ClipEvidence, CorrespondenceScores, DuplicateFlag, Mismatch } from '../dataset/evidence.ts';
import type { Policy } from '../dataset/policy.ts';
import type { Segment } from '../dataset/segment.ts';
import type { SignalNumbers } from '../dataset/signal-measurements.ts';
import type { Reason, Verdict } from '../dataset/verdict.ts';
import type { ClipArrays } from '../signal/clip-arrays.ts';
import type { CoreBackend } from '../tensor/backend-names.ts';
import type { DecodedClip } from '../tools/decode-clip.ts';
import { type CalibrationProbe, planProbes } from './calibration-probes.ts';
import { decideCorpus } from './decide-correspondence.ts';
import { createProbeMaker, type ProbeStore } from './make-probes.ts';
import type { SpeechDetector } from './measure-signals.ts';

export interface ClipToFilter extends Pick<Segment, 'label' | 'split'> {
  readonly clipName: string;
  /** Copies of one video bear the id of one of them, so that no model learns from one and judges another. */
  readonly videoId: string;
  /** Reasons for which the facts drop it; such a clip is neither learned from nor judged. */
  readonly facts: readonly Reason[];
  readonly signals: SignalNumbers | undefined;
  readonly duplicates: readonly DuplicateFlag[];
  /** Judged only: neither learned from nor calibrated on. For evaluations. */
  readonly probe?: Probe;
}

type MaybeLater<T> = T | Promise<T>;

export interface FilterRequest {
  readonly clips: readonly ClipToFilter[];
  readonly policy: Policy;
  /** Cached arrays; undefined: the filter abstains. Called once a clip. */
  readonly arraysOf: (clip: ClipToFilter) => MaybeLater<ClipArrays | undefined>;
  /** Decoded anew, for the few clips of which mismatches are made to calibrate on; undefined: another clip is taken. */
  readonly decodedOf: (clip: ClipToFilter) => MaybeLater<DecodedClip | undefined>;
  /** The one that the measurements were made with. */
  readonly detectSpeech: SpeechDetector;
  readonly judge?: Partial<JudgeSettings>;
  readonly backend?: 'auto' | CoreBackend;
  readonly workers?: number;
  /** Keeps the made mismatches for a later run; without it they are made anew. */
  readonly probeStore?: ProbeStore;
  readonly finished?: readonly FoldScores[];
  readonly onFold?: (fold: FoldScores) => MaybeLater<void>;
  readonly onProgress?: (event: FilterEvent) => void;
  readonly abortSignal?: AbortSignal;
}

export type FilterEvent =
  | JudgeEvent
  /** The corpus cannot be judged, and why: every clip abstains. */
  | { readonly kind: 'note'; readonly text: string };

export interface FilteredClip {
  readonly evidence: ClipEvidence;
  readonly verdict: Verdict;
}

/** One entry a clip, in the order of the request. @throws InterruptedError when aborted */
export async function filterCorpus(request: FilterRequest): Promise<readonly FilteredClip[]> {
  const scores = await scoreCorpus(request);
  const evidence = request.clips.map(
    ({ probe: _, ...clip }): ClipEvidence => ({ ...clip, scores: scores.get(clip.clipName) }),
  );
  const isProbe = (_: unknown, at: number): boolean => request.clips[at]!.probe !== undefined;
  const verdicts = decideApart(evidence, isProbe, request.policy);
  return evidence.map((clip, at) => ({ evidence: clip, verdict: verdicts[at]! }));
}

/** Probes neither fill nor empty a class, so that no floor holds for them. */
function decideApart(
  evidence: readonly ClipEvidence[],
  isProbe: (clip: unknown, at: number) => boolean,
  policy: Policy,
): Verdict[] {
  const ofCorpus = decideCorpus(
    evidence.filter((clip, at) => !isProbe(clip, at)),
    policy,
  );
  const ofProbes = decideCorpus(evidence.filter(isProbe), { ...policy, floor: { minKeptRatio: 0 } });
  return evidence.map((clip, at) => (isProbe(clip, at) ? ofProbes : ofCorpus).shift()!);
}

/** Scores of the clips that the facts leave; a clip without an entry was not judged. */
export async function scoreCorpus(request: FilterRequest): Promise<ReadonlyMap<string, CorrespondenceScores>> {
  const clips = request.clips.filter(({ facts }) => facts.length === 0);
  const settings = { ...DEFAULT_JUDGE_SETTINGS, ...request.judge };
  const corpus = clips.filter(({ probe }) => probe === undefined);
  const obstacle = whyNotJudged(corpus, settings);
  if (obstacle !== undefined) {
    request.onProgress?.({ kind: 'note', text: obstacle });
    return new Map();
  }
  const probes = planProbes(corpus.map(listed), settings.folds, settings.seeds);
  const byName = new Map(clips.map((clip) => [clip.clipName, clip]));
  const decode = async (clipName: string) => request.decodedOf(byName.get(clipName)!);
  const maker = createProbeMaker(decode, request.detectSpeech, request.probeStore);
  const probeByName = new Map(probes.map((probe) => [probe.clipName, probe]));
  const judgement = await judgeCorrespondence({
    clips: [...clips.map(listed), ...probes.map(listed)],
    load: ({ clipName }) => {
      const probe = probeByName.get(clipName);
      return probe === undefined ? request.arraysOf(byName.get(clipName)!) : maker.make(probe);
    },
    settings,
    ...(request.backend === undefined ? {} : { backend: request.backend }),
    ...(request.workers === undefined ? {} : { workers: request.workers }),
    ...(request.finished === undefined ? {} : { finished: request.finished }),
    ...(request.onFold === undefined ? {} : { onFold: request.onFold }),
    ...(request.onProgress === undefined ? {} : { onEvent: request.onProgress }),
    ...(request.abortSignal === undefined ? {} : { abortSignal: request.abortSignal }),
  });
  const models = modelsByClip(judgement.models);
  const judged = (
    { clipName, label }: Pick<ListedClip, 'clipName' | 'label'>,
    signals: SignalNumbers | undefined,
  ): JudgedClip => ({
    label,
    models: models.get(clipName) ?? [],
    signals,
  });
  const combination = fitCombination(
    corpus.map((clip) => judged(clip, clip.signals)),
    probesByMismatch(probes, (probe) => judged(probe, maker.signals.get(probe.clipName))),
  );
  return scoresOf(clips, judgement.models, (clip) => judged(clip, clip.signals), combination);
}

function listed({ clipName, videoId, label, probe }: ListedClip): ListedClip {
  return { clipName, videoId, label, ...(probe === undefined ? {} : { probe }) };
}

/** A sentence when the learned judge has too little to learn from. */
export function whyNotJudged(
  corpus: readonly Pick<ListedClip, 'videoId' | 'label'>[],
  { folds }: Pick<JudgeSettings, 'folds'>,
): string | undefined {
  const labels = new Set(corpus.map(({ label }) => label)).size;
  const videos = new Set(corpus.map(({ videoId }) => videoId)).size;
  const advice = 'no clip can be judged, all of them are asked about';
  if (labels < 2) return `expected clips of two or more classes, got ${labels}: ${advice}`;
  if (videos < folds)
    return `expected at least as many videos as folds (${folds}), copies counted once, got ${videos}: ${advice}`;
  if (corpus.length - Math.floor(corpus.length / folds) < LEAST_TRAINING_CLIPS)
    return `expected so many clips that ${LEAST_TRAINING_CLIPS} are left to learn from while one of ${folds} folds is held out, got ${corpus.length}: ${advice}`;
  return undefined;
}

function modelsByClip(models: readonly (readonly ModelScores[])[]): Map<string, ModelScores[]> {
  const byClip = new Map<string, ModelScores[]>();
  for (const scores of models.flat()) {
    const known = byClip.get(scores.clipName);
    if (known === undefined) byClip.set(scores.clipName, [scores]);
    else known.push(scores);
  }
  return byClip;
}

function probesByMismatch(
  probes: readonly CalibrationProbe[],
  judged: (probe: CalibrationProbe) => JudgedClip,
): Record<Mismatch, JudgedClip[]> {
  const of = (mismatch: Mismatch): JudgedClip[] => probes.filter((probe) => probe.mismatch === mismatch).map(judged);
  return { swap: of('swap'), shift: of('shift'), musicBed: of('musicBed'), voiceOver: of('voiceOver') };
}

function scoresOf(
  clips: readonly ClipToFilter[],
  models: readonly (readonly ModelScores[])[],
  judged: (clip: ClipToFilter) => JudgedClip,
  combination: Combination,
): Map<string, CorrespondenceScores> {
  const summaries = new Map(summariseSeeds(models).map((summary) => [summary.clipName, summary]));
  return new Map(
    clips.flatMap((clip): [string, CorrespondenceScores][] => {
      const summary = summaries.get(clip.clipName);
      if (summary === undefined) return [];
      const { clipName: _, ...scores } = summary;
      return [[clip.clipName, { ...scores, ...assess(combination, judged(clip)) }]];
    }),
  );
}

// The honest test of the filter: known mismatches are put into a corpus, the whole filter runs on it, training included, and what it says is
// held against the truth. Gives numbers; report.ts writes them down.
import PQueue from 'p-queue';
import type { JudgeSettings } from '../../correspondence/judge-settings.ts';
import type { Policy } from '../../dataset/policy.ts';
import type { CoreBackend } from '../../tensor/backend-names.ts';
import { decodeForArrays } from '../clip-arrays.ts';
import { type ClipToFilter, type FilterEvent, filterCorpus } from '../filter-corpus.ts';
import { makeVariant, removeVariants, type Variant, type VariantContext, variantArrays } from './make-variants.ts';
import { type MismatchKind, SWAPS } from './mismatch-kinds.ts';
import type { MismatchSource, SourceClip } from './mismatch-source.ts';
import { type EvaluationPlan, type EvaluationWishes, planEvaluation, type SpoiltClip } from './plan-evaluation.ts';
import { measureShortcuts, type ShortcutClip, type ShortcutResult, shortcutFeatures } from './shortcuts.ts';
import { type JudgedClip, type NoiseResult, summarise } from './summarise.ts';

export interface EvaluationRequest extends EvaluationWishes {
  readonly source: MismatchSource;
  readonly policy: Policy;
  readonly judge?: Partial<JudgeSettings>;
  readonly backend?: 'auto' | CoreBackend;
  /** Clips made at once, and threads of the judge. */
  readonly jobs: number;
  /** Its directory is emptied at the end. */
  readonly context: VariantContext;
  readonly onProgress: (event: EvaluationEvent) => void;
}

export type EvaluationEvent =
  | { readonly kind: 'making'; readonly made: number; readonly of: number }
  | { readonly kind: 'filtering'; readonly noiseRatio: number; readonly event: FilterEvent };

export interface Evaluation {
  readonly source: string;
  readonly clips: number;
  readonly classes: number;
  readonly seed: number;
  readonly probesPerKind: number;
  readonly noise: readonly NoiseResult[];
  readonly shortcuts: readonly ShortcutResult[];
  /** Pairs of a swapped clip and the same clip as it was, on which the shortcuts were tried. */
  readonly shortcutPairs: number;
}

/** @throws InterruptedError, or what making and judging clips throws */
export async function evaluateFilter(request: EvaluationRequest): Promise<Evaluation> {
  const { source, seed, context } = request;
  const clips = source.clips.map(({ clipName, segment }) => ({ clipName, label: segment.label }));
  const plan = planEvaluation(clips, request);
  try {
    const variants = await makeVariants(plan, request);
    const noise: NoiseResult[] = [];
    for (const { noiseRatio, spoilt } of plan.corpora) {
      const judged = await runFilter(noiseRatio, spoilt, plan.probes, variants, request);
      noise.push(summarise(noiseRatio, judged, seed));
    }
    const spoilt = plan.corpora.at(-1)?.spoilt ?? [];
    const pairs = await swappedPairs([...spoilt, ...plan.probes], variants, source);
    return {
      source: source.description,
      clips: clips.length,
      classes: new Set(clips.map(({ label }) => label)).size,
      seed,
      probesPerKind: plan.probes.length / Math.max(1, request.kinds.length),
      noise,
      shortcuts: measureShortcuts(pairs, seed),
      shortcutPairs: pairs.length / 2,
    };
  } finally {
    await removeVariants(context);
  }
}

type Variants = ReadonlyMap<string, Variant>;

/** Also the name of a probe. A clip is never both spoilt and a probe of the same kind. */
function variantName(clipName: string, kind: MismatchKind | undefined): string {
  return kind === undefined ? clipName : `${clipName}.${kind}`;
}

/** Every clip as it is, and each spoilt one once, however many corpora it is in. */
async function makeVariants(plan: EvaluationPlan, request: EvaluationRequest): Promise<Variants> {
  const { source, context, jobs, onProgress } = request;
  const clipOf = new Map(source.clips.map((clip) => [clip.clipName, clip]));
  const wanted = new Map<string, { readonly clip: SourceClip; readonly kind: MismatchKind | undefined }>();
  const want = (clipName: string, kind: MismatchKind | undefined) =>
    wanted.set(variantName(clipName, kind), { clip: clipOf.get(clipName)!, kind });
  for (const { clipName } of source.clips) want(clipName, undefined);
  for (const { clipName, kind } of [...plan.corpora.flatMap(({ spoilt }) => spoilt), ...plan.probes])
    want(clipName, kind);
  const made = new Map<string, Variant>();
  const queue = new PQueue({ concurrency: jobs });
  const tasks = [...wanted].map(([name, { clip, kind }]) => async () => {
    context.abortSignal.throwIfAborted();
    made.set(name, await makeVariant(name, await source.make(clip, kind), context));
    onProgress({ kind: 'making', made: made.size, of: wanted.size });
  });
  try {
    await queue.addAll(tasks);
  } finally {
    // After the first error: what waits is let go, what is in hand ends before its folder goes.
    queue.clear();
    await queue.onIdle();
  }
  return made;
}

interface Entry {
  readonly clip: ClipToFilter;
  readonly variant: Variant;
  readonly kind: MismatchKind | undefined;
}

async function runFilter(
  noiseRatio: number,
  spoilt: readonly SpoiltClip[],
  probes: readonly SpoiltClip[],
  variants: Variants,
  request: EvaluationRequest,
): Promise<JudgedClip[]> {
  const { source, context, jobs, onProgress } = request;
  const kindOf = new Map(spoilt.map(({ clipName, kind }) => [clipName, kind]));
  const segmentOf = new Map(source.clips.map(({ clipName, segment }) => [clipName, segment]));
  const entryOf = (clipName: string, kind: MismatchKind | undefined, isProbe: boolean): Entry => {
    const { videoId, label, split } = segmentOf.get(clipName)!;
    const variant = variants.get(variantName(clipName, kind))!;
    const { facts, signals } = variant;
    const clip = { clipName: isProbe ? variant.name : clipName, videoId, label, split, facts, signals, duplicates: [] };
    // A lent sound is of no clip of the corpus (MismatchSource).
    return { variant, kind, clip: isProbe ? { ...clip, probe: { soundVideoId: undefined } } : clip };
  };
  const entries = [
    ...source.clips.map(({ clipName }) => entryOf(clipName, kindOf.get(clipName), false)),
    ...probes.map(({ clipName, kind }) => entryOf(clipName, kind, true)),
  ];
  const variantOf = new Map(entries.map(({ clip, variant }) => [clip.clipName, variant]));
  const filtered = await filterCorpus({
    clips: entries.map(({ clip }) => clip),
    policy: request.policy,
    arraysOf: ({ clipName }) => variantArrays(variantOf.get(clipName)!),
    decodedOf: async ({ clipName }) => {
      const { filePath, streams } = variantOf.get(clipName)!.file;
      const outcome = await decodeForArrays(filePath, streams, context);
      return outcome.kind === 'decoded' ? outcome.clip : undefined;
    },
    detectSpeech: context.detectSpeech,
    workers: jobs,
    onProgress: (event) => onProgress({ kind: 'filtering', noiseRatio, event }),
    abortSignal: context.abortSignal,
    ...(request.judge === undefined ? {} : { judge: request.judge }),
    ...(request.backend === undefined ? {} : { backend: request.backend }),
  });
  return entries.map(({ clip, kind }, at) => {
    const { evidence, verdict } = filtered[at]!;
    const isDroppedByFacts = clip.facts.length > 0;
    return {
      clipName: clip.clipName,
      videoId: clip.videoId,
      label: clip.label,
      kind,
      isProbe: clip.probe !== undefined,
      probability: isDroppedByFacts ? 0 : evidence.scores?.probability,
      decision: verdict.decision,
      reason: verdict.reasons[0]?.code,
      isDroppedByFacts,
    };
  });
}

/** Each swapped clip, and the same clip as it was. */
async function swappedPairs(
  spoilt: readonly SpoiltClip[],
  variants: Variants,
  source: MismatchSource,
): Promise<ShortcutClip[]> {
  const segmentOf = new Map(source.clips.map(({ clipName, segment }) => [clipName, segment]));
  const clips: ShortcutClip[] = [];
  for (const { clipName, kind } of spoilt.filter((clip) => SWAPS.includes(clip.kind))) {
    for (const isSwapped of [false, true]) {
      const variant = variants.get(variantName(clipName, isSwapped ? kind : undefined))!;
      const arrays = await variantArrays(variant);
      if (arrays === undefined) continue;
      const { videoId, label } = segmentOf.get(clipName)!;
      clips.push({ videoId, label, isSwapped, features: shortcutFeatures(variant.signals, arrays) });
    }
  }
  return clips;
}

// From acquired media to a verified clip: probe, plan, cut, decode the result, decide. One call for one clip; the order of work only.
import { access, rm } from 'node:fs/promises';
import type { Stage } from '../dataset/clip-state.ts';
import type { Failure } from '../dataset/failure.ts';
import type { MediaFacts } from '../dataset/media-facts.ts';
import type { Segment } from '../dataset/segment.ts';
import type { Reason, Verdict } from '../dataset/verdict.ts';
import type { SourceMedia } from '../sources/source.ts';
import type { DecodedClip } from '../tools/decode-clip.ts';
import { runCut } from '../tools/ffmpeg.ts';
import { type CutStreams, WHOLE_FILE } from '../tools/ffmpeg-arguments.ts';
import { probe } from '../tools/ffprobe.ts';
import type { MediaToolContext, ToolTrouble } from '../tools/media-tool.ts';
import { type Allowed, allowedInterval } from './allowed-interval.ts';
import { fileFailure, flushToDisk, takeOver } from './clip-file.ts';
import { complaintsOf, decide, decodesCleanly, inexactness, withinOneVideoFrame, withoutLengths } from './decide.ts';
import { type DecodedFacts, type DecodeOutcome, decodeFacts, type FactsWishes, fingerprintFile } from './measure.ts';
import { type CutPlan, type CutSettings, planCut } from './plan-cut.ts';

export type { CutSettings } from './plan-cut.ts';

export type CutMethod = CutPlan['method'];

export interface CutTools {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
}

export interface CutContext {
  readonly tools: CutTools;
  readonly abortSignal: AbortSignal;
  /** Told when the work on this clip goes over to `cut`, then to `measure`. */
  readonly onStage: (stage: Stage) => void;
  /** Whether the decoded sound and picture are handed on to whoever measures the clip. */
  readonly isMeasured: boolean;
}

export type CutOutcome =
  /** The file lies at `outputPath`, complete and flushed; the verdict may still be to drop it. */
  | {
      readonly kind: 'clip';
      readonly facts: MediaFacts;
      readonly verdict: Verdict;
      readonly method: CutMethod;
      /** What the source allows of the segment. */
      readonly expectedDurationSeconds: number;
      /** For whoever measures the clip, where that was wanted. */
      readonly decoded: DecodedClip | undefined;
    }
  /** The media is at fault and holds no clip; nothing lies at `outputPath`. */
  | { readonly kind: 'dropped'; readonly reasons: readonly [Reason, ...Reason[]]; readonly message: string }
  /** Our side is at fault; nothing lies at `outputPath`. */
  | { readonly kind: 'failed'; readonly failure: Failure };

interface Job {
  readonly segment: Segment;
  readonly media: SourceMedia;
  readonly outputPath: string;
  readonly settings: CutSettings;
  readonly context: CutContext;
}

type BadEnd = Exclude<CutOutcome, { kind: 'clip' }>;
type Decoded = Extract<DecodeOutcome, { kind: 'decoded' }>;

/**
 * Writes the clip to `outputPath`: a temporary name in the clip's own folder. **The caller renames** it to the final name when the
 * outcome is `clip`; on any other outcome, and when this throws, nothing is left there.
 * Temporary media may have been moved away (verbatim); borrowed media is only read.
 * @throws MissingToolError when ffmpeg or ffprobe cannot do the work at all
 * @throws the abort signal's reason when it fires
 */
export async function cutClip(
  segment: Segment,
  media: SourceMedia,
  outputPath: string,
  settings: CutSettings,
  context: CutContext,
): Promise<CutOutcome> {
  let isWritten = false;
  try {
    const outcome = await makeClip({ segment, media, outputPath, settings, context });
    isWritten = outcome.kind === 'clip';
    return outcome;
  } catch (error) {
    const failure = fileFailure(error);
    if (failure === undefined) throw error;
    return { kind: 'failed', failure };
  } finally {
    if (!isWritten) await rm(outputPath, { force: true });
  }
}

async function makeClip(job: Job): Promise<CutOutcome> {
  const { segment, media, settings, context } = job;
  // A file that is gone must not read as one that is broken.
  await access(media.filePath);
  const probed = await probe(media.filePath, toolContext(job, settings.verify.timeLimitSeconds));
  if (probed.kind === 'trouble') return inTrouble(probed.trouble);
  if (probed.kind === 'unreadable') return corrupt(probed.message);
  const planned = planCut(probed.probe, segment, media, settings);
  if (planned.kind === 'dropped') return planned;
  context.onStage(planned.plan.method === 'verbatim' ? 'measure' : 'cut');
  return planned.plan.method === 'verbatim' ? keepAsItIs(job, planned.plan) : cutOut(job, planned.plan);
}

/** The file is the clip: decoded where it lies, and only then taken over. */
async function keepAsItIs(job: Job, plan: CutPlan): Promise<CutOutcome> {
  const decoded = await decodeWhole(job, plan, job.media.filePath, plan.streams);
  if (decoded.kind !== 'decoded') return decoded;
  if (!decodesCleanly(decoded.facts)) return corrupt(complaintsOf(decoded.facts));
  await takeOver(job.media, job.outputPath);
  return finish(job, plan, decoded, plan.allowed);
}

async function cutOut(job: Job, plan: Exclude<CutPlan, { method: 'verbatim' }>): Promise<CutOutcome> {
  const { media, outputPath, settings, context } = job;
  const end = await runCut(media.filePath, outputPath, plan, toolContext(job, settings.cut.timeLimitSeconds));
  if (end.kind === 'trouble') return inTrouble(end.trouble);
  if (end.kind === 'refused') {
    const source = await decodeSource(job, plan);
    return source.kind === 'decoded' ? failed('cut-failed', end.message) : source;
  }
  context.onStage('measure');
  const written = { videoIndex: 0, audioIndex: plan.streams.audioIndex === undefined ? undefined : 1 };
  const decoded = await decodeWhole(job, plan, outputPath, written);
  if (decoded.kind !== 'decoded') return decoded;
  const checked = await check(job, plan, decoded.facts);
  return 'kind' in checked ? checked : finish(job, plan, decoded, checked);
}

/** What the source really allows, or why the cut cannot stand. Headers lie: only when they disagree is the source itself decoded. */
async function check(job: Job, plan: CutPlan, facts: DecodedFacts): Promise<Allowed | BadEnd> {
  const limits = job.settings.verify;
  const isCopy = plan.method === 'copy';
  if (inexactness(facts, isCopy ? withoutLengths(plan.allowed) : plan.allowed, limits).length === 0)
    return plan.allowed;
  const source = await decodeSource(job, plan);
  if (source.kind !== 'decoded') return source;
  const { video = NO_SPAN, audio } = source.facts;
  const allowed = allowedInterval(video, audio, isCopy ? 0 : job.settings.facts.streamLengthToleranceSeconds);
  const problems = inexactness(
    facts,
    isCopy ? withoutLengths(allowed) : allowed,
    withinOneVideoFrame(limits, source.facts),
  );
  return problems.length === 0 ? allowed : failed('cut-not-exact', problems.join('; '));
}

async function finish(job: Job, plan: CutPlan, { facts, clip }: Decoded, allowed: Allowed): Promise<CutOutcome> {
  await flushToDisk(job.outputPath);
  const segmentSeconds = job.segment.endSeconds - job.segment.startSeconds;
  return {
    kind: 'clip',
    facts: { ...(await fingerprintFile(job.outputPath)), ...facts },
    verdict: decide(facts, segmentSeconds, job.settings),
    method: plan.method,
    expectedDurationSeconds: allowed.videoSeconds ?? segmentSeconds,
    decoded: clip,
  };
}

/** The same interval in the source, undoubted: what does not decode there is the media's fault. */
async function decodeSource(job: Job, plan: CutPlan): Promise<Decoded | BadEnd> {
  const wishes = { interval: plan.interval, withClip: false };
  const source = await decode(job, plan, job.media.filePath, plan.streams, wishes);
  return source.kind !== 'decoded' || decodesCleanly(source.facts) ? source : corrupt(complaintsOf(source.facts));
}

/** The clip itself. */
function decodeWhole(job: Job, plan: CutPlan, filePath: string, streams: CutStreams): Promise<Decoded | BadEnd> {
  return decode(job, plan, filePath, streams, { interval: WHOLE_FILE, withClip: job.context.isMeasured });
}

async function decode(
  job: Job,
  plan: CutPlan,
  filePath: string,
  streams: CutStreams,
  wishes: FactsWishes,
): Promise<Decoded | BadEnd> {
  const context = toolContext(job, job.settings.verify.timeLimitSeconds);
  const outcome = await decodeFacts(filePath, streams, plan.sourceAudioStreamCount, context, wishes);
  return outcome.kind === 'trouble' ? inTrouble(outcome.trouble) : outcome;
}

function toolContext(job: Job, timeLimitSeconds: number): MediaToolContext & CutTools {
  return { ...job.context.tools, abortSignal: job.context.abortSignal, timeLimitSeconds };
}

function corrupt(message: string): BadEnd {
  return { kind: 'dropped', reasons: [{ code: 'corrupt' }], message };
}

function failed(code: Failure['code'], message: string): BadEnd {
  return { kind: 'failed', failure: { code, message } };
}

function inTrouble(trouble: ToolTrouble): BadEnd {
  return failed(trouble.code, trouble.message);
}

const NO_SPAN = { startSeconds: 0, durationSeconds: 0 };

// What the facts of a clip mean: whether a cut of ours is what the plan allowed, and whether the clip is kept or dropped. Pure.
import type { Config } from '../config.ts';
import type { AudioStreamFacts, VideoStreamFacts } from '../dataset/media-facts.ts';
import type { Reason, Verdict } from '../dataset/verdict.ts';
import type { Allowed } from './allowed-interval.ts';
import type { DecodedFacts } from './measure.ts';

/** Where a cut differs from what the source allows, one sentence each; empty when it is exact. */
export function inexactness(facts: DecodedFacts, allowed: Allowed, limits: Config['verify']): string[] {
  const { video, audio } = facts;
  const found: string[] = facts.decodeErrors.map((error) => `it does not decode: ${error}`);
  const compare = (what: string, got: number, wanted: number | undefined, tolerance: number): void => {
    if (wanted === undefined || Math.abs(got - wanted) <= tolerance) return;
    found.push(`${what} ${got.toFixed(3)} s, expected ${wanted.toFixed(3)} s`);
  };
  compare('picture lasts', video?.durationSeconds ?? 0, allowed.videoSeconds, limits.durationToleranceSeconds);
  compare('sound lasts', audio?.durationSeconds ?? 0, allowed.audioSeconds, limits.durationToleranceSeconds);
  if (video !== undefined && audio !== undefined) {
    const delaySeconds = audio.startSeconds - video.startSeconds;
    const allowedDelaySeconds = allowed.audioStartSeconds - allowed.videoStartSeconds;
    compare('sound starts after picture by', delaySeconds, allowedDelaySeconds, limits.startToleranceSeconds);
  }
  return found;
}

/** Some picture came out, and nothing complained. */
export function decodesCleanly(facts: DecodedFacts): boolean {
  return facts.decodeErrors.length === 0 && facts.video !== undefined;
}

export function complaintsOf(facts: DecodedFacts): string {
  return facts.decodeErrors.join('\n') || 'no video frame could be decoded';
}

/** A stream copy begins at a keyframe and ends with a packet: only its two starts are held against each other. */
export function withoutLengths(allowed: Allowed): Allowed {
  return { ...allowed, videoSeconds: undefined, audioSeconds: undefined };
}

/** A source's own first and last video frames need not meet the cut: each may be off by one. */
export function withinOneVideoFrame(limits: Config['verify'], source: DecodedFacts): Config['verify'] {
  const frameSeconds = 1 / Math.max(1, source.video?.videoFps ?? 1);
  return {
    ...limits,
    durationToleranceSeconds: limits.durationToleranceSeconds + frameSeconds,
    startToleranceSeconds: limits.startToleranceSeconds + frameSeconds,
  };
}

/** Facts in, keep or drop out; every reason carries the number and the threshold that led to it. */
export function decide(
  facts: DecodedFacts,
  segmentSeconds: number,
  settings: Pick<Config, 'facts' | 'verify'>,
): Verdict {
  const { video, audio, decodeErrors } = facts;
  const reasons: Reason[] = [];
  if (decodeErrors.length > 0) {
    reasons.push({ code: 'corrupt', measurement: 'decodeErrors', value: decodeErrors.length, threshold: 0 });
  }
  if (video === undefined) reasons.push({ code: 'no-video' });
  if (audio === undefined) reasons.push({ code: 'no-audio' });
  reasons.push(...lengthReasons(video, audio, segmentSeconds, settings.facts));
  if (video !== undefined) reasons.push(...pictureReasons(video, settings.facts));
  if (audio !== undefined) reasons.push(...soundReasons(audio, settings.facts));
  if (video !== undefined && audio !== undefined) reasons.push(...stepReasons(video, audio, settings));
  const [first, ...rest] = reasons;
  return first === undefined ? { decision: 'keep', reasons: [] } : { decision: 'drop', reasons: [first, ...rest] };
}

function lengthReasons(
  video: VideoStreamFacts | undefined,
  audio: AudioStreamFacts | undefined,
  segmentSeconds: number,
  limits: Config['facts'],
): Reason[] {
  const longestSeconds = Math.max(video?.durationSeconds ?? 0, audio?.durationSeconds ?? 0);
  const threshold = Math.max(limits.minDurationSeconds, limits.minDurationRatio * segmentSeconds);
  if (longestSeconds >= threshold) return [];
  return [{ code: 'too-short', measurement: 'durationSeconds', value: longestSeconds, threshold }];
}

function pictureReasons(video: VideoStreamFacts, limits: Config['facts']): Reason[] {
  const reasons: Reason[] = [];
  const shortSidePx = Math.min(video.widthPx, video.heightPx);
  if (shortSidePx < limits.minSidePx) {
    reasons.push({ code: 'too-small', measurement: 'shortSidePx', value: shortSidePx, threshold: limits.minSidePx });
  }
  if (video.blackRatio > limits.blackAboveRatio) {
    const { blackRatio: value } = video;
    reasons.push({ code: 'black', measurement: 'blackRatio', value, threshold: limits.blackAboveRatio });
  }
  if (video.staticRatio > limits.staticAboveRatio) {
    const { staticRatio: value } = video;
    reasons.push({ code: 'static', measurement: 'staticRatio', value, threshold: limits.staticAboveRatio });
  }
  return reasons;
}

function soundReasons(audio: AudioStreamFacts, limits: Config['facts']): Reason[] {
  if (audio.meanLevelDbfs >= limits.silentBelowDbfs) return [];
  const { meanLevelDbfs: value } = audio;
  return [{ code: 'silent', measurement: 'meanLevelDbfs', value, threshold: limits.silentBelowDbfs }];
}

function stepReasons(
  video: VideoStreamFacts,
  audio: AudioStreamFacts,
  settings: Pick<Config, 'facts' | 'verify'>,
): Reason[] {
  const startGapSeconds = Math.abs(video.startSeconds - audio.startSeconds);
  const startLimit = settings.verify.startToleranceSeconds;
  const endOf = (stream: VideoStreamFacts | AudioStreamFacts): number => stream.startSeconds + stream.durationSeconds;
  const endGapSeconds = Math.abs(endOf(video) - endOf(audio));
  const endLimit = settings.facts.streamLengthToleranceSeconds;
  const reasons: Reason[] = [];
  if (startGapSeconds > startLimit) {
    reasons.push({
      code: 'streams-apart',
      measurement: 'startGapSeconds',
      value: startGapSeconds,
      threshold: startLimit,
    });
  }
  if (endGapSeconds > endLimit) {
    reasons.push({ code: 'streams-apart', measurement: 'endGapSeconds', value: endGapSeconds, threshold: endLimit });
  }
  return reasons;
}

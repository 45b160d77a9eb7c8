// How a clip is made of the media that was acquired: kept as it came, stream-copied or re-encoded; which streams, what interval, and
// how long the source allows it to be. Pure: probe, segment and settings in, a plan or a reason to drop out.
import type { Config } from '../config.ts';
import type { Segment } from '../dataset/segment.ts';
import type { Reason } from '../dataset/verdict.ts';
import type { SourceMedia } from '../sources/source.ts';
import type { CutStreams, Interval, PictureTarget, SoundTarget } from '../tools/ffmpeg-arguments.ts';
import { WHOLE_FILE } from '../tools/ffmpeg-arguments.ts';
import type { MediaProbe, ProbedAudioStream, ProbedVideoStream } from '../tools/ffprobe.ts';
import {
  type Allowed,
  allowedInterval,
  isWholeFile,
  longestSeconds,
  segmentInterval,
  spanIn,
} from './allowed-interval.ts';
import { chooseAudioStream, chooseVideoStream } from './choose-streams.ts';
import { pictureTarget, soundTarget } from './clip-format.ts';

export interface CutSettings extends Pick<Config, 'cut' | 'verify' | 'facts'> {
  /** Re-encode also what arrives cut and would fit. */
  readonly normalise: boolean;
  /** Stream copy instead of re-encoding; marked in the outcome, since it is not exact. */
  readonly copy: boolean;
}

interface PlanBase {
  readonly streams: CutStreams;
  readonly interval: Interval;
  readonly allowed: Allowed;
  readonly sourceAudioStreamCount: number;
}

export type CutPlan =
  | (PlanBase & { readonly method: 'verbatim' })
  | (PlanBase & { readonly method: 'copy' })
  | (PlanBase & {
      readonly method: 're-encode';
      readonly picture: PictureTarget;
      readonly sound: SoundTarget | undefined;
    });

export type PlanOutcome =
  | { readonly kind: 'plan'; readonly plan: CutPlan }
  | { readonly kind: 'dropped'; readonly reasons: readonly [Reason, ...Reason[]]; readonly message: string };

/** Codecs that an .mp4 may carry and common readers accept. */
const COPYABLE_VIDEO_CODECS = new Set(['h264', 'hevc', 'av1', 'vp9', 'mpeg4']);
const COPYABLE_AUDIO_CODECS = new Set(['aac', 'mp3', 'opus', 'ac3', 'eac3', 'alac', 'flac']);

function dropped(reason: Reason, message: string): PlanOutcome {
  return { kind: 'dropped', reasons: [reason], message };
}

export function planCut(probe: MediaProbe, segment: Segment, media: SourceMedia, settings: CutSettings): PlanOutcome {
  const video = chooseVideoStream(probe.videoStreams);
  const audio = chooseAudioStream(probe.audioStreams);
  if (video === undefined) return dropped({ code: 'no-video' }, 'the file has no moving picture');

  const isTrimmed = isWholeFile(media.extent, longestSeconds(probe, video, audio), segment);
  const interval = isTrimmed ? WHOLE_FILE : segmentInterval(segment, media.originSeconds, probe.container);
  const isVerbatim = isTrimmed && !settings.normalise && fitsAsItIs(probe);
  const isCopy = settings.copy && isCopyable(video, audio);
  const mayFill = !isVerbatim && !isCopy;
  const allowed = allowedInterval(
    spanIn(interval, video, probe),
    audio === undefined ? undefined : spanIn(interval, audio, probe),
    mayFill ? settings.facts.streamLengthToleranceSeconds : 0,
  );
  const tooShort = tooShortReason(allowed, settings.facts.minDurationSeconds);
  if (tooShort !== undefined)
    return dropped(tooShort, `the source holds ${tooShort.value?.toFixed(2)} s of the segment`);

  const streams = { videoIndex: video.index, audioIndex: audio?.index };
  const base: PlanBase = { streams, interval, allowed, sourceAudioStreamCount: probe.audioStreams.length };
  if (isVerbatim) return { kind: 'plan', plan: { ...base, method: 'verbatim' } };
  if (isCopy) return { kind: 'plan', plan: { ...base, interval: { ...interval, prerollSeconds: 0 }, method: 'copy' } };
  const picture = pictureTarget(video, allowed.videoStartSeconds, settings.cut);
  const sound = audio === undefined ? undefined : soundTarget(audio, allowed.audioStartSeconds === 0, settings.cut);
  return { kind: 'plan', plan: { ...base, method: 're-encode', picture, sound } };
}

/** What cannot last as long as the shortest clip is not worth a cut; whether it lasts long enough for its segment is decided later. */
function tooShortReason(allowed: Allowed, thresholdSeconds: number): Reason | undefined {
  if (allowed.videoSeconds === undefined) return undefined;
  const value = Math.max(allowed.videoSeconds, allowed.audioSeconds ?? 0);
  if (value >= thresholdSeconds) return undefined;
  return { code: 'too-short', measurement: 'durationSeconds', value, threshold: thresholdSeconds };
}

/** It may carry the name .mp4, and leaves a reader no choice of streams: with two sounds in it, ours and a reader's might differ. */
function fitsAsItIs(probe: MediaProbe): boolean {
  const pictures = probe.videoStreams.filter((stream) => !stream.isAttachedPicture);
  return probe.container === 'mov' && pictures.length === 1 && probe.audioStreams.length <= 1;
}

function isCopyable(video: ProbedVideoStream, audio: ProbedAudioStream | undefined): boolean {
  return COPYABLE_VIDEO_CODECS.has(video.codec) && (audio === undefined || COPYABLE_AUDIO_CODECS.has(audio.codec));
}

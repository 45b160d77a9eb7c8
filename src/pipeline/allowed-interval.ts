// Which part of a file is the segment, and what the file allows the clip to be: pure arithmetic on headers or on decoded times.
import type { Segment } from '../dataset/segment.ts';
import type { SourceMedia } from '../sources/source.ts';
import type { Interval } from '../tools/ffmpeg-arguments.ts';
import type { MediaProbe, ProbedAudioStream, ProbedVideoStream } from '../tools/ffprobe.ts';

type ProbedStream = ProbedVideoStream | ProbedAudioStream;

/** A file of unknown extent is the segment itself when it is longer by no more than this: Kinetics' own clips run to 11.1 s of 10 (chosen). */
const UNKNOWN_EXTENT_SLACK_SECONDS = 2;
/** A file that is said to be trimmed is believed up to this many times the segment; beyond, it is a whole video misnamed (chosen). */
const TRIMMED_EXTENT_FACTOR = 2;

/** The longer of the chosen streams; the container's own figure only where they have none, since it counts streams that nobody hears. */
export function longestSeconds(
  probe: MediaProbe,
  video: ProbedVideoStream,
  audio: ProbedAudioStream | undefined,
): number | undefined {
  const known = [video.durationSeconds, audio?.durationSeconds].filter((seconds) => seconds !== undefined);
  return known.length === 0 ? probe.durationSeconds : Math.max(...known);
}

/** Whether the file is the segment, rather than a video that holds it. A file that does not say how long it is cannot be searched. */
export function isWholeFile(extent: SourceMedia['extent'], fileSeconds: number | undefined, segment: Segment): boolean {
  if (extent === 'whole') return false;
  if (fileSeconds === undefined) return true;
  const segmentSeconds = segment.endSeconds - segment.startSeconds;
  const slackSeconds =
    extent === 'trimmed'
      ? Math.max(UNKNOWN_EXTENT_SLACK_SECONDS, segmentSeconds * (TRIMMED_EXTENT_FACTOR - 1))
      : UNKNOWN_EXTENT_SLACK_SECONDS;
  return fileSeconds <= segmentSeconds + slackSeconds;
}

/** Containers with an index of keyframes: a seek lands on the one before the cut. In others (MPEG-TS) it may land behind it. */
const KEYFRAME_INDEXED_CONTAINERS = new Set(['mov', 'matroska']);
/** Longer than any usual distance between keyframes: 2 to 10 s (chosen). */
const PREROLL_SECONDS = 12;

/** The interval of the segment in a file whose time 0 is `originSeconds` of the video. */
export function segmentInterval(segment: Segment, originSeconds: number, container: string): Interval {
  const seekSeconds = Math.max(0, segment.startSeconds - originSeconds);
  const durationSeconds = Math.max(0, segment.endSeconds - originSeconds - seekSeconds);
  const prerollSeconds = KEYFRAME_INDEXED_CONTAINERS.has(container) ? 0 : Math.min(seekSeconds, PREROLL_SECONDS);
  return { seekSeconds, durationSeconds, prerollSeconds };
}

/** When a stream begins and how long it lasts inside an interval; the length is undefined when its end is not known. */
export interface Span {
  readonly startSeconds: number;
  readonly durationSeconds: number | undefined;
}

/** By the headers. */
export function spanIn(interval: Interval, stream: ProbedStream, probe: MediaProbe): Span {
  const start = Math.max(0, (stream.startSeconds ?? probe.startSeconds) - probe.startSeconds);
  const startSeconds = Math.max(0, start - interval.seekSeconds);
  const end = stream.durationSeconds === undefined ? probe.durationSeconds : start + stream.durationSeconds;
  if (end === undefined) return { startSeconds, durationSeconds: undefined };
  const endSeconds = Math.min(end - interval.seekSeconds, interval.durationSeconds ?? Number.POSITIVE_INFINITY);
  return { startSeconds, durationSeconds: Math.max(0, endSeconds - startSeconds) };
}

/** What the source allows the clip to be; a duration is undefined where it does not say, and 0 where there is no such stream. */
export interface Allowed {
  readonly videoStartSeconds: number;
  readonly videoSeconds: number | undefined;
  readonly audioStartSeconds: number;
  readonly audioSeconds: number | undefined;
}

/** A stream that starts a little late is filled from 0 (held picture, silence), as players show it; a later one is left as it is. */
function filled(span: Span, fillUpToSeconds: number): Span {
  if (span.startSeconds > fillUpToSeconds || span.durationSeconds === undefined || span.durationSeconds === 0)
    return span;
  return { startSeconds: 0, durationSeconds: span.startSeconds + span.durationSeconds };
}

export function allowedInterval(video: Span, audio: Span | undefined, fillUpToSeconds: number): Allowed {
  const picture = filled(video, fillUpToSeconds);
  const sound = audio === undefined ? { startSeconds: 0, durationSeconds: 0 } : filled(audio, fillUpToSeconds);
  return {
    videoStartSeconds: picture.startSeconds,
    videoSeconds: picture.durationSeconds,
    audioStartSeconds: sound.startSeconds,
    audioSeconds: sound.durationSeconds,
  };
}

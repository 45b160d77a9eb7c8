// Which way a segment comes from a video site: a padded section, or the whole file. Pure.
import type { FailureCode } from '../dataset/failure.ts';
import type { Segment } from '../dataset/segment.ts';
import type { MediaProbe } from '../tools/ffprobe.ts';
import type { DownloadPhase } from '../tools/yt-dlp-notes.ts';

export interface Section {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** Endings of files that are no mp4: a section of these would be refused after a look-up that helps nobody. */
const NOT_MP4 = /\.(webm|mkv|avi|flv|wmv|ogv|mpe?g|ts|mts|3gp|mov)$/i;

/** undefined: only the whole file will do. */
export function sectionFor(segment: Segment, url: string, padSeconds: number): Section | undefined {
  if (NOT_MP4.test(new URL(url).pathname)) return undefined;
  return {
    fromSeconds: Math.max(0, toMilliseconds(segment.startSeconds - padSeconds)),
    toSeconds: toMilliseconds(segment.endSeconds + padSeconds),
  };
}

/** yt-dlp reads seconds with a fraction; binary noise such as 302.29999999999995 would end up in file names. */
function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** ffmpeg fetches sections, yt-dlp itself whole files: what broke in ffmpeg's hands may well come in yt-dlp's. */
const WORTH_ANOTHER_WAY: ReadonlySet<FailureCode> = new Set([
  'stalled',
  'tool-failed',
  'forbidden',
  'server-error',
  'network',
  'unknown',
]);

/** Whether a failed section leads to the whole file. Asking again is no help where the look-up itself was refused. */
export function fallsBackToFull(code: FailureCode, phase: DownloadPhase): boolean {
  if (code === 'format-unavailable') return true;
  return phase === 'transfer' && WORTH_ANOTHER_WAY.has(code);
}

/** Sites give a video's length in whole seconds, rounded either way; and sound and picture need not end together. */
const END_TOLERANCE_SECONDS = 1;
/** A stream of the segment's own start may begin one sample late by rounding. */
const START_TOLERANCE_SECONDS = 0.005;

/**
 * Position of the file's time 0 on the video's clock when the section can be trusted to hold all of the segment that the video has;
 * undefined when it cannot, so that only the whole file will tell.
 */
export function trustedOrigin(
  segment: Segment,
  section: Section,
  probe: MediaProbe,
  videoDurationSeconds: number | undefined,
): number | undefined {
  const streams = [...probe.videoStreams, ...probe.audioStreams];
  const isDated = streams.length > 0 && streams.every((stream) => stream.durationSeconds !== undefined);
  if (!isDated) return undefined;
  const startsSeconds = streams.map((stream) => stream.startSeconds ?? probe.startSeconds);
  const endsSeconds = streams.map((stream, position) => startsSeconds[position]! + stream.durationSeconds!);
  // At second 0 a video's streams may start late by themselves.
  const latestStart = section.fromSeconds === 0 ? Number.POSITIVE_INFINITY : segment.startSeconds;
  if (Math.max(...startsSeconds) > latestStart + START_TOLERANCE_SECONDS) return undefined;
  const neededEnd =
    videoDurationSeconds === undefined
      ? segment.endSeconds
      : Math.min(segment.endSeconds, videoDurationSeconds - END_TOLERANCE_SECONDS);
  if (neededEnd <= segment.startSeconds) return undefined;
  return Math.min(...endsSeconds) >= neededEnd - START_TOLERANCE_SECONDS ? probe.startSeconds : undefined;
}

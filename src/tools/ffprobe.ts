// What a media file says about itself: ffprobe's JSON into streams with units. parseProbe is pure; probe runs the program.
// ffprobe exits 0 on many broken files and headers lie: nothing here proves that a file decodes (pipeline/measure.ts does).
import { type MediaToolContext, runMediaTool, type ToolTrouble } from './media-tool.ts';
import { fileUrl, SAFE_INPUT_OPTIONS } from './safe-input.ts';

export interface ProbedVideoStream {
  readonly index: number;
  readonly codec: string;
  readonly pixelFormat: string;
  /** As coded, before rotation and sample aspect. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Width of one pixel over its height; 1 when the file does not say. */
  readonly sampleAspectRatio: number;
  /** Clockwise turn that a player applies. */
  readonly rotationDegrees: 0 | 90 | 180 | 270;
  readonly meanVideoFps: number | undefined;
  readonly startSeconds: number | undefined;
  readonly durationSeconds: number | undefined;
  readonly isDefault: boolean;
  /** A cover image, not a moving picture. */
  readonly isAttachedPicture: boolean;
}

export interface ProbedAudioStream {
  readonly index: number;
  readonly codec: string;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly startSeconds: number | undefined;
  readonly durationSeconds: number | undefined;
  readonly isDefault: boolean;
  /** A commentary, or a mix for people who see or hear badly. */
  readonly isAside: boolean;
}

export interface MediaProbe {
  /** First of ffprobe's names: `mov`, `matroska`, `mpegts`. */
  readonly container: string;
  /** Earliest stream's start on the file's own clock; ffmpeg's seeks count from here. */
  readonly startSeconds: number;
  readonly durationSeconds: number | undefined;
  readonly videoStreams: readonly ProbedVideoStream[];
  readonly audioStreams: readonly ProbedAudioStream[];
}

export type ProbeOutcome =
  | { readonly kind: 'probed'; readonly probe: MediaProbe }
  | { readonly kind: 'unreadable'; readonly message: string }
  | { readonly kind: 'trouble'; readonly trouble: ToolTrouble };

type Json = Readonly<Record<string, unknown>>;

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function asObjects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(asObject) : [];
}

/** ffprobe writes numbers as numbers or as text, and `N/A` or nothing where it does not know. */
function numberIn(value: unknown): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const number = value === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** `30000/1001`, `16:15`; undefined for `0/0`, `0:1` and `N/A`. */
function ratioIn(value: unknown): number | undefined {
  const [numerator, denominator] = String(value ?? '')
    .split(/[/:]/)
    .map(Number);
  const ratio = (numerator ?? Number.NaN) / (denominator ?? Number.NaN);
  return Number.isFinite(ratio) && ratio > 0 ? ratio : undefined;
}

/** `00:00:10.333000000`, how Matroska keeps a stream's length. */
function clockTimeIn(value: unknown): number | undefined {
  const match = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(String(value ?? ''));
  return match === null ? undefined : Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
}

/** A length of zero or less says nothing. */
function durationOf(stream: Json): number | undefined {
  const seconds = numberIn(stream.duration) ?? clockTimeIn(asObject(stream.tags).DURATION);
  return seconds !== undefined && seconds > 0 ? seconds : undefined;
}

/** ffprobe counts anticlockwise and prints -9223372036854775808 for a matrix that is no rotation: that one counts as none. */
function rotationOf(stream: Json): 0 | 90 | 180 | 270 {
  const degrees = asObjects(stream.side_data_list)
    .map((sideData) => numberIn(sideData.rotation))
    .find((rotation) => rotation !== undefined);
  if (degrees === undefined || Math.abs(degrees) > 360) return 0;
  const clockwise = (Math.round(-degrees / 90) * 90 + 720) % 360;
  return clockwise as 0 | 90 | 180 | 270;
}

function has(stream: Json, disposition: string): boolean {
  return asObject(stream.disposition)[disposition] === 1;
}

function parseVideoStream(stream: Json): ProbedVideoStream {
  return {
    index: numberIn(stream.index) ?? 0,
    codec: String(stream.codec_name ?? 'unknown'),
    pixelFormat: String(stream.pix_fmt ?? 'unknown'),
    widthPx: numberIn(stream.width) ?? 0,
    heightPx: numberIn(stream.height) ?? 0,
    sampleAspectRatio: ratioIn(stream.sample_aspect_ratio) ?? 1,
    rotationDegrees: rotationOf(stream),
    meanVideoFps: ratioIn(stream.avg_frame_rate) ?? ratioIn(stream.r_frame_rate),
    startSeconds: numberIn(stream.start_time),
    durationSeconds: durationOf(stream),
    isDefault: has(stream, 'default'),
    isAttachedPicture: has(stream, 'attached_pic') || has(stream, 'timed_thumbnails') || has(stream, 'still_image'),
  };
}

function parseAudioStream(stream: Json): ProbedAudioStream {
  return {
    index: numberIn(stream.index) ?? 0,
    codec: String(stream.codec_name ?? 'unknown'),
    channels: numberIn(stream.channels) ?? 0,
    sampleRateHz: numberIn(stream.sample_rate) ?? 0,
    startSeconds: numberIn(stream.start_time),
    durationSeconds: durationOf(stream),
    isDefault: has(stream, 'default'),
    isAside: has(stream, 'comment') || has(stream, 'visual_impaired') || has(stream, 'hearing_impaired'),
  };
}

/** undefined when the text is not ffprobe's JSON or names no stream at all. */
export function parseProbe(json: string): MediaProbe | undefined {
  let report: Json;
  try {
    report = asObject(JSON.parse(json));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const streams = asObjects(report.streams);
  if (streams.length === 0) return undefined;
  const format = asObject(report.format);
  return {
    container: String(format.format_name ?? 'unknown').split(',')[0] ?? 'unknown',
    startSeconds: numberIn(format.start_time) ?? 0,
    durationSeconds: durationOf(format),
    videoStreams: streams.filter((stream) => stream.codec_type === 'video').map(parseVideoStream),
    audioStreams: streams.filter((stream) => stream.codec_type === 'audio').map(parseAudioStream),
  };
}

/** The fields read above and no others: ffprobe's full JSON is ten times as long. */
const WANTED_ENTRIES = [
  'format=format_name,start_time,duration',
  'stream=index,codec_name,codec_type,pix_fmt,width,height,sample_aspect_ratio,avg_frame_rate,r_frame_rate',
  'stream=start_time,duration,channels,sample_rate',
  'stream_disposition',
  'stream_tags=DURATION',
  'stream_side_data=rotation',
].join(':');

export function probeArguments(filePath: string): string[] {
  return [
    ...[
      '-hide_banner',
      '-loglevel',
      'error',
      '-threads',
      '1',
      '-of',
      'json=compact=1',
      '-show_entries',
      WANTED_ENTRIES,
    ],
    ...SAFE_INPUT_OPTIONS,
    ...['-i', fileUrl(filePath)],
  ];
}

export interface ProbeContext extends MediaToolContext {
  readonly ffprobePath: string;
}

/** @throws MissingToolError, or the abort signal's reason */
export async function probe(filePath: string, context: ProbeContext): Promise<ProbeOutcome> {
  const end = await runMediaTool(context.ffprobePath, probeArguments(filePath), context, { keepStdout: true });
  if (end.trouble !== undefined) return { kind: 'trouble', trouble: end.trouble };
  const report = end.exitCode === 0 ? parseProbe(end.stdout) : undefined;
  if (report !== undefined) return { kind: 'probed', probe: report };
  return { kind: 'unreadable', message: end.stderrTail.trim() || 'ffprobe finds no stream' };
}

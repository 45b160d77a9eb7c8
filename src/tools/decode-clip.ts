// A clip's sound and picture as small raw arrays: the filters and outputs of ffmpeg that make them, what its pipes carry, and one run that
// does nothing else (decode-report.ts asks for them along with the facts). Pure but for the run.
import type { Readable } from 'node:stream';
import type { CutStreams } from './ffmpeg-arguments.ts';
import { lastLines, type MediaToolContext, runMediaTool, type ToolTrouble } from './media-tool.ts';
import { fileUrl, SAFE_INPUT_OPTIONS } from './safe-input.ts';
import { type DecodedPicture, parseY4m } from './y4m.ts';

/** More video frames a second than this add nothing to curves of 25 steps a second. */
const MOST_VIDEO_FPS = 30;

export interface DecodedSound {
  /** Samples of one or two channels as the stream has them, interleaved. */
  readonly wide: Int16Array;
  readonly channels: number;
  readonly sampleRateHz: number;
  /** The same mixed to one channel, at the rate that was asked for. */
  readonly mono: Int16Array;
}

export interface DecodedClip {
  readonly picture: DecodedPicture | undefined;
  readonly sound: DecodedSound | undefined;
}

export type DecodeClipOutcome =
  | { readonly kind: 'decoded'; readonly clip: DecodedClip }
  /** The file is at fault. */
  | { readonly kind: 'unreadable'; readonly message: string }
  | { readonly kind: 'trouble'; readonly trouble: ToolTrouble };

/** What a clip is decoded to. */
export interface ClipShape {
  readonly pictureSidePx: number;
  readonly monoSampleRateHz: number;
}

/**
 * Smoothing the edges of blocks is left out of video frames that no other refers to: a tenth of the time. Left out of all of them, errors
 * would pile up until the next key frame, and where little moves half of the motion would be theirs (measured).
 */
export const DECODER_OPTIONS: readonly string[] = ['-threads', '1', '-skip_loop_filter', 'noref'];

/** Filters that squeeze the picture; and those that then lay its video frames on an even grid from 0 on the file's clock. */
export function smallPicture({ pictureSidePx: side }: ClipShape): string {
  return `scale=${side}:${side}:flags=area,format=yuv444p`;
}
export const EVEN_TIMES = `fps=fps='min(source_fps,${MOST_VIDEO_FPS})':start_time=0`;

/** Filters from a pad of sound to [wide] and [mono]; what starts late is preceded by silence. */
export function soundFilters(pad: string, { monoSampleRateHz }: ClipShape): string[] {
  return [
    `${pad}aresample=async=1:first_pts=0,asplit[both][one]`,
    '[both]aformat=sample_fmts=s16:channel_layouts=mono|stereo[wide]',
    `[one]aresample=${monoSampleRateHz},aformat=sample_fmts=s16:channel_layouts=mono[mono]`,
  ];
}

/** Video frames and pieces of sound gather before they are written: a third of the time that we spend on reading them. */
function toPipe(format: string, fd: number): string[] {
  return ['-flush_packets', '0', '-f', format, `pipe:${fd}`];
}

/**
 * Three descriptors from `firstFd` on: [picture] as YUV4MPEG2 (its header tells the rate), [wide] as WAV (its header tells the channels),
 * [mono] as plain samples.
 */
export function clipOutputs({ audioIndex }: CutStreams, firstFd: number): string[] {
  const picture = ['-map', '[picture]', '-fps_mode', 'passthrough', ...toPipe('yuv4mpegpipe', firstFd)];
  if (audioIndex === undefined) return picture;
  const wide = ['-map', '[wide]', ...toPipe('wav', firstFd + 1)];
  return [...picture, ...wide, '-map', '[mono]', ...toPipe('s16le', firstFd + 2)];
}

function decodeClipArguments(filePath: string, streams: CutStreams, shape: ClipShape): string[] {
  const graph = [`[0:${streams.videoIndex}]${EVEN_TIMES},${smallPicture(shape)}[picture]`];
  if (streams.audioIndex !== undefined) graph.push(...soundFilters(`[0:${streams.audioIndex}]`, shape));
  return [
    ...['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'error', ...DECODER_OPTIONS, ...SAFE_INPUT_OPTIONS],
    ...['-i', fileUrl(filePath), '-filter_complex_threads', '1', '-filter_complex', graph.join(';')],
    ...clipOutputs(streams, FIRST_FD),
  ];
}

const FIRST_FD = 3;

/** 16-bit samples behind a WAV header that was written to a pipe: its lengths are not known, its `data` chunk is the last. */
export function parseWav(bytes: Buffer): { samples: Int16Array; channels: number; sampleRateHz: number } | undefined {
  const format = bytes.indexOf('fmt ');
  const body = bytes.indexOf('data');
  if (format < 0 || body < 0) return undefined;
  return {
    samples: int16(bytes.subarray(body + 8)),
    channels: bytes.readUInt16LE(format + 10),
    sampleRateHz: bytes.readUInt32LE(format + 12),
  };
}

/** A view where the bytes lie on an even address, else a copy. */
function int16(bytes: Buffer): Int16Array {
  const length = Math.floor(bytes.length / 2);
  if (bytes.byteOffset % 2 === 0) return new Int16Array(bytes.buffer, bytes.byteOffset, length);
  return new Int16Array(new Uint8Array(bytes).buffer, 0, length);
}

function soundOf(wav: Buffer, mono: Buffer): DecodedSound | undefined {
  const wide = parseWav(wav);
  if (wide === undefined || wide.samples.length === 0 || mono.length < 2) return undefined;
  return { wide: wide.samples, channels: wide.channels, sampleRateHz: wide.sampleRateHz, mono: int16(mono) };
}

interface ClipReader {
  /** One for each descriptor of clipOutputs. */
  readonly pipes: readonly ((stream: Readable) => void)[];
  /** What has come, once the program has ended. */
  read(): DecodedClip;
}

export function createClipReader(): ClipReader {
  const chunks: Buffer[][] = [[], [], []];
  return {
    pipes: chunks.map((kept) => (stream) => stream.on('data', (chunk: Buffer) => kept.push(chunk))),
    read: () => {
      const [y4m, wav, mono] = chunks.map((kept) => Buffer.concat(kept)) as [Buffer, Buffer, Buffer];
      return { picture: parseY4m(y4m), sound: soundOf(wav, mono) };
    },
  };
}

/** @throws MissingToolError, or the abort signal's reason */
export async function decodeClip(
  filePath: string,
  streams: CutStreams,
  shape: ClipShape,
  context: MediaToolContext & { readonly ffmpegPath: string },
): Promise<DecodeClipOutcome> {
  const reader = createClipReader();
  const argv = decodeClipArguments(filePath, streams, shape);
  const end = await runMediaTool(context.ffmpegPath, argv, context, { extraPipes: reader.pipes });
  if (end.trouble !== undefined) return { kind: 'trouble', trouble: end.trouble };
  if (end.exitCode !== 0) return { kind: 'unreadable', message: lastLines(end.stderrTail) };
  return { kind: 'decoded', clip: reader.read() };
}

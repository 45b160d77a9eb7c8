// One ffmpeg that decodes a clip's sound and picture to small raw arrays: its arguments and what its pipes carry. Pure but for the run.
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

export interface ClipDecoding {
  readonly streams: CutStreams;
  readonly pictureSidePx: number;
  readonly monoSampleRateHz: number;
}

/**
 * Both streams begin at 0 on the file's clock: what starts late is preceded by its first video frame, or by silence. The picture comes
 * on fd 3 as YUV4MPEG2 (its header tells the rate), the sound on fd 4 as WAV (its header tells the channels) and on fd 5 mixed down.
 */
export function decodeClipArguments(
  filePath: string,
  { streams, pictureSidePx, monoSampleRateHz }: ClipDecoding,
): string[] {
  const side = pictureSidePx;
  const graph = [
    `[0:${streams.videoIndex}]fps=fps='min(source_fps,${MOST_VIDEO_FPS})':start_time=0,` +
      `scale=${side}:${side}:flags=area,format=yuv444p[picture]`,
  ];
  const outputs = ['-map', '[picture]', '-fps_mode', 'passthrough', '-f', 'yuv4mpegpipe', 'pipe:3'];
  if (streams.audioIndex !== undefined) {
    graph.push(
      `[0:${streams.audioIndex}]aresample=async=1:first_pts=0,asplit[both][one]`,
      '[both]aformat=sample_fmts=s16:channel_layouts=mono|stereo[wide]',
      `[one]aresample=${monoSampleRateHz},aformat=sample_fmts=s16:channel_layouts=mono[mono]`,
    );
    outputs.push('-map', '[wide]', '-f', 'wav', 'pipe:4', '-map', '[mono]', '-f', 's16le', 'pipe:5');
  }
  return [
    ...['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'error', '-threads', '1', ...SAFE_INPUT_OPTIONS],
    ...['-i', fileUrl(filePath), '-filter_complex_threads', '1', '-filter_complex', graph.join(';'), ...outputs],
  ];
}

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

/** @throws MissingToolError, or the abort signal's reason */
export async function decodeClip(
  filePath: string,
  decoding: ClipDecoding,
  context: MediaToolContext & { readonly ffmpegPath: string },
): Promise<DecodeClipOutcome> {
  const pipes: Buffer[][] = [[], [], []];
  const end = await runMediaTool(context.ffmpegPath, decodeClipArguments(filePath, decoding), context, {
    extraPipes: pipes.map((chunks) => (stream: Readable) => stream.on('data', (chunk: Buffer) => chunks.push(chunk))),
  });
  if (end.trouble !== undefined) return { kind: 'trouble', trouble: end.trouble };
  if (end.exitCode !== 0) return { kind: 'unreadable', message: lastLines(end.stderrTail) };
  const [y4m, wav, mono] = pipes.map((chunks) => Buffer.concat(chunks)) as [Buffer, Buffer, Buffer];
  return { kind: 'decoded', clip: { picture: parseY4m(y4m), sound: soundOf(wav, mono) } };
}

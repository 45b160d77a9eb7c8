// One ffmpeg that decodes a clip to plain video frames and samples of a wanted shape, to be changed and encoded again.
import type { Readable } from 'node:stream';
import type { CutStreams } from './ffmpeg-arguments.ts';
import { lastLines, type MediaToolContext, runMediaTool } from './media-tool.ts';
import { monoSound } from './mono-sound.ts';
import { fileUrl, SAFE_INPUT_OPTIONS } from './safe-input.ts';

export interface RawShape {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly videoFps: number;
  readonly sampleRateHz: number;
}

export interface RawMedia {
  /** RGB video frames, one after the other. */
  readonly pixels: Uint8Array;
  /** Mono, -1..1, as long as the picture; undefined: no sound stream. */
  readonly samples: Float32Array | undefined;
}

export type DecodeRawOutcome =
  | { readonly kind: 'decoded'; readonly media: RawMedia }
  | { readonly kind: 'unreadable'; readonly message: string };

/** Picture on fd 3, sound on fd 4; both begin at 0 on the file's clock. */
export function decodeRawArguments(filePath: string, streams: CutStreams, shape: RawShape): string[] {
  const { widthPx, heightPx, videoFps, sampleRateHz } = shape;
  const sound = monoSound(streams, sampleRateHz, 'pipe:4');
  const graph = [
    `[0:${streams.videoIndex}]fps=fps=${videoFps}:start_time=0,scale=${widthPx}:${heightPx}:flags=area,format=rgb24[picture]`,
    ...sound.chains,
  ];
  const outputs = ['-map', '[picture]', '-f', 'rawvideo', 'pipe:3', ...sound.outputs];
  return [
    ...['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'error', '-threads', '1', ...SAFE_INPUT_OPTIONS],
    ...['-i', fileUrl(filePath), '-filter_complex_threads', '1', '-filter_complex', graph.join(';'), ...outputs],
  ];
}

const FULL_SCALE = 32768;

/** 16-bit samples as numbers, cut or filled up with silence to the length of the picture. */
function soundOf(bytes: Buffer, length: number): Float32Array {
  const samples = new Float32Array(length);
  const given = Math.min(length, Math.floor(bytes.length / 2));
  for (let at = 0; at < given; at += 1) samples[at] = bytes.readInt16LE(2 * at) / FULL_SCALE;
  return samples;
}

/** @throws MissingToolError, or the abort signal's reason */
export async function decodeRaw(
  filePath: string,
  streams: CutStreams,
  shape: RawShape,
  context: MediaToolContext & { readonly ffmpegPath: string },
): Promise<DecodeRawOutcome> {
  const pipes: Buffer[][] = [[], []];
  const end = await runMediaTool(context.ffmpegPath, decodeRawArguments(filePath, streams, shape), context, {
    extraPipes: pipes.map((chunks) => (stream: Readable) => stream.on('data', (chunk: Buffer) => chunks.push(chunk))),
  });
  if (end.trouble !== undefined) return { kind: 'unreadable', message: end.trouble.message };
  const [picture, sound] = pipes.map((chunks) => Buffer.concat(chunks)) as [Buffer, Buffer];
  const frameBytes = shape.widthPx * shape.heightPx * 3;
  const videoFrames = Math.floor(picture.length / frameBytes);
  if (end.exitCode !== 0 || videoFrames === 0) {
    return { kind: 'unreadable', message: lastLines(end.stderrTail) || 'no video frame came out' };
  }
  const samples = Math.round((videoFrames / shape.videoFps) * shape.sampleRateHz);
  return {
    kind: 'decoded',
    media: {
      pixels: picture.subarray(0, videoFrames * frameBytes),
      samples: streams.audioIndex === undefined ? undefined : soundOf(sound, samples),
    },
  };
}

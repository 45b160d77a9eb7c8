// Picture and sound as arrays to a clip file, through one ffmpeg that reads both from pipes. All clips, clean or not, made or real, go this
// way, so that no trace of a codec tells them apart. The file appears under its name only when it is whole.
import { rename, rm } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { DiskFullError, KsBuildError } from '../errors.ts';
import { lastLines, type MediaToolContext, runMediaTool } from '../tools/media-tool.ts';
import { fileUrl } from '../tools/safe-input.ts';

export interface RawClip {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly videoFps: number;
  readonly sampleRateHz: number;
  /** RGB video frames, one after the other. */
  readonly pixels: Uint8Array;
  /** Mono, -1..1; undefined: no sound stream. */
  readonly samples: Float32Array | undefined;
}

const CRF = 23;
const SOUND_KBPS = 64;

export function encodeArguments(clip: RawClip, outputPath: string): string[] {
  const hasSound = clip.samples !== undefined;
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-y'],
    ...['-f', 'rawvideo', '-pixel_format', 'rgb24', '-video_size', `${clip.widthPx}x${clip.heightPx}`],
    ...['-framerate', String(clip.videoFps), '-i', 'pipe:3'],
    ...(hasSound ? ['-f', 's16le', '-ar', String(clip.sampleRateHz), '-ac', '1', '-i', 'pipe:4'] : []),
    // One thread: the pictures are small, and several clips are encoded at once.
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', String(CRF), '-pix_fmt', 'yuv420p', '-threads', '1'],
    ...(hasSound ? ['-c:a', 'aac', '-b:a', `${SOUND_KBPS}k`] : []),
    ...['-fflags', '+bitexact', '-flags', '+bitexact', '-movflags', '+faststart', '-f', 'mp4', fileUrl(outputPath)],
  ];
}

/** -1..1 to 16 bit, little-endian. */
export function toInt16Bytes(samples: Float32Array): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(samples.length * 2));
  samples.forEach((value, i) => {
    bytes.setInt16(i * 2, Math.max(-32768, Math.min(32767, Math.round(value * 32767))), true);
  });
  return new Uint8Array(bytes.buffer);
}

/** Writes all of it and closes. That the program closed its end early shows in how it ends; the pipe need not say so too. */
function feed(bytes: Uint8Array): (pipe: Duplex) => void {
  return (pipe) => {
    pipe.on('error', () => {});
    pipe.resume();
    pipe.end(bytes);
  };
}

/** @throws DiskFullError; KsBuildError when ffmpeg cannot write it; MissingToolError; the abort signal's reason */
export async function encodeClip(
  clip: RawClip,
  outputPath: string,
  context: MediaToolContext & { readonly ffmpegPath: string },
): Promise<void> {
  const unfinished = `${outputPath}.part`;
  const inputs = [clip.pixels, ...(clip.samples === undefined ? [] : [toInt16Bytes(clip.samples)])];
  try {
    const end = await runMediaTool(context.ffmpegPath, encodeArguments(clip, unfinished), context, {
      extraPipes: inputs.map(feed),
    });
    const { trouble } = end;
    if (trouble?.code === 'disk-full') throw new DiskFullError(`${outputPath}: ${trouble.message}`);
    if (end.exitCode !== 0 || trouble !== undefined) {
      const why = trouble?.message ?? lastLines(end.stderrTail);
      throw new KsBuildError('tool', 5, `${outputPath}: expected ffmpeg to write the clip, got: ${why}`);
    }
    await rename(unfinished, outputPath);
  } finally {
    await rm(unfinished, { force: true });
  }
}

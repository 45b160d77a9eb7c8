// The part of a decoding that gives a clip's sound as plain mono samples from 0 on the file's clock: a chain of filters and its output.
import type { CutStreams } from './ffmpeg-arguments.ts';

export interface MonoSound {
  /** For -filter_complex. */
  readonly chains: readonly string[];
  readonly outputs: readonly string[];
}

/** 16-bit samples, little endian, on a pipe; nothing where the clip has no sound. @param pipe such as `pipe:4` */
export function monoSound(
  { audioIndex }: Pick<CutStreams, 'audioIndex'>,
  sampleRateHz: number,
  pipe: string,
): MonoSound {
  if (audioIndex === undefined) return { chains: [], outputs: [] };
  const resampled = `[0:${audioIndex}]aresample=async=1:first_pts=0,aresample=${sampleRateHz}`;
  return {
    chains: [`${resampled},aformat=sample_fmts=s16:channel_layouts=mono[sound]`],
    outputs: ['-map', '[sound]', '-f', 's16le', pipe],
  };
}

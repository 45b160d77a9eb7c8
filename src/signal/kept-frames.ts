// A few video frames as RGB from planes of YUV in video range. Pure.

export interface YuvFrames {
  readonly videoFrames: number;
  readonly widthPx: number;
  readonly heightPx: number;
  plane(videoFrame: number, plane: 'y' | 'cb' | 'cr'): Uint8Array;
}

/** From the middles of `count` equal parts of the clip; a video frame may come twice where there are fewer. */
export function keptPositions(videoFrames: number, count: number): number[] {
  return Array.from({ length: count }, (_, part) => Math.floor(((part + 0.5) * videoFrames) / count));
}

/** `[count, height, width, 3]`. ITU-R BT.601 video range: R = 1.164 (Y - 16) + 1.596 (Cr - 128), and so on (stated). */
export function takeFrames(source: YuvFrames, count: number): Uint8Array {
  const pixels = source.widthPx * source.heightPx;
  const frames = new Uint8ClampedArray(count * pixels * 3);
  let at = 0;
  for (const position of keptPositions(source.videoFrames, count)) {
    const y = source.plane(position, 'y');
    const cb = source.plane(position, 'cb');
    const cr = source.plane(position, 'cr');
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const luma = 1.164 * (y[pixel]! - 16);
      const blue = cb[pixel]! - 128;
      const red = cr[pixel]! - 128;
      frames[at] = luma + 1.596 * red;
      frames[at + 1] = luma - 0.392 * blue - 0.813 * red;
      frames[at + 2] = luma + 2.017 * blue;
      at += 3;
    }
  }
  return new Uint8Array(frames.buffer);
}

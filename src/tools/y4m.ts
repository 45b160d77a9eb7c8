// Video frames out of a YUV4MPEG2 stream with three full planes (C444). Pure.

export interface DecodedPicture {
  readonly videoFps: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly videoFrames: number;
  /** One plane of one video frame, video range: 16 to 235 for luma, 16 to 240 for colour. A view, not a copy. */
  plane(videoFrame: number, plane: 'y' | 'cb' | 'cr'): Uint8Array;
}

const NEWLINE = 10;
const PLANES = { y: 0, cb: 1, cr: 2 } as const;

/** undefined when there is no whole video frame in it. */
export function parseY4m(bytes: Uint8Array): DecodedPicture | undefined {
  const headerEnd = bytes.indexOf(NEWLINE);
  if (headerEnd < 0) return undefined;
  const header = new TextDecoder().decode(bytes.subarray(0, headerEnd));
  const [, width, height, numerator, denominator] = /^YUV4MPEG2 W(\d+) H(\d+) F(\d+):(\d+) .*C444/.exec(header) ?? [];
  const widthPx = Number(width);
  const heightPx = Number(height);
  const planeBytes = widthPx * heightPx;
  // Each video frame is `FRAME`, a newline and its planes; ffmpeg gives no parameters there.
  const frameHeaderBytes = 'FRAME\n'.length;
  const strideBytes = frameHeaderBytes + 3 * planeBytes;
  const videoFrames = Math.floor((bytes.length - headerEnd - 1) / strideBytes);
  if (!(planeBytes > 0) || videoFrames < 1) return undefined;
  return {
    videoFps: Number(numerator) / Number(denominator),
    widthPx,
    heightPx,
    videoFrames,
    plane: (videoFrame, plane) => {
      const begin = headerEnd + 1 + videoFrame * strideBytes + frameHeaderBytes + PLANES[plane] * planeBytes;
      return bytes.subarray(begin, begin + planeBytes);
    },
  };
}

// One clip at a glance: its cached training media in; video frames side by side with the log-mel below, on one time axis, as a PNG out.
import { melImage } from '../../drawing/mel-image.ts';
import { blackPicture, drawScaled, type Picture } from '../../drawing/picture.ts';
import { encodePng } from '../../drawing/png.ts';
import { LOG_MEL } from '../../signal/clip-arrays.ts';
import { computeLogMel } from '../../signal/log-mel.ts';
import { melPicture } from '../../signal/mel-picture.ts';
import type { MediaShape } from '../../training-data/example-shape.ts';
import { openMedia } from '../../training-data/media-reader.ts';
import { type TrainingClip, UnreadableMedia } from '../../training-data/training-clip.ts';

export interface ClipStrip {
  readonly png: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** At equal distances, the first and the last a half of one from the ends. */
const FRAMES = 6;
const MEL_HEIGHT_PX = 48;

/** undefined: its media cannot be read, or have no picture or no sound. */
export function clipStrip(clip: TrainingClip, shape: MediaShape): ClipStrip | undefined {
  const media = openMedia(clip, shape);
  if (media === undefined) return undefined;
  try {
    const { widthPx, heightPx, frameCrcs, samples } = media.header;
    if (frameCrcs.length === 0 || samples === 0) return undefined;
    const frames = Array.from({ length: FRAMES }, (_, at) =>
      media.videoFrame(Math.floor(((at + 0.5) * frameCrcs.length) / FRAMES)),
    ).map((rgb) => ({ widthPx, heightPx, rgb }));
    const picture = composed(frames, media.samples(0, samples), shape.sampleRateHz);
    return { png: encodePng(picture), widthPx: picture.widthPx, heightPx: picture.heightPx };
  } catch (error) {
    if (error instanceof UnreadableMedia) return undefined;
    throw error;
  } finally {
    media.close();
  }
}

function composed(frames: readonly Picture[], mono: Int16Array, sampleRateHz: number): Picture {
  const [{ widthPx, heightPx }] = frames as [Picture, ...Picture[]];
  const logMel = computeLogMel(mono, { ...LOG_MEL, sampleRateHz });
  const mel = melImage({ ...logMel, levels: melPicture(logMel.values) }, widthPx * FRAMES, MEL_HEIGHT_PX, 'magma');
  const strip = blackPicture(mel.widthPx, heightPx + mel.heightPx);
  for (const [at, frame] of frames.entries()) drawScaled(frame, strip, { leftPx: at * widthPx, widthPx, heightPx });
  strip.rgb.set(mel.rgb, heightPx * strip.widthPx * 3);
  return strip;
}

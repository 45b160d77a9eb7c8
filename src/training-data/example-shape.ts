// What one training example is cut from and how large it is: the input of a model in, shapes out. Pure. All numbers are chosen.
import type { TrainingMediaShape } from '../tools/decode-training-media.ts';

/** What is cached of a clip: a small film, samples, and the log-mel columns that images of its sound are made of. */
export interface MediaShape extends TrainingMediaShape {
  /** Sound and picture of an example begin at one instant and last this long. */
  readonly spanSeconds: number;
  /** The span of sound as an image: so many columns of so many mel bins. */
  readonly melSide: number;
}

export interface ExampleShape {
  readonly media: MediaShape;
  /** Evenly spread over the span, the first at its beginning. */
  readonly videoFrames: number;
  /** Side of the square that is cut from a video frame. */
  readonly sidePx: number;
}

/** Long enough for an action to be seen and heard, short enough that clips of 10 s give different examples. */
const SPAN_SECONDS = 2;
/** The cached film has at least so many video frames a second, so that examples can begin at many instants. */
const LEAST_VIDEO_FPS = 8;
/** Events and speech lie below 8 kHz. */
const SAMPLE_RATE_HZ = 16_000;
/** Of the cached shorter side to the side of an example, as 128 to 112: room to cut at different places. */
const ROOM_RATIO = 8 / 7;

export function exampleShape({
  videoFrames,
  sidePx,
  melSide,
}: Pick<ExampleShape, 'videoFrames' | 'sidePx'> & Pick<MediaShape, 'melSide'>): ExampleShape {
  const exampleFps = videoFrames / SPAN_SECONDS;
  return {
    media: {
      shortSidePx: 2 * Math.round((sidePx * ROOM_RATIO) / 2),
      videoFps: exampleFps * Math.ceil(LEAST_VIDEO_FPS / exampleFps),
      sampleRateHz: SAMPLE_RATE_HZ,
      spanSeconds: SPAN_SECONDS,
      melSide,
    },
    videoFrames,
    sidePx,
  };
}

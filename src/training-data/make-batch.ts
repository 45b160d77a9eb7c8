// Rows that are wanted in, a batch out: reads the cached media of each clip, cuts and varies them. Blocks: for worker threads.
import type { TrainingBatch } from '../dataset/training-batch.ts';
import { seedOf } from '../signal/seeded-random.ts';
import { type ExamplePlan, planExample, type Reading } from './example-plan.ts';
import type { ExampleShape } from './example-shape.ts';
import { type OpenMedia, openMedia } from './media-reader.ts';
import { createPictureWriter } from './picture-values.ts';
import { soundImage, soundWindow, writeSoundValues } from './sound-values.ts';
import { type TrainingClip, UnreadableMedia } from './training-clip.ts';
import { withWhiteNoise } from './white-noise.ts';

export interface BatchRow {
  readonly clip: TrainingClip;
  readonly reading: Reading;
}

/** Whole in itself: nothing but the rows and the shape decides its numbers. */
export function makeBatch(rows: readonly BatchRow[], shape: ExampleShape): TrainingBatch {
  const filmSize = shape.videoFrames * shape.sidePx ** 2 * 3;
  const { melSide } = shape.media;
  const imageSize = melSide ** 2;
  const video = new Float32Array(rows.length * filmSize);
  const logMel = new Float32Array(rows.length * imageSize);
  for (const [row, { clip, reading }] of rows.entries()) {
    const media = openMedia(clip, shape.media);
    if (media === undefined) throw new UnreadableMedia(clip, 'there are no media of this clip and shape in it');
    try {
      const plan = planExample(media.header, shape, reading);
      if (reading.kind !== 'noisy-sound')
        writeFilm(media, shape, plan, video.subarray(row * filmSize, (row + 1) * filmSize));
      const image =
        reading.kind === 'noisy-sound'
          ? noisyImage(media, shape, plan.startSeconds, reading.snrDb, seedOf('noise', clip.clipId, reading.window))
          : media.soundImage(plan.startSeconds);
      writeSoundValues(image, melSide, plan, logMel.subarray(row * imageSize, (row + 1) * imageSize));
    } finally {
      media.close();
    }
  }
  return {
    clipIds: rows.map(({ clip }) => clip.clipId),
    labels: Int32Array.from(rows, ({ clip }) => clip.label),
    video,
    logMel,
  };
}

function noisyImage(
  media: OpenMedia,
  { media: shape }: ExampleShape,
  startSeconds: number,
  snrDb: number,
  seed: number,
): Int16Array {
  const { from, count } = soundWindow(shape, startSeconds);
  return soundImage(withWhiteNoise(media.samples(from, count), snrDb, seed), shape);
}

/** Behind the end of the film its last video frame stands. */
function writeFilm(
  { header, videoFrame }: OpenMedia,
  shape: ExampleShape,
  plan: ExamplePlan,
  film: Float32Array,
): void {
  const { media, videoFrames, sidePx } = shape;
  const writer = createPictureWriter(header.widthPx, plan, sidePx, film);
  for (let at = 0; at < videoFrames; at += 1) {
    const instantSeconds = plan.startSeconds + (at / videoFrames) * media.spanSeconds;
    // What is due at an instant of the grid must not be missed by rounding.
    const position = Math.floor(instantSeconds * header.videoFps + 1e-6);
    writer.write(videoFrame(Math.min(position, header.frameCrcs.length - 1)), at * sidePx ** 2 * 3);
  }
}

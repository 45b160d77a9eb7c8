// Which clips train together, and their bytes as varied tensors' values. Repeatable by the random generator handed in; no tensors here.
import type { SeededRandom } from '../signal/seeded-random.ts';
import type { PackedCorpus } from './packed-corpus.ts';
import { PICTURE, PICTURE_SIZE, SOUND, SOUND_SIZE } from './tower-inputs.ts';

/** Clips of one class that come together (chosen): each batch then holds negatives of other classes and of the same one. */
const SAME_CLASS_GROUP = 4;

/** Positions of `batchSize` different clips (all of them where there are fewer). */
export function sampleBatch(
  corpus: PackedCorpus,
  trainable: readonly number[],
  batchSize: number,
  random: SeededRandom,
): number[] {
  const wanted = Math.min(batchSize, trainable.length);
  const chosen = new Set<number>();
  while (chosen.size < wanted) {
    const first = trainable[random.below(trainable.length)]!;
    chosen.add(first);
    const label = corpus.clips[first]!.label;
    const start = random.below(trainable.length);
    let group = 1;
    for (let offset = 0; offset < trainable.length && group < SAME_CLASS_GROUP && chosen.size < wanted; offset += 1) {
      const other = trainable[(start + offset) % trainable.length]!;
      if (corpus.clips[other]!.label !== label || chosen.has(other)) continue;
      chosen.add(other);
      group += 1;
    }
  }
  return [...chosen];
}

/** `[batch, columns, melBins, 2]`. With a generator: turned in time, and one band of time and one of pitch blanked (SpecAugment, arXiv 1904.08779). */
export function soundValues(corpus: PackedCorpus, positions: readonly number[], random?: SeededRandom): Float32Array {
  const result = new Float32Array(positions.length * SOUND_SIZE);
  const rowSize = SOUND.melBins * SOUND.channels;
  for (const [row, position] of positions.entries()) {
    const turn = random === undefined ? 0 : random.below(SOUND.columns);
    const blankColumns = random === undefined ? [0, 0] : blankBand(SOUND.columns, random);
    const blankBins = random === undefined ? [0, 0] : blankBand(SOUND.melBins, random);
    for (let column = 0; column < SOUND.columns; column += 1) {
      if (column >= blankColumns[0]! && column < blankColumns[1]!) continue;
      const from = position * SOUND_SIZE + ((column + turn) % SOUND.columns) * rowSize;
      const to = row * SOUND_SIZE + column * rowSize;
      for (let bin = 0; bin < SOUND.melBins; bin += 1) {
        if (bin >= blankBins[0]! && bin < blankBins[1]!) continue;
        result[to + 2 * bin] = (corpus.sound[from + 2 * bin]! - 128) / 32;
        result[to + 2 * bin + 1] = corpus.sound[from + 2 * bin + 1]! / 64;
      }
    }
  }
  return result;
}

/** From and to of a band that covers up to a sixth. */
function blankBand(length: number, random: SeededRandom): [number, number] {
  const width = random.below(Math.floor(length / 6) + 1);
  const from = random.below(length - width + 1);
  return [from, from + width];
}

/** `[batch * keptFrames, side, side, 3]`. With a generator: random video frames, mirrored or not, brighter or darker. */
export function pictureValues(
  corpus: PackedCorpus,
  positions: readonly number[],
  keptFrames: number,
  random?: SeededRandom,
): Float32Array {
  const imageSize = PICTURE_SIZE / PICTURE.videoFrames;
  const result = new Float32Array(positions.length * keptFrames * imageSize);
  for (const [row, position] of positions.entries()) {
    const mirrored = random !== undefined && random.next() < 0.5;
    const gain = random === undefined ? 1 : 0.8 + 0.4 * random.next();
    const offset = random === undefined ? 0 : 0.6 * (random.next() - 0.5);
    for (let kept = 0; kept < keptFrames; kept += 1) {
      const part = PICTURE.videoFrames / keptFrames;
      const videoFrame = Math.floor((kept + (random === undefined ? 0.5 : random.next())) * part);
      const from = position * PICTURE_SIZE + videoFrame * imageSize;
      const to = (row * keptFrames + kept) * imageSize;
      for (let y = 0; y < PICTURE.sidePx; y += 1) {
        for (let x = 0; x < PICTURE.sidePx; x += 1) {
          const source = from + (y * PICTURE.sidePx + (mirrored ? PICTURE.sidePx - 1 - x : x)) * PICTURE.channels;
          const target = to + (y * PICTURE.sidePx + x) * PICTURE.channels;
          for (let channel = 0; channel < PICTURE.channels; channel += 1) {
            result[target + channel] = gain * (corpus.picture[source + channel]! / 64 - 2) + offset;
          }
        }
      }
    }
  }
  return result;
}

/** A curve's window of `steps` from its middle, `[batch, steps, channels]`, 0..4. */
export function curveValues(
  curves: Uint8Array,
  channels: number,
  corpus: PackedCorpus,
  positions: readonly number[],
): Float32Array {
  const steps = corpus.syncWindowSteps;
  const rowSize = curves.length / corpus.clips.length;
  const result = new Float32Array(positions.length * steps * channels);
  for (const [row, position] of positions.entries()) {
    const first = Math.floor((corpus.curveSteps[position]! - steps) / 2);
    const from = position * rowSize + first * channels;
    for (let at = 0; at < steps * channels; at += 1) result[row * steps * channels + at] = curves[from + at]! / 64;
  }
  return result;
}

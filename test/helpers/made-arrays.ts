// Clip arrays made of numbers, whose sound is caused by the picture: a blob in the colour of the class, of which each flash is a burst in
// the pitch of the class. Colour, pitch, place and instants vary from clip to clip.
import {
  CELLS_PER_SIDE,
  CLIP_ARRAYS_VERSION,
  type ClipArrays,
  CURVE_FPS,
  LOG_MEL,
  MEL_BINS_PER_BAND,
  PICTURE_SIDE_PX,
} from '../../src/signal/clip-arrays.ts';
import { type SeededRandom, seededRandom, seedOf } from '../../src/signal/seeded-random.ts';

export interface MadeClip {
  readonly clipName: string;
  readonly videoId: string;
  readonly label: string;
  readonly arrays: ClipArrays;
}

const SECONDS = 5;
const STEPS = SECONDS * CURVE_FPS;
const MEL_FRAMES = SECONDS * 100;
const FRAMES = 4;
const BANDS = LOG_MEL.nMels / MEL_BINS_PER_BAND;

/** Clips of `classes` in turn; every second video gives two clips. */
export function makeClips(count: number, classes: number, seed: number): MadeClip[] {
  return Array.from({ length: count }, (_, index) => {
    const random = seededRandom(seedOf('made', seed, index));
    const kind = index % classes;
    const events = drawEvents(random);
    // What makes an instance: a tint that the pitch follows.
    const shade = random.next();
    return {
      clipName: `clip${index}`,
      videoId: `video${kind}-${Math.floor(Math.floor(index / classes) / 1.5)}`,
      label: `class${kind}`,
      arrays: {
        ...makeSound(kind, classes, shade, events, random),
        ...makePicture(kind, classes, shade, events, random),
      },
    };
  });
}

/** The picture of one clip with the sound of another. */
export function withSoundOf(clip: ClipArrays, donor: ClipArrays): ClipArrays {
  const { logMel, melFrames, melBins, onsetBands, bands } = donor;
  return { ...clip, logMel, melFrames, melBins, onsetBands, bands };
}

/** The sound later by so many steps, round the end. */
export function withShiftedSound(clip: ClipArrays, steps: number): ClipArrays {
  const onsetBands = clip.onsetBands.map((_, at) => {
    const band = Math.floor(at / clip.steps);
    return clip.onsetBands[band * clip.steps + (((at % clip.steps) + clip.steps - steps) % clip.steps)]!;
  });
  return { ...clip, onsetBands };
}

function drawEvents(random: SeededRandom): number[] {
  const events: number[] = [];
  for (let step = random.below(15); step < STEPS; step += 8 + random.below(22)) events.push(step);
  return events;
}

function makeSound(kind: number, classes: number, shade: number, events: readonly number[], random: SeededRandom) {
  const logMel = Float32Array.from({ length: MEL_FRAMES * LOG_MEL.nMels }, () => -8 + 0.7 * random.normal());
  const onsetBands = Float32Array.from({ length: BANDS * STEPS }, () => Math.abs(0.2 * random.normal()));
  const pitch = Math.floor(((kind + 0.15 + 0.7 * shade) * LOG_MEL.nMels) / classes);
  for (const event of events) {
    for (let after = 0; after < 24 && event * 4 + after < MEL_FRAMES; after += 1) {
      for (const harmonic of [0, 1, 2]) {
        const bin = Math.min(LOG_MEL.nMels - 1, pitch + harmonic);
        logMel[(event * 4 + after) * LOG_MEL.nMels + bin]! += 4 * Math.exp(-after / 8);
      }
    }
    onsetBands[Math.floor(pitch / MEL_BINS_PER_BAND) * STEPS + event]! += 2;
  }
  return { logMel, melFrames: MEL_FRAMES, melBins: LOG_MEL.nMels, onsetBands, bands: BANDS };
}

function makePicture(kind: number, classes: number, shade: number, events: readonly number[], random: SeededRandom) {
  const side = PICTURE_SIDE_PX;
  const cells = CELLS_PER_SIDE ** 2;
  const [row, column] = [random.below(CELLS_PER_SIDE - 2), random.below(CELLS_PER_SIDE - 2)];
  const motionCells = Float32Array.from({ length: cells * STEPS }, () => Math.abs(0.3 * random.normal()));
  for (const event of events) {
    for (const cell of [row * CELLS_PER_SIDE + column, (row + 1) * CELLS_PER_SIDE + column + 1])
      motionCells[cell * STEPS + event]! += 4;
  }
  const frames = new Uint8Array(FRAMES * side * side * 3);
  const hue = (kind + 0.15 + 0.7 * shade) / classes;
  const colour = [0, 1, 2].map((channel) => 128 + 100 * Math.cos(2 * Math.PI * (hue - channel / 3)));
  for (let pixel = 0; pixel < FRAMES * side * side; pixel += 1) {
    const [y, x] = [Math.floor(pixel / side) % side, pixel % side];
    const inside =
      Math.floor(y / 8) - row >= 0 &&
      Math.floor(y / 8) - row < 3 &&
      Math.floor(x / 8) - column >= 0 &&
      Math.floor(x / 8) - column < 3;
    for (let channel = 0; channel < 3; channel += 1) {
      frames[pixel * 3 + channel] = Math.max(0, Math.min(255, (inside ? colour[channel]! : 90) + 12 * random.normal()));
    }
  }
  return {
    version: CLIP_ARRAYS_VERSION,
    videoFps: CURVE_FPS,
    steps: STEPS,
    motionCells,
    cells,
    frames,
    frameCount: FRAMES,
    frameHeightPx: side,
    frameWidthPx: side,
  };
}

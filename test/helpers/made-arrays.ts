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

const MEL_FRAMES_PER_STEP = 4;
const BANDS = LOG_MEL.nMels / MEL_BINS_PER_BAND;

export interface MadeShape {
  readonly seconds: number;
  readonly videoFrames: number;
}

/** Clips of `classes` in turn; every second video gives two clips. */
export function makeClips(
  count: number,
  classes: number,
  seed: number,
  { seconds, videoFrames }: MadeShape = { seconds: 5, videoFrames: 4 },
): MadeClip[] {
  const steps = seconds * CURVE_FPS;
  return Array.from({ length: count }, (_, index) => {
    const random = seededRandom(seedOf('made', seed, index));
    const kind = index % classes;
    const events = drawEvents(steps, random);
    // What makes an instance: a tint that the pitch follows.
    const hue = (kind + 0.15 + 0.7 * random.next()) / classes;
    return {
      clipName: `clip${index}`,
      videoId: `video${kind}-${Math.floor(Math.floor(index / classes) / 1.5)}`,
      label: `class${kind}`,
      arrays: {
        ...makeSound({ hue, steps, events }, random),
        ...makePicture({ hue, steps, events }, videoFrames, random),
      },
    };
  });
}

interface Instance {
  /** Where it stands in the colours and in the pitches, 0..1. */
  readonly hue: number;
  readonly steps: number;
  /** Steps at which it flashes and sounds. */
  readonly events: readonly number[];
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

function drawEvents(steps: number, random: SeededRandom): number[] {
  const events: number[] = [];
  for (let step = random.below(15); step < steps; step += 8 + random.below(22)) events.push(step);
  return events;
}

function makeSound({ hue, steps, events }: Instance, random: SeededRandom) {
  const melFrames = steps * MEL_FRAMES_PER_STEP;
  const logMel = Float32Array.from({ length: melFrames * LOG_MEL.nMels }, () => -8 + 0.7 * random.normal());
  const onsetBands = Float32Array.from({ length: BANDS * steps }, () => Math.abs(0.2 * random.normal()));
  const pitch = Math.floor(hue * LOG_MEL.nMels);
  for (const event of events) {
    for (let after = 0; after < 24 && event * MEL_FRAMES_PER_STEP + after < melFrames; after += 1) {
      for (const harmonic of [0, 1, 2]) {
        const bin = Math.min(LOG_MEL.nMels - 1, pitch + harmonic);
        logMel[(event * MEL_FRAMES_PER_STEP + after) * LOG_MEL.nMels + bin]! += 4 * Math.exp(-after / 8);
      }
    }
    onsetBands[Math.floor(pitch / MEL_BINS_PER_BAND) * steps + event]! += 2;
  }
  return { logMel, melFrames, melBins: LOG_MEL.nMels, onsetBands, bands: BANDS };
}

function makePicture({ hue, steps, events }: Instance, videoFrames: number, random: SeededRandom) {
  const side = PICTURE_SIDE_PX;
  const cells = CELLS_PER_SIDE ** 2;
  const [row, column] = [random.below(CELLS_PER_SIDE - 2), random.below(CELLS_PER_SIDE - 2)];
  const motionCells = Float32Array.from({ length: cells * steps }, () => Math.abs(0.3 * random.normal()));
  for (const event of events) {
    for (const cell of [row * CELLS_PER_SIDE + column, (row + 1) * CELLS_PER_SIDE + column + 1])
      motionCells[cell * steps + event]! += 4;
  }
  const frames = new Uint8Array(videoFrames * side * side * 3);
  const colour = [0, 1, 2].map((channel) => 128 + 100 * Math.cos(2 * Math.PI * (hue - channel / 3)));
  for (let pixel = 0; pixel < videoFrames * side * side; pixel += 1) {
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
    steps,
    motionCells,
    cells,
    frames,
    frameCount: videoFrames,
    frameHeightPx: side,
    frameWidthPx: side,
  };
}

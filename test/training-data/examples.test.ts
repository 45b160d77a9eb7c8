import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { planExample } from '../../src/training-data/example-plan.ts';
import { exampleShape } from '../../src/training-data/example-shape.ts';
import { makeBatch } from '../../src/training-data/make-batch.ts';
import { openMedia } from '../../src/training-data/media-reader.ts';
import { createPictureWriter } from '../../src/training-data/picture-values.ts';
import { soundImage, soundWindow, writeSoundValues } from '../../src/training-data/sound-values.ts';
import { temporaryDirectory } from '../helpers/cutting.ts';
import { FLASH_SECONDS, flashAndBeep, movingClip, prepare, trainingClip } from '../helpers/training-clips.ts';

const SHAPE = exampleShape({ videoFrames: 8, sidePx: 28, melSide: 32 });
const MEDIA = {
  shape: SHAPE.media,
  videoFps: 8,
  widthPx: 48,
  heightPx: 32,
  frameCrcs: new Array<number>(80).fill(0),
  samples: 160_000,
};
const SAME = { gain: 1, contrast: 1, saturation: 1 };

describe('where an example is cut', () => {
  const plans = Array.from({ length: 400 }, (_, seed) => planExample(MEDIA, SHAPE, { kind: 'varied', seed }));

  test('is decided by the seed alone', () => {
    assert.deepEqual(planExample(MEDIA, SHAPE, { kind: 'varied', seed: 7 }), plans[7]);
    assert.notDeepEqual(plans[8], plans[7]);
  });

  test('always lies within clip and picture, and reaches all of their ends', () => {
    const range = (of: (plan: (typeof plans)[number]) => number) => [
      Math.min(...plans.map(of)),
      Math.max(...plans.map(of)),
    ];
    assert.deepEqual(
      range((plan) => plan.startSeconds),
      [0, 8],
    );
    assert.deepEqual(
      range(({ crop }) => crop.sidePx),
      [28, 32],
    );
    assert.deepEqual(
      range(({ crop }) => crop.leftPx),
      [0, 20],
    );
    assert.deepEqual(
      range(({ crop }) => crop.topPx),
      [0, 4],
    );
    assert.ok(plans.every(({ crop }) => crop.leftPx + crop.sidePx <= 48 && crop.topPx + crop.sidePx <= 32));
    assert.ok(plans.every(({ blankColumns: [from, to] }) => from <= to && to - from <= 5 && to <= 32));
    const mirrored = plans.filter(({ isMirrored }) => isMirrored).length;
    assert.ok(Math.abs(mirrored - 200) < 50, String(mirrored));
  });

  test('of several plain windows is the middle of equal parts, of one the middle of the clip', () => {
    const startOf = (window: number, windows: number) =>
      planExample(MEDIA, SHAPE, { kind: 'plain', window, windows }).startSeconds;
    assert.equal(startOf(0, 1), 4);
    assert.deepEqual([startOf(0, 4), startOf(1, 4), startOf(2, 4), startOf(3, 4)], [1, 3, 5, 7]);
    assert.deepEqual(planExample(MEDIA, SHAPE, { kind: 'plain', window: 0, windows: 1 }).crop, {
      leftPx: 10,
      topPx: 2,
      sidePx: 28,
    });
  });

  test('of a clip that is shorter than the span is its beginning', () => {
    const short = { ...MEDIA, frameCrcs: [0] };
    for (let seed = 0; seed < 20; seed += 1)
      assert.equal(planExample(short, SHAPE, { kind: 'varied', seed }).startSeconds, 0);
  });
});

describe('values of a picture', () => {
  const pixels = Uint8Array.from({ length: 4 * 3 * 3 }, (_, at) => 7 * at);
  const written = (changes: Partial<Parameters<typeof createPictureWriter>[1]>, sidePx: number): Float32Array => {
    const values = new Float32Array(sidePx ** 2 * 3);
    const plan = { crop: { leftPx: 1, topPx: 0, sidePx: 3 }, isMirrored: false, colour: SAME, ...changes };
    createPictureWriter(4, plan, sidePx, values).write(pixels, 0);
    return values;
  };
  /** The bytes that normalised values stand for. */
  const bytesOf = (values: Float32Array) => {
    const [mean, deviation] = [
      [0.43216, 0.394666, 0.37645],
      [0.22803, 0.22145, 0.216989],
    ] as const;
    return Array.from(values, (value, at) => 255 * (value * deviation[at % 3]! + mean[at % 3]!));
  };
  const isNear = (got: readonly number[], expected: readonly number[]): void => {
    assert.equal(got.length, expected.length);
    for (const [at, value] of expected.entries())
      assert.ok(Math.abs(got[at]! - value) < 1e-3, `${at}: ${got[at]}, ${value}`);
  };
  // Columns 1 to 3 of three rows of four pixels.
  const square = [0, 1, 2].flatMap((row) => [...pixels.slice(row * 12 + 3, row * 12 + 12)]);

  test('are the pixels themselves where nothing is changed', () => isNear(bytesOf(written({}, 3)), square));

  test('are mirrored from left to right', () => {
    const mirrored = [0, 1, 2].flatMap((row) =>
      [2, 1, 0].flatMap((x) => square.slice((row * 3 + x) * 3, (row * 3 + x + 1) * 3)),
    );
    isNear(bytesOf(written({ isMirrored: true }, 3)), mirrored);
  });

  test('of a square brought to one pixel are its middle', () => isNear(bytesOf(written({}, 1)), square.slice(12, 15)));

  test('are brighter, of more contrast or less colour as the plan says', () => {
    isNear(
      bytesOf(written({ colour: { ...SAME, gain: 1.2 } }, 3)),
      square.map((value) => 1.2 * value),
    );
    isNear(
      bytesOf(written({ colour: { ...SAME, contrast: 0.5 } }, 3)),
      square.map((value) => 64 + 0.5 * value),
    );
    const grey = bytesOf(written({ colour: { ...SAME, saturation: 0 } }, 3));
    isNear([grey[0]!], [0.299 * square[0]! + 0.587 * square[1]! + 0.114 * square[2]!]);
    isNear([grey[1]!, grey[2]!], [grey[0]!, grey[0]!]);
  });
});

test('bands of the image of sound are blanked, and the rest stays', () => {
  const samples = Int16Array.from({ length: soundWindow(SHAPE.media, 0).count }, (_, at) => 9000 * Math.sin(at / 3));
  const image = soundImage(samples, SHAPE.media);
  const written = (blankColumns: [number, number], blankBins: [number, number]): Float32Array => {
    const values = new Float32Array(32 * 32);
    writeSoundValues(image, 32, { blankColumns, blankBins }, values);
    return values;
  };
  const whole = written([0, 0], [0, 0]);
  assert.ok(whole.every((value) => value !== 0));
  const blanked = written([4, 7], [20, 25]);
  for (let at = 0; at < blanked.length; at += 1) {
    const [column, bin] = [Math.floor(at / 32), at % 32];
    const isBlank = (column >= 4 && column < 7) || (bin >= 20 && bin < 25);
    assert.equal(blanked[at], isBlank ? 0 : whole[at]);
  }
});

describe('examples of a real file', () => {
  const folder = temporaryDirectory({ after });
  const flash = trainingClip(folder, 'flash', SHAPE);
  const still = trainingClip(folder, 'short', SHAPE);
  before(async () => {
    await Promise.all([flashAndBeep(flash), movingClip(still, 0.04)]);
    const { unusable } = await prepare([flash, still], SHAPE);
    assert.deepEqual(unusable, []);
  });

  test('show the flash in the video frames and hear the beep in the columns of the same instants', () => {
    let seen = 0;
    for (let seed = 0; seed < 40; seed += 1) {
      const reading = { kind: 'varied', seed } as const;
      const { startSeconds, blankColumns, blankBins } = planExample(
        { ...MEDIA, frameCrcs: new Array(64).fill(0), samples: 128_000 },
        SHAPE,
        reading,
      );
      const { video, logMel } = makeBatch([{ clip: flash, reading }], SHAPE);
      const frameSize = 28 * 28 * 3;
      for (let at = 0; at < 8; at += 1) {
        const seconds = startSeconds + at / 4;
        const isOn = seconds >= FLASH_SECONDS && seconds < FLASH_SECONDS + 1;
        assert.equal(video[(at + 0.5) * frameSize]! > 0, isOn, `seed ${seed}, video frame at ${seconds} s`);
        seen += isOn ? 1 : 0;
      }
      // 1000 Hz lies between bins 9 and 10.
      const isBeepBlank = blankBins[0] <= 10 && blankBins[1] > 9;
      for (let column = 0; column < 32 && !isBeepBlank; column += 1) {
        const seconds = startSeconds + (column + 0.5) / 16;
        // A window of sound lasts two columns: those on an edge hear a part.
        const isOnEdge = [FLASH_SECONDS, FLASH_SECONDS + 1].some((edge) => Math.abs(seconds - edge) < 0.1);
        if (isOnEdge || (column >= blankColumns[0] && column < blankColumns[1])) continue;
        const loudest = Math.max(...logMel.subarray(column * 32, column * 32 + 32));
        assert.equal(
          loudest > 0,
          seconds > FLASH_SECONDS && seconds < FLASH_SECONDS + 1,
          `seed ${seed}, sound at ${seconds} s`,
        );
      }
    }
    assert.ok(seen > 10, String(seen));
  });

  test('hear the columns that were made with the cache: those of the samples of the same span', () => {
    const media = openMedia(flash, SHAPE.media)!;
    try {
      // The last begins 2 s before the end.
      for (const startSeconds of [0, 1.125, 3.5, 6]) {
        const { from, count } = soundWindow(SHAPE.media, startSeconds);
        const expected = soundImage(media.samples(from, count), SHAPE.media);
        assert.deepEqual(media.soundImage(startSeconds), expected, `at ${startSeconds} s`);
      }
    } finally {
      media.close();
    }
  });

  test('of a clip of one video frame repeat it, and are silent behind its end', () => {
    const { video, logMel } = makeBatch([{ clip: still, reading: { kind: 'plain', window: 0, windows: 1 } }], SHAPE);
    const frameSize = 28 * 28 * 3;
    assert.deepEqual(video.slice(7 * frameSize), video.slice(0, frameSize));
    assert.ok([...video, ...logMel].every(Number.isFinite));
    assert.ok(Math.max(...logMel.subarray(0, 32)) > 0 && Math.max(...logMel.subarray(31 * 32)) < -2);
  });
});

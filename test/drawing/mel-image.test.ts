import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapColours } from '../../src/drawing/colour-maps.ts';
import { melImage } from '../../src/drawing/mel-image.ts';

test('the highest bin is above, and a pixel shows the loudest cell that it covers', () => {
  // 4 mel frames of 2 bins: the high bin sounds in the last frame only
  const levels = Uint8Array.from([10, 0, 20, 0, 30, 0, 0, 255]);
  const { rgb, widthPx } = melImage({ levels, melFrames: 4, melBins: 2 }, 2, 2, 'magma');
  const colourAt = (x: number, y: number): number => {
    const at = (y * widthPx + x) * 3;
    return (rgb[at]! << 16) | (rgb[at + 1]! << 8) | rgb[at + 2]!;
  };
  const colours = mapColours('magma');
  assert.equal(colourAt(0, 0), colours[0]);
  assert.equal(colourAt(1, 0), colours[255]);
  assert.equal(colourAt(0, 1), colours[20]);
  assert.equal(colourAt(1, 1), colours[30]);
});

test('a short sound fills a wide picture', () => {
  const { rgb } = melImage({ levels: Uint8Array.from([200]), melFrames: 1, melBins: 1 }, 3, 2, 'magma');
  const [red, green, blue] = rgb;
  for (let at = 0; at < rgb.length; at += 3) assert.deepEqual([...rgb.subarray(at, at + 3)], [red, green, blue]);
});

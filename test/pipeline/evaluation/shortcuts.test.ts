import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  measureShortcuts,
  SHORTCUT_RANGE,
  type ShortcutClip,
  shortcutFeatures,
} from '../../../src/pipeline/evaluation/shortcuts.ts';
import { seededRandom } from '../../../src/signal/seeded-random.ts';
import { makeClips } from '../../helpers/made-arrays.ts';

/** 300 clips and their twins; `trace` is what a swap adds to the sound. */
function pairs(trace: number): ShortcutClip[] {
  const random = seededRandom(3);
  return Array.from({ length: 300 }, (_, at) => {
    const picture = [random.normal(), random.normal()];
    const twin = (isSwapped: boolean): ShortcutClip => ({
      videoId: `video${at}`,
      label: `class${at % 4}`,
      isSwapped,
      features: {
        'loudness and motion': [random.normal(), random.normal(), random.normal()],
        'sound alone': [random.normal() + (isSwapped ? trace : 0), random.normal()],
        'picture alone': picture,
      },
    });
    return [twin(false), twin(true)];
  }).flat();
}

const shortcutAuroc = (clips: readonly ShortcutClip[], shortcut: string) =>
  measureShortcuts(clips, 1).find((result) => result.shortcut === shortcut)!.auroc!.value;

test('a swap that leaves no trace is not found by any shortcut', () => {
  for (const { shortcut, auroc } of measureShortcuts(pairs(0), 1)) {
    const { value } = auroc!;
    assert.ok(value >= SHORTCUT_RANGE.low && value <= SHORTCUT_RANGE.high, `${shortcut} ${value}`);
  }
});

test('class and picture, which a swap leaves alone, are at one half exactly', () => {
  assert.equal(shortcutAuroc(pairs(0), 'picture alone'), 0.5);
  assert.equal(shortcutAuroc(pairs(0), 'class alone'), 0.5);
});

test('a trace in the sound is found by the sound alone', () => {
  assert.ok(shortcutAuroc(pairs(2), 'sound alone') > 0.85);
});

test('features are numbers, and those of the picture do not change with the sound', () => {
  const [first, second] = makeClips(2, 2, 1);
  const signals = { loudnessLufs: -20, meanMotion: 2, meanOnset: 0.1 } as Parameters<typeof shortcutFeatures>[0];
  const own = shortcutFeatures(signals, first!.arrays);
  const { logMel, onsetBands } = second!.arrays;
  const swapped = shortcutFeatures(signals, { ...first!.arrays, logMel, onsetBands });
  assert.ok(Object.values(own).flat().every(Number.isFinite));
  assert.deepEqual(own['picture alone'], swapped['picture alone']);
  assert.notDeepEqual(own['sound alone'], swapped['sound alone']);
  assert.equal(own['sound alone'].length, 32);
});

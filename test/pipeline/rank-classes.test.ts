import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RankedClip, rankClasses } from '../../src/pipeline/rank-classes.ts';
import { wilson } from '../../src/statistics/bootstrap.ts';

function clips(label: string, count: number, changes: Partial<RankedClip> = {}): RankedClip[] {
  return Array.from({ length: count }, (_, at) => ({
    label,
    videoId: `${label} ${at}`,
    isSilent: false,
    correspondence: 0.9,
    soundGuess: label,
    pictureGuess: label,
    isDubbed: false,
    isNarrated: false,
    ...changes,
  }));
}

test('the score is the cube root of the lower ends of correspondence, sound accuracy and share of plain clips', () => {
  const [report] = rankClasses(clips('singing', 20));
  // All 20 clips say 0.9, so that every sample of them does; both shares are 20 of 20.
  const low = wilson(20, 20)!.low;
  assert.ok(Math.abs(report!.score! - Math.cbrt(0.9 * low * low)) < 1e-9, String(report!.score));
});

test('a class ranks lower for sound that does not belong, that does not tell the class, and for dubbed clips', () => {
  const ranked = rankClasses([
    ...clips('plain', 20),
    ...clips('foreign', 20, { correspondence: 0.05 }),
    ...clips('mute to the ear', 20, { soundGuess: 'plain' }),
    ...clips('dubbed', 20, { isDubbed: true }),
  ]);
  assert.equal(ranked[0]!.label, 'plain');
  for (const { score } of ranked.slice(1)) assert.ok(score! < ranked[0]!.score! * 0.8, String(score));
});

test('with the same shares, a class of more videos ranks higher: its lower ends are', () => {
  const ranked = rankClasses([...clips('few', 6), ...clips('many', 60)]);
  assert.deepEqual(
    ranked.map(({ label }) => label),
    ['many', 'few'],
  );
});

test('clips of one video count as one witness', () => {
  const [report] = rankClasses([...clips('singing', 10), ...clips('singing', 10, { soundGuess: 'crying' })]);
  assert.equal(report!.videos, 10);
  assert.deepEqual(report!.soundAccuracy, wilson(5, 10));
});

test('classes with few judged videos, or none, are reported without a rank', () => {
  const ranked = rankClasses([
    ...clips('few', 4),
    ...clips('none', 20, { correspondence: undefined, soundGuess: undefined, isDubbed: undefined }),
  ]);
  assert.deepEqual(
    ranked.map(({ label, score, judgedVideos }) => [label, score, judgedVideos]),
    [
      ['few', undefined, 4],
      ['none', undefined, 0],
    ],
  );
  assert.equal(ranked[1]!.correspondence, undefined);
  assert.deepEqual(rankClasses([]), []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Fate, funnelOf, stageOfLoss } from '../../src/dataset/funnel.ts';

const FATES: Fate[] = [
  { label: 'drums', state: 'kept', code: '', hasClip: true, clips: 50 },
  { label: 'drums', state: 'dead', code: 'video-removed', hasClip: false, clips: 10 },
  { label: 'drums', state: 'failed', code: 'cut-failed', hasClip: false, clips: 2 },
  { label: 'drums', state: 'dropped', code: 'silent', hasClip: true, clips: 3 },
  { label: 'drums', state: 'dropped', code: 'music-bed', hasClip: true, clips: 5 },
  { label: 'drums', state: 'ask', code: 'uncertain', hasClip: true, clips: 4 },
  { label: 'drums', state: 'dropped', code: 'leak', hasClip: true, clips: 1 },
  { label: 'bowling', state: 'dropped', code: 'too-short', hasClip: false, clips: 7 },
  { label: 'bowling', state: 'pending', code: '', hasClip: false, clips: 3 },
];

test('each stage counts the clips that came through it', () => {
  const { through, classes } = funnelOf(FATES);
  assert.deepEqual(through, { listed: 85, reachable: 72, cut: 63, facts: 60, correspondence: 51, kept: 50 });
  assert.deepEqual(
    classes.map(({ label, through: { listed, kept } }) => [label, listed, kept]),
    [
      ['bowling', 10, 0],
      ['drums', 75, 50],
    ],
  );
});

test('every lost clip stands at the stage that it did not come through, with its reason', () => {
  const { lost } = funnelOf(FATES);
  assert.deepEqual(
    lost.map(({ stage, code, clips }) => `${stage} ${code} ${clips}`.replace('  ', ' ')),
    [
      'reachable video-removed 10',
      'reachable 3',
      'cut too-short 7',
      'cut cut-failed 2',
      'facts silent 3',
      'correspondence music-bed 5',
      'correspondence uncertain 4',
      'kept leak 1',
    ],
  );
});

test('what a person dropped is lost at the end', () => {
  for (const code of ['', 'by-hand', 'wrong-label'])
    assert.equal(stageOfLoss({ state: 'dropped', code, hasClip: true }), 'kept', code);
});

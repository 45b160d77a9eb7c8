import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parseManifest } from '../../src/dataset/manifest-text.ts';
import { segmentOf } from '../helpers/index-with-plan.ts';
import { type JudgedClip, judgedWorkspace } from '../helpers/judged-workspace.ts';
import { ksBuild } from '../helpers/ks-build.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const PER_CLASS = 30;

/** 30 clips of 30 videos. */
function classOf(label: string, first: number, judged: Omit<JudgedClip, 'segment'>, count = PER_CLASS): JudgedClip[] {
  return Array.from({ length: count }, (_, at) => ({ segment: segmentOf(first + at, label), ...judged }));
}

const READING = { probability: 0.8, soundLabelGuess: 'reading', pictureLabelGuess: 'waving' };

/** Tap dancing sounds as it looks; ironing never does; the sound of waving is silence; half of reading is narrated. */
const CLIPS: readonly JudgedClip[] = [
  ...classOf('ironing', 0, {
    scores: { probability: 0.1, soundLabelGuess: 'tap dancing', pictureLabelGuess: 'ironing' },
  }),
  ...classOf('tap dancing', 100, {
    scores: { probability: 0.9, soundLabelGuess: 'tap dancing', pictureLabelGuess: 'tap dancing' },
  }),
  ...classOf('waving', 200, { isSilent: true }),
  ...classOf('reading', 300, { scores: READING }, PER_CLASS / 2),
  ...classOf(
    'reading',
    400,
    { scores: { ...READING, mismatch: { swap: 0, shift: 0, musicBed: 0, voiceOver: 0.9 } } },
    PER_CLASS / 2,
  ),
];

interface RankedClass {
  readonly label: string;
  readonly score?: number;
  readonly silent: { readonly value: number };
  readonly narrated?: { readonly value: number };
  readonly soundAccuracy?: { readonly value: number };
}

test('classes: the class whose sound belongs comes first, the one whose sound never does comes last; each share is told', async (t) => {
  const workspace = temporaryFolder(t);
  judgedWorkspace(workspace, CLIPS);
  const { stdout, stderr, exitCode } = await ksBuild(['classes', '-w', workspace, '--json']);
  assert.equal(exitCode, 0, stderr);
  const { classes } = JSON.parse(stdout) as { classes: RankedClass[] };
  assert.deepEqual(
    classes.map(({ label }) => label),
    ['tap dancing', 'reading', 'ironing', 'waving'],
  );
  const [tapDancing, reading, ironing, waving] = classes;
  assert.equal(tapDancing?.soundAccuracy?.value, 1);
  assert.equal(ironing?.soundAccuracy?.value, 0);
  assert.equal(reading?.narrated?.value, 0.5);
  assert.equal(waving?.silent.value, 1);
  assert.equal(waving?.score, undefined);

  const table = await ksBuild(['classes', '-w', workspace]);
  assert.match(table.stdout, /^ +1 +tap dancing +30 +30 .* 100 \[89-100\]/m);
});

test('variants derive writes a manifest of the best classes that fetch reads, and counts those in common with another', async (t) => {
  const workspace = temporaryFolder(t);
  judgedWorkspace(workspace, CLIPS);
  const from = path.join(workspace, 'all.csv');
  const rows = CLIPS.map(({ segment: { label, videoId, startSeconds, endSeconds, split } }) =>
    [label, videoId, startSeconds, endSeconds, split].join(','),
  );
  writeFileSync(from, `label,youtube_id,time_start,time_end,split\n${rows.join('\n')}\n`);
  const output = path.join(workspace, 'best-two.txt');
  const derive = ['variants', 'derive', '--from', from, '-w', workspace, '--classes', '2', '--output', output];

  const { stdout, stderr, exitCode } = await ksBuild([...derive, '--check', 'ks100']);
  assert.equal(exitCode, 0, stderr);
  // Of the four only tap dancing is in ks100, and three are ranked: two of three hold it two times in three.
  assert.match(stdout, /in common with ks100: 1 classes; by chance 0\.7/);
  assert.match(stdout, /only here: reading/);

  const { manifest } = parseManifest(output, readFileSync(output, 'utf8'));
  assert.equal(manifest.name, 'best-two');
  assert.deepEqual([...manifest.classes].sort(), ['reading', 'tap dancing']);
  assert.equal(manifest.rows.length, 2 * PER_CLASS);
  assert.ok(manifest.notes.some((note) => note.startsWith('rule: score = ')));
  assert.ok(manifest.notes.some((note) => note.startsWith('evidence 1 tap dancing: score ')));

  const shown = await ksBuild(['variants', output]);
  assert.match(shown.stdout, /^best-two\n/);
  const planned = await ksBuild(['fetch', output, '--dry-run', '-w', path.join(workspace, 'new')]);
  assert.match(planned.stdout, /^note +rule: score = /m);
  assert.doesNotMatch(planned.stdout, /evidence 1 /, 'the evidence of each class is for who reads the manifest');
  const again = await ksBuild(derive);
  assert.equal(again.exitCode, 2);
  assert.match(again.stderr, /expected a new file/);
});

test('more classes than are ranked are refused, with how many there are', async (t) => {
  const workspace = temporaryFolder(t);
  judgedWorkspace(workspace, CLIPS);
  const output = path.join(workspace, 'many.txt');
  const { exitCode, stderr } = await ksBuild([
    ...['variants', 'derive', '--from', 'k400', '-w', workspace, '--classes', '9', '--output', output],
  ]);
  assert.equal(exitCode, 2);
  assert.match(stderr, /--classes: expected at most \d, .* got 9/);
});

test('a workspace that was never judged is told to run the filter', async (t) => {
  const workspace = temporaryFolder(t);
  judgedWorkspace(workspace, classOf('waving', 0, {}));
  const { exitCode, stderr } = await ksBuild(['classes', '-w', workspace]);
  assert.equal(exitCode, 2);
  assert.match(stderr, /no scores; run `ks-build filter` first/);
});

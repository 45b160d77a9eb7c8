import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { DEFAULT_CONFIG } from '../../../src/config.ts';
import type { Audit } from '../../../src/dataset/audit.ts';
import { clipName } from '../../../src/dataset/segment.ts';
import type { ClipViewOutcome } from '../../../src/pipeline/clip-view.ts';
import { createAuditWriter, readAuditAnswers, readAuditClips, writeAudit } from '../../../src/store/audits.ts';
import type { NoPlayer, Player, PlayerNews } from '../../../src/tools/player.ts';
import { AUDIT_COMMANDS, auditBindings } from '../../../src/ui/audit/audit-keys.ts';
import { createAuditScreen } from '../../../src/ui/audit/audit-screen.ts';
import type { Graphics } from '../../../src/ui/graphics/graphics-mode.ts';
import type { Outcome, Screen } from '../../../src/ui/screen.ts';
import { createScrolledScreen } from '../../../src/ui/scrolled-screen.ts';
import { themeFor } from '../../../src/ui/theme.ts';
import { indexWithClips } from '../../helpers/index-with-clips.ts';
import { segmentOf } from '../../helpers/index-with-plan.ts';

const NO_PLAYER: NoPlayer = { name: 'none', because: 'no sound here', remedy: ['install mpv'] };
const GRAPHICS: Graphics = {
  ladder: ['ascii'],
  drawing: { depth: 'none', isUnicode: true },
  cellPx: { width: 6, height: 12 },
  isInTmux: false,
  because: 'a test',
};
const LABEL = 'playing drums';
const AUDIT: Audit = {
  name: 'first',
  corpus: 'ks-test',
  seed: 3,
  policy: 'abc',
  drawnAtMs: 0,
  population: { keep: 1, drop: 1, ask: 1, leftOut: { facts: 0, otherReasons: 0, unfiltered: 0 } },
  strata: [
    { band: 1, labels: [LABEL], population: 2 },
    { band: 7, labels: [LABEL], population: 1 },
  ],
  items: (['drop', 'keep', 'ask'] as const).map((decision, number) => ({
    clipName: clipName(segmentOf(number)),
    stratum: number === 0 ? 0 : 1,
    decision,
    decisionWithPeople: decision,
    probability: [0.0731, 0.9642, 0.5183][number],
  })),
};

function plain(screen: Screen, columns: number, rows: number): string[] {
  return screen.frame({ columns, rows }).lines.map((line) => stripVTControlCharacters(line).trimEnd());
}

interface Setup {
  readonly views?: readonly (ClipViewOutcome | undefined)[];
  readonly player?: Player;
  readonly columns?: number;
  readonly rows?: number;
}

async function openAudit(t: TestContext, { views = [], player, columns = 80, rows = 24 }: Setup = {}) {
  const { index, clipIds } = indexWithClips(t, 3, () => LABEL);
  writeAudit(index, AUDIT);
  const writer = createAuditWriter(index, 'first');
  const files = readAuditClips(index, 'first').map(({ file }) => file);
  const theme = themeFor({ isColourful: false, isUnicode: true });
  const reports: Screen[] = [];
  let nowMs = 0;
  const screen = createAuditScreen(
    {
      answer: (answer) => writer.answer([answer]),
      undo: (position) => writer.undo(position, 'mk'),
      fileOf: (position) => {
        const file = files[position];
        return file && { clipId: file.clipId, path: `/w/${file.path}` };
      },
      openViews: () => ({
        get: (clipId) => views[clipIds.indexOf(clipId)],
        want: () => {},
        close: () => Promise.resolve(),
      }),
      findPlayer: () => Promise.resolve(player ?? NO_PLAYER),
      openReport: () => {
        const report = createScrolledScreen(() => ['precision 1.0', 'recall 0.5'], theme);
        reports.push(report);
        return report;
      },
      now: () => nowMs,
    },
    {
      beginning: { rater: 'mk', questions: 3, open: [0, 1, 2], durationsSeconds: [10, 10, 10] },
      startsPlaying: false,
      graphics: GRAPHICS,
      help: { commands: AUDIT_COMMANDS, bindings: auditBindings(DEFAULT_CONFIG.curate.keys), isUnicode: true },
      theme,
    },
  );
  screen.enter(() => {});
  // The player is found.
  await Promise.resolve();
  await Promise.resolve();
  return {
    index,
    screen,
    reports,
    waitMs: (ms: number) => {
      nowMs += ms;
    },
    press: (...keys: string[]) => keys.map((key) => screen.press(key).kind).at(-1),
    lines: () => plain(screen, columns, rows),
    said: () => readAuditAnswers(index, 'first').map(({ position, word }) => `${position} ${word}`),
  };
}

test('the first question, as a picture', async (t) => {
  const { lines } = await openAudit(t);
  assert.deepEqual(lines(), [
    ' audit · blind · question 1 of 3                                       rater mk',
    ' Does the sound belong to the picture?  (score, verdict and label are hidden)',
    ...Array.from({ length: 9 }, () => ''),
    '   decoding',
    ...Array.from({ length: 9 }, () => ''),
    ' no sound here',
    '',
    ' a it belongs  x it does not  s cannot tell  u undo the last  ␣ play  ? keys',
  ]);
});

test('an answer is in the index before the next question shows, with its time and who gave it', async (t) => {
  const { index, press, waitMs, lines } = await openAudit(t);
  waitMs(4500);
  press('x');
  assert.deepEqual(readAuditAnswers(index, 'first'), [
    { position: 0, rater: 'mk', word: 'does-not', atMs: 4500, seconds: 4.5, wasHeard: false },
  ]);
  const shown = lines();
  assert.equal(shown[0], ' audit · blind · question 2 of 3                  rater mk · 13/min · ~9 s left');
  assert.equal(shown[22], ' last answer: it does not');
});

test('only the last answer can be taken back, and its question comes back', async (t) => {
  const { press, said, lines } = await openAudit(t);
  press('a', 'x', 'u');
  assert.deepEqual(said(), ['0 belongs']);
  assert.match(lines()[0]!, /question 2 of 3/);
  press('u');
  assert.deepEqual(said(), ['0 belongs']);
  assert.equal(lines()[21], ' only the last answer can be taken back, once');
  press('s');
  assert.deepEqual(said(), ['0 belongs', '1 cannot-tell']);
});

test('after the last question comes the report; from there the last answer can still be taken back', async (t) => {
  const { press, reports, lines, said } = await openAudit(t);
  assert.equal(press('w'), 'stay');
  assert.match(lines()[21]!, /the report comes after the last question/);
  assert.equal(press('a', 'a', 'x'), 'open');
  assert.equal(reports.length, 1);
  assert.match(lines()[0]!, /all 3 questions answered/);
  assert.equal(press('w'), 'open');
  press('u');
  assert.deepEqual(said(), ['0 belongs', '1 belongs']);
  assert.match(lines()[0]!, /question 3 of 3/);
  assert.equal(press('q'), 'back');
});

test('an index that takes nothing is said so, and the question stays', async (t) => {
  const { index, press, lines, said } = await openAudit(t);
  index.pragma('query_only = 1');
  press('a');
  assert.match(lines()[0]!, /question 1 of 3/);
  assert.match(lines().slice(21, 23).join(''), /^ ! .*index\.db: cannot use the index \(SQLITE_READONLY\)/);
  index.pragma('query_only = 0');
  press('a');
  assert.deepEqual(said(), ['0 belongs']);
});

test('whether the sound was played is recorded with the answer; it stops with the question', async (t) => {
  const calls: string[] = [];
  let news: PlayerNews | undefined;
  const player: Player = {
    name: 'mpv',
    canPause: true,
    canSeek: true,
    play: (file, _range, listener) => {
      calls.push(`play ${file}`);
      news = listener;
    },
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
    seek: (seconds) => calls.push(`seek ${seconds}`),
    stop: () => calls.push('stop'),
    close: () => Promise.resolve(),
  };
  const { index, press } = await openAudit(t, { player });
  press('space');
  news?.position(0.5);
  press('space', 'space', 'a', 's');
  assert.deepEqual(calls, ['play /w/clips/0.mp4', 'pause', 'resume', 'stop']);
  assert.deepEqual(
    readAuditAnswers(index, 'first').map(({ wasHeard }) => wasHeard),
    [true, false],
  );
});

test('nothing on any screen before the last answer tells the score, the verdict, the stratum or the label', async (t) => {
  const failed: ClipViewOutcome = {
    kind: 'failed',
    because: `the file is gone: /w/clips/train/${LABEL}/video-00000_000000_000010.mp4 (see ks-build verify)`,
  };
  const sound = { envelope: new Float32Array(0), envelopeStepsPerSecond: 200, peakDbfs: -3, mel: new Uint8Array(0) };
  const view = {
    durationSeconds: 10,
    film: undefined,
    sound: { ...sound, melFrames: 0, melBins: 0, melFramesPerSecond: 100 },
  };
  const views: ClipViewOutcome[] = [failed, { kind: 'view', view, complaint: undefined }, failed];
  const secrets = [
    /0?\.07|7\.3|0?\.96|96\.4|0?\.51/,
    /\bkeep|kept|dropp?|asked?\b/i,
    /\bband|tenth|stratum/i,
    /drums/,
    /train/,
  ];
  for (const [columns, rows] of [
    [80, 24],
    [240, 70],
    [60, 16],
  ] as const) {
    const { screen, lines } = await openAudit(t, { views, columns, rows });
    const keys = [
      undefined,
      'v',
      'z',
      'escape',
      'a',
      'space',
      '?',
      '?',
      'w',
      'u',
      'u',
      'x',
      'o',
      'r',
      'X',
      't',
      'f',
      'j',
    ];
    for (const key of keys) {
      const outcome = key === undefined ? undefined : screen.press(key);
      const over = outcome?.kind === 'open' ? plain(outcome.screen, columns, rows) : [];
      const text = [...lines(), ...over].join('\n');
      for (const secret of secrets)
        assert.doesNotMatch(text, secret, `after ${key ?? 'nothing'} at ${columns}x${rows}`);
      assert.equal(lines().length, rows);
    }
  }
});

test('a clip that cannot be shown is said so without its folders', async (t) => {
  const because = 'the file is gone: /w/clips/train/playing drums/video-00000_000000_000010.mp4 (see ks-build verify)';
  const { lines } = await openAudit(t, { views: [{ kind: 'failed', because }] });
  assert.deepEqual(lines().slice(10, 12), [
    '   this clip cannot be shown: the file is gone: video-00000_000000_000010.mp4',
    '   (see ks-build verify)',
  ]);
});

test('the keys can be asked for, and how to get sound where there is none', async (t) => {
  const { screen } = await openAudit(t);
  const outcome: Outcome = screen.press('?');
  assert.equal(outcome.kind, 'open');
  if (outcome.kind !== 'open') return;
  const lines = plain(outcome.screen, 80, 40);
  assert.deepEqual(lines.slice(0, 4), [
    ' answer',
    '   a          the sound belongs to the picture',
    '   x          the sound does not belong to the picture',
    '   s          cannot tell',
  ]);
  assert.ok(lines.includes(' install mpv'));
});

test('a report longer than the terminal is scrolled, and q goes back', () => {
  const theme = themeFor({ isColourful: false, isUnicode: true });
  const screen = createScrolledScreen(() => Array.from({ length: 8 }, (_, line) => ` line ${line}`), theme);
  const lines = () => plain(screen, 40, 5);
  assert.deepEqual(lines(), [' line 0', ' line 1', ' line 2', ' line 3', ' q back  lines 1 to 4 of 8  j k scroll']);
  screen.press('j');
  assert.equal(lines()[0], ' line 1');
  screen.press('G');
  assert.deepEqual(lines().slice(0, 4), [' line 4', ' line 5', ' line 6', ' line 7']);
  screen.press('page-down');
  assert.equal(lines()[0], ' line 4');
  screen.press('g');
  assert.equal(lines()[0], ' line 0');
  assert.equal(screen.press('q').kind, 'back');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_CONFIG } from '../../../src/config.ts';
import { funnelOf } from '../../../src/dataset/funnel.ts';
import type { CorpusFacts, HomeFacts, LockFacts } from '../../../src/ui/home/home-facts.ts';
import { HOME_COMMANDS } from '../../../src/ui/home/home-keys.ts';
import { createHomeScreen, type HomeWorld } from '../../../src/ui/home/home-screen.ts';
import { argvOf, commandText, homeTasks } from '../../../src/ui/home/home-tasks.ts';
import { bindKeys } from '../../../src/ui/key-bindings.ts';
import type { Outcome, Screen } from '../../../src/ui/screen.ts';
import { themeFor } from '../../../src/ui/theme.ts';

const NOW_MS = Date.parse('2026-03-04T12:00:00Z');

const CORPUS: CorpusFacts = {
  name: 'ks32',
  counts: {
    listed: 20,
    kept: 8,
    pending: 4,
    dropped: { silent: 1 },
    ask: { uncertain: 3 },
    dead: { removed: 2 },
    deferred: { network: 1 },
    failed: { 'cut-failed': 1 },
  },
  funnel: funnelOf([
    { label: 'singing', state: 'kept', code: '', hasClip: true, clips: 8 },
    { label: 'singing', state: 'dropped', code: 'silent', hasClip: true, clips: 1 },
    { label: 'singing', state: 'ask', code: 'uncertain', hasClip: true, clips: 3 },
    { label: 'singing', state: 'dead', code: 'removed', hasClip: false, clips: 2 },
    { label: 'singing', state: 'deferred', code: 'network', hasClip: false, clips: 1 },
    { label: 'singing', state: 'failed', code: 'cut-failed', hasClip: false, clips: 1 },
    { label: 'singing', state: 'pending', code: '', hasClip: false, clips: 4 },
  ]),
  retryAtMs: NOW_MS - 1000,
  work: { clips: 12, unmeasured: 2, unscored: 11 },
  sources: ['folder:/data/my clips'],
  audit: undefined,
  lock: undefined,
};

const LOCK: LockFacts = {
  path: 'ks-workspace/ks32.lock.json',
  lockedAtMs: NOW_MS - 60_000,
  isOlder: false,
  benchmark: 'none',
};

const FACTS: HomeFacts = {
  workspace: 'ks-workspace',
  isDefaultWorkspace: true,
  corpora: [CORPUS],
  indexBytes: 3_100_000,
  freeBytes: 41_000_000_000,
  holder: undefined,
  lastRuns: [],
  recentSeconds: [4, 4, 4],
};

interface Started {
  readonly screen: Screen;
  readonly ran: (readonly string[])[];
  change(facts: HomeFacts): void;
}

function start(facts: HomeFacts = FACTS, result = ''): Started {
  let now = facts;
  const ran: (readonly string[])[] = [];
  const world: HomeWorld = {
    readFacts: () => now,
    run: (argv) => {
      ran.push(argv);
      return Promise.resolve(result);
    },
    now: () => NOW_MS,
  };
  const screen = createHomeScreen(world, {
    help: { commands: HOME_COMMANDS, bindings: bindKeys(DEFAULT_CONFIG.home.keys, 'home.keys'), isUnicode: true },
    theme: themeFor({ isColourful: false, isUnicode: true }),
  });
  return {
    screen,
    ran,
    change: (other) => {
      now = other;
    },
  };
}

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

function linesOf(screen: Screen, columns = 80, rows = 24): string[] {
  return screen.frame({ columns, rows }).lines.map((line) => line.replace(ESCAPES, '').trimEnd());
}

async function lent(outcome: Outcome): Promise<void> {
  assert.equal(outcome.kind, 'lend');
  if (outcome.kind === 'lend') await outcome.run();
}

test('80 by 24 cells show how the corpus stands, where clips were lost, and what to do next', () => {
  const { screen } = start();
  assert.deepEqual(linesOf(screen), [
    ' ks-build · ks32 · ks-workspace                    index 3.10 MB · 41.0 GB free',
    '',
    ' listed 20 = kept 8 + dropped 1 + ask 3 + dead 2 + deferred 1 + failed 1 +',
    ' pending 4',
    '',
    ' listed                20  █████████████████████████',
    ' reachable             13  ████████████████▎░░░░░░░░  pending 4 removed 2 netwo…',
    ' cut                   12  ███████████████░░░░░░░░░░  cut-failed 1',
    ' facts                 11  █████████████▊░░░░░░░░░░░  silent 1',
    ' correspondence         8  ██████████░░░░░░░░░░░░░░░  uncertain 3',
    ' kept                   8  ██████████░░░░░░░░░░░░░░░',
    '',
    ' ▸ 1 fetch      4 pending, 1 deferred and due, 1 failed (--retry failed)',
    '   2 filter     2 clips not measured, 11 not scored',
    '   3 curate     3 asked about, about 12 s at your pace',
    '   4 audit      how right is the filter? a blind sample tells; none was drawn y…',
    '   5 lock       pin 8 kept clips for a benchmark',
    '   6 benchmark  what is the corpus worth? runs on a lock',
    '   7 list       all clips: filter, sort, judge many at once',
    '   8 classes    what is kept of each class, and why not',
    '   9 duplicates clips that look or sound the same, as pairs',
    '',
    " $ ks-build fetch ks32 --source 'folder:/data/my clips'",
    ' ⏎ run  e edit the command  tab next corpus  q quit  ? keys',
  ]);
});

test('without a workspace it says what to type first', () => {
  const { screen } = start({ ...FACTS, corpora: [], indexBytes: 0, freeBytes: undefined, recentSeconds: [] });
  assert.deepEqual(linesOf(screen, 80, 16), [
    ' ks-build · no corpus yet · ks-workspace',
    '',
    '',
    ' ▸ 1 fetch      nothing is here yet: fetch a corpus, a small part of it first',
    '   2 variants   the corpora that ship with ks-build',
    ...Array.from({ length: 9 }, () => ''),
    ' $ ks-build fetch ks32 --per-class 5',
    ' ⏎ run  e edit the command  tab next corpus  q quit  ? keys',
  ]);
});

test('every size from 60 by 16 to 240 by 70 is filled exactly', () => {
  const { screen } = start({
    ...FACTS,
    lastRuns: [{ command: 'fetch', startedAt: '2026-03-04T11:00:00Z', ending: 'done' }],
  });
  for (const [columns, rows] of [
    [60, 16],
    [80, 24],
    [100, 25],
    [240, 70],
  ] as const) {
    const { lines } = screen.frame({ columns, rows });
    assert.equal(lines.length, rows);
    for (const line of lines) assert.equal([...line.replace(ESCAPES, '')].length, columns);
  }
});

test('enter runs the chosen task, a digit its own, and what failed is said', async () => {
  const { screen, ran } = start(FACTS, 'ks-build filter ended with exit code 8');
  await lent(screen.press('enter'));
  await lent(screen.press('2'));
  assert.deepEqual(ran, [['fetch', 'ks32', '--source', 'folder:/data/my clips'], ['filter']]);
  assert.equal(linesOf(screen).at(-2), ' ks-build filter ended with exit code 8');
  screen.press('j');
  assert.equal(linesOf(screen).at(-2), ' $ ks-build filter');
});

test('a command can be changed before it runs, and no shell reads it', async () => {
  const { screen, ran } = start();
  screen.press('e');
  for (const key of ['space', '-', '-', 'l', 'i', 'm', 'i', 't', 'space', '5']) screen.press(key);
  screen.paste?.(" --class 'tap dancing' $(reboot)");
  await lent(screen.press('enter'));
  assert.deepEqual(ran, [
    [...['fetch', 'ks32', '--source', 'folder:/data/my clips', '--limit', '5', '--class', 'tap dancing'], '$(reboot)'],
  ]);
});

test('a quotation mark without its other half is not run; escape gives the change up', () => {
  const { screen, ran } = start();
  screen.press('e');
  screen.press("'");
  assert.deepEqual(screen.press('enter'), { kind: 'stay' });
  screen.press('escape');
  assert.equal(linesOf(screen).at(-2), " $ ks-build fetch ks32 --source 'folder:/data/my clips'");
  assert.deepEqual(ran, []);
});

test('a fetch in another process is shown, is not started twice, and its counts move', (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const { screen, change } = start();
  let redrawn = 0;
  screen.enter(() => {
    redrawn += 1;
  });
  const holder = { pid: 4711, purpose: 'fetch', since: '2026-03-04T11:58:00Z' };
  change({ ...FACTS, holder, corpora: [{ ...CORPUS, counts: { ...CORPUS.counts, pending: 3, kept: 9 } }] });
  context.mock.timers.tick(1000);
  assert.equal(redrawn, 1);
  const lines = linesOf(screen, 100, 24);
  assert.match(lines[1]!, /ks-build fetch is at work here \(pid 4711, since .*\); the counts follow/);
  assert.match(lines[2]!, /kept 9 .* pending 3/);
  assert.ok(lines.some((line) => line.startsWith('   1 fetch      at work in another process; 3 pending')));
  assert.ok(lines.some((line) => line.startsWith(' ▸ 2 filter')));
  void screen.close();
});

test('tab goes from corpus to corpus, and commands name the one that is shown', () => {
  const { screen } = start({
    ...FACTS,
    corpora: [CORPUS, { ...CORPUS, name: 'ks30' }],
    workspace: 'w',
    isDefaultWorkspace: false,
  });
  screen.press('tab');
  screen.press('j');
  screen.press('j');
  const lines = linesOf(screen, 100, 30);
  assert.match(lines[0]!, /ks30 \(2 of 2\)/);
  assert.equal(lines.at(-2), ' $ ks-build curate --corpus ks30 -w w');
});

test('q quits, ? shows every key', () => {
  const { screen } = start();
  assert.deepEqual(screen.press('q'), { kind: 'quit' });
  const help = screen.press('?');
  assert.equal(help.kind, 'open');
  if (help.kind !== 'open') return;
  const text = linesOf(help.screen).join('\n');
  for (const { caption } of Object.values(HOME_COMMANDS)) assert.ok(text.includes(caption), caption);
});

test('a command line reads back as the arguments that it was made of', () => {
  for (const argv of [
    ['fetch', "it's.csv", '--class', 'tap dancing', '-w', 'a b'],
    ['judge', '-x', '""', '\\'],
  ])
    assert.deepEqual(argvOf(commandText(argv)), argv);
  assert.equal(argvOf("fetch 'x"), undefined);
});

test('what comes next follows the corpus: filter, curate, audit, lock, benchmark', () => {
  const settled = { ...CORPUS.counts, pending: 0, deferred: {}, failed: {} };
  const open = (corpus: Partial<CorpusFacts>): string[] =>
    homeTasks(FACTS, { ...CORPUS, counts: settled, ...corpus }, NOW_MS)
      .filter(({ isOpen }) => isOpen)
      .map(({ name }) => name);
  const scored = { clips: 12, unmeasured: 0, unscored: 0 };
  assert.deepEqual(open({}), ['filter', 'curate', 'lock']);
  assert.deepEqual(open({ work: scored }), ['curate', 'audit', 'lock']);
  assert.deepEqual(open({ counts: { ...settled, kept: 0 } }), ['filter', 'curate']);
  const judged = { work: scored, counts: { ...settled, ask: {} } };
  assert.deepEqual(open(judged), ['audit', 'lock']);
  const audited = { ...judged, audit: { name: 'a', questions: 5, answered: 5 } };
  assert.deepEqual(open(audited), ['lock']);
  assert.deepEqual(open({ ...audited, lock: LOCK }), ['benchmark']);
  assert.deepEqual(open({ ...audited, lock: { ...LOCK, benchmark: 'begun' } }), ['benchmark']);
  assert.deepEqual(open({ ...audited, lock: { ...LOCK, benchmark: { reportPath: 'report.html' } } }), []);
});

test('a lock that is older than the last work is said to be, and a benchmark that has begun goes on', () => {
  const lock = { ...LOCK, isOlder: true, benchmark: 'begun' } as const;
  const tasks = homeTasks(FACTS, { ...CORPUS, lock }, NOW_MS);
  const [locking, benchmark] = ['lock', 'benchmark'].map((wanted) => tasks.find(({ name }) => name === wanted)!);
  assert.match(locking!.detail, /^locked .*, worked on since; --force replaces the lock$/);
  assert.equal(commandText(benchmark!.argv), 'ks-build benchmark ks-workspace/ks32.lock.json --resume');
  assert.equal(benchmark!.hasScreen, false);
});

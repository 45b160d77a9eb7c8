import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Verdict } from '../../src/dataset/verdict.ts';
import { openIndex } from '../../src/store/open.ts';
import { writeVerdicts } from '../../src/store/verdicts.ts';
import { segmentOf } from '../helpers/index-with-plan.ts';
import { judgedWorkspace } from '../helpers/judged-workspace.ts';
import { type Ending, ksBuild } from '../helpers/ks-build.ts';
import { temporaryFolder } from '../helpers/programs.ts';
import { query } from '../helpers/query.ts';
import { Tmux, tmuxMissing } from '../helpers/tmux.ts';

const execute = promisify(execFile);
const LAUNCHER = fileURLToPath(new URL('../../bin/ks-build', import.meta.url));
const CLIPS = 60;
const KEEP: Verdict = { decision: 'keep', reasons: [] };
const DROP: Verdict = { decision: 'drop', reasons: [{ code: 'low-correspondence' }] };
const ASK: Verdict = { decision: 'ask', reasons: [{ code: 'uncertain' }] };

/** Clip n has the score n / 60; the filter drops the lowest twelve and asks about the next six; of two classes. */
function auditableWorkspace(t: TestContext): string {
  const folder = temporaryFolder(t);
  const numbers = Array.from({ length: CLIPS }, (_, number) => number);
  judgedWorkspace(
    folder,
    numbers.map((number) => ({
      segment: segmentOf(number, number % 2 === 0 ? 'playing drums' : 'tap dancing'),
      scores: { probability: number / CLIPS },
    })),
  );
  const index = openIndex(path.join(folder, 'index.db'));
  const verdictOf = (number: number): Verdict => (number < 12 ? DROP : number < 18 ? ASK : KEEP);
  writeVerdicts(
    index,
    'abc',
    numbers.map((number) => ({ clipId: number + 1, verdict: verdictOf(number) })),
  );
  index.close();
  return folder;
}

/** Does not belong: the lowest ten, two of the asked, three of the kept. */
const MISMATCHED = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 20, 30, 40]);

function numberIn(id: string): number {
  return Number(/video-(\d+)/.exec(id)![1]);
}

async function succeeds(argv: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ending> {
  const ending = await ksBuild(argv, env === undefined ? {} : { env });
  assert.equal(ending.exitCode, 0, ending.stderr);
  return ending;
}

async function questionsOf(workspace: string, ...flags: string[]): Promise<string[]> {
  const { stdout } = await succeeds(['audit', '--questions', '-w', workspace, ...flags]);
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0]!]));
}

async function answerTruly(workspace: string, rater: string, ...flags: string[]): Promise<void> {
  const questions = await questionsOf(workspace, '--rater', rater, ...flags);
  const file = path.join(workspace, `${rater}.txt`);
  const lines = questions.map((id) => `${id} ${MISMATCHED.has(numberIn(id)) ? 'does-not' : 'belongs'} heard`);
  writeFileSync(file, lines.join('\n'));
  const { stdout } = await succeeds(['audit', '--answers', file, '-w', workspace, '--rater', rater, ...flags]);
  assert.match(stdout, new RegExp(`: ${questions.length} answers added, 0 here already, 0 in conflict`));
}

async function reportOf(workspace: string, ...flags: string[]) {
  const { stdout } = await succeeds(['audit', '--report', '--json', '-w', workspace, ...flags]);
  return JSON.parse(stdout);
}

test('asked about every clip, the figures are the truth, without doubt', async (t) => {
  const workspace = auditableWorkspace(t);
  await answerTruly(workspace, 'mk', '--size', '100');
  const { figures, answered, audit } = await reportOf(workspace);
  assert.equal(answered, CLIPS);
  assert.deepEqual(audit.population, {
    keep: 42,
    drop: 12,
    ask: 6,
    leftOut: { facts: 0, otherReasons: 0, unfiltered: 0 },
  });
  const exactly = (share: number, answers: number) => ({
    value: share,
    low: share,
    high: share,
    answers,
    least: share,
    most: share,
  });
  assert.deepEqual(figures, {
    mismatched: exactly(15 / 60, 60),
    precision: exactly(10 / 12, 12),
    recall: exactly(10 / 15, 15),
    recallWithAsk: exactly(12 / 15, 15),
    purity: exactly(39 / 42, 42),
    purityWithPeople: exactly(39 / 42, 42),
    lost: exactly(2 / 45, 45),
  });
});

test('a sample has the truth in its intervals, and is the same in a copy of the workspace', async (t) => {
  const workspace = auditableWorkspace(t);
  const copy = temporaryFolder(t);
  cpSync(workspace, copy, { recursive: true });
  const questions = await questionsOf(workspace, '--size', '30', '--seed', '5');
  assert.equal(questions.length, 30);
  assert.deepEqual(await questionsOf(copy, '--size', '30', '--seed', '5'), questions);
  await answerTruly(workspace, 'mk', '--seed', '5');
  const { figures } = await reportOf(workspace);
  for (const [name, truth] of [
    ['precision', 10 / 12],
    ['recall', 10 / 15],
    ['purity', 39 / 42],
  ] as const) {
    const { low, high } = figures[name];
    assert.ok(low <= truth && truth <= high, `${name}: ${truth} is not in ${low}-${high}`);
  }
  const { stdout } = await succeeds(['audit', '--list', '-w', workspace]);
  assert.match(stdout, /ks-test-seed-5 +30 .* mk 30/);
});

test('answers travel as text; what differs is shown, and nothing is overwritten', async (t) => {
  const workspace = auditableWorkspace(t);
  const other = temporaryFolder(t);
  cpSync(workspace, other, { recursive: true });
  await answerTruly(workspace, 'mk', '--size', '20');
  const file = path.join(workspace, 'audit.txt');
  await succeeds(['audit', '--export', file, '-w', workspace]);
  assert.match((await succeeds(['audit', '--import', file, '-w', other])).stdout, /20 answers added, 0 here already/);
  await answerTruly(other, 'jo');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"answer":"belongs"', '"answer":"cannot-tell"'));
  const again = await succeeds(['audit', '--import', file, '-w', other]);
  assert.match(again.stdout, /0 answers added, 19 here already, 1 in conflict/);
  assert.match(again.stdout, /mk +video-\S+ +belongs +cannot-tell/);
  const { agreement } = await reportOf(other);
  assert.deepEqual(agreement[0].raters, ['jo', 'mk']);
  assert.equal(agreement[0].questions, 20);
  assert.equal(agreement[0].kappa.value, 1);
  await succeeds(['audit', '--export', path.join(other, 'a'), '-w', other]);
  await succeeds(['audit', '--import', path.join(other, 'a'), '-w', workspace]);
  await succeeds(['audit', '--export', path.join(workspace, 'b'), '-w', workspace]);
  assert.equal(readFileSync(path.join(workspace, 'b'), 'utf8'), readFileSync(path.join(other, 'a'), 'utf8'));
});

test('what cannot be is refused with a sentence', async (t) => {
  const workspace = auditableWorkspace(t);
  const refused = async (argv: readonly string[], exitCode: number, message: RegExp): Promise<void> => {
    const ending = await ksBuild(['audit', '-w', workspace, ...argv]);
    assert.equal(ending.exitCode, exitCode, ending.stdout + ending.stderr);
    assert.match(ending.stderr, message);
  };
  await refused([], 2, /audit asks on a terminal: expected one .* --questions and --answers do the same for scripts/);
  await refused(['--report'], 2, /expected an audit in this workspace, got none/);
  await refused(['--answers', path.join(workspace, 'index.db')], 2, /expected an audit in this workspace, got none/);
  await refused(['--questions', '--size', '3'], 2, /--size: expected 10 questions or more, got 3/);
  await questionsOf(workspace, '--size', '20');
  await refused(['--questions', '--size', '30'], 2, /expected one with --size 30, got one of 20 questions/);
  await refused(['--report', '--name', 'ks-test-sed-1'], 2, /did you mean "ks-test-seed-1"/);
  await refused(['--report', '--list'], 2, /--list: expected alone, got it together with --report/);
  await refused(['--import', path.join(workspace, 'none')], 2, /none: expected a file to read/);
  await refused(['--answers', path.join(workspace, 'index.db')], 3, /index\.db:1: expected the ID of a clip/);
  const empty = temporaryFolder(t);
  const ending = await ksBuild(['audit', '--questions', '-w', empty]);
  assert.equal(ending.exitCode, 6);
  assert.match(ending.stderr, /run `ks-build fetch` first/);
});

test('questions can be piped through a program into answers', async (t) => {
  const workspace = auditableWorkspace(t);
  const audit = `'${process.execPath}' '${LAUNCHER}' audit -w '${workspace}' --rater mk --name piped`;
  const pipe = `${audit} --size 12 --questions | sed 's/\\t.*/ belongs/' | ${audit} --answers -`;
  const { stdout } = await execute('sh', ['-c', pipe]);
  assert.equal(stdout, 'audit piped: 12 answers added, 0 here already, 0 in conflict\n');
});

test('a corpus that the filter has not seen is not audited', async (t) => {
  const folder = temporaryFolder(t);
  judgedWorkspace(folder, [{ segment: segmentOf(1) }]);
  const { exitCode, stderr } = await ksBuild(['audit', '--questions', '-w', folder]);
  assert.equal(exitCode, 2);
  assert.match(
    stderr,
    /expected clips that the filter has decided on, got 1 that it has not; run `ks-build filter` first/,
  );
});

test('in tmux: killed at any moment, what was answered is in the index, and the next time goes on there', {
  skip: tmuxMissing(),
}, async (t) => {
  const workspace = auditableWorkspace(t);
  const tmux = new Tmux();
  await tmux.open(80, 24);
  t.after(() => tmux.close());
  const ask = `'${process.execPath}' '${LAUNCHER}' audit -w '${workspace}' --size 12 --rater mk; echo "exit $?"\n`;
  await tmux.waitFor('the shell', (lines) => lines[0] === '$');
  await tmux.type(ask);
  await tmux.waitFor('the first question', (lines) => lines[0]!.includes('question 1 of 12'));
  await tmux.type('axs');
  await tmux.waitFor('the fourth question', (lines) => lines[0]!.includes('question 4 of 12'));
  const answers = (): string[] =>
    query<{ word: string }>(workspace, 'SELECT word FROM audit_answers WHERE undone_at_ms IS NULL ORDER BY id').map(
      ({ word }) => word,
    );
  assert.deepEqual(answers(), ['belongs', 'does-not', 'cannot-tell']);
  const shell = Number(await tmux.ask('#{pane_pid}'));
  const child = Number(readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim().split(' ')[0]);
  process.kill(child, 'SIGKILL');
  await tmux.type(`reset; clear\n${ask}`);
  await tmux.waitFor('the fourth question again', (lines) => lines[0]!.includes('question 4 of 12'));
  await tmux.type('x'.repeat(9));
  const report = await tmux.waitFor('the report', (lines) => lines.some((line) => line.includes('answered 12 of 12')));
  assert.match(report[0]!, /^ audit ks-test-seed-1 · drawn/);
  assert.equal(answers().length, 12);
  await tmux.type('qq');
  await tmux.waitFor('the shell', (lines) => lines.includes('exit 0'));
});

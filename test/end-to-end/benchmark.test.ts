import assert from 'node:assert/strict';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { TRAIN_SETTINGS } from '../../src/avcl/train-settings.ts';
import type { CorpusPart, TrainJob } from '../../src/benchmark/job.ts';
import { openJobs } from '../../src/benchmark/queue/run-job.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { type Ending, ksBuild, startKsBuild } from '../helpers/ks-build.ts';
import { makeLockedWorkspace } from '../helpers/locked-workspace.ts';

const METHODS = ['--methods', 'random-features,infonce'];
const QUICK = [
  '--protocols',
  'linear-probe,retrieval',
  '--seeds',
  '1',
  '--epochs',
  '2',
  '--batch',
  '4',
  '--backend',
  'wasm',
];

let cwd: string;

before(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ks-build-test-'));
  await makeLockedWorkspace(cwd, { clips: 40, classes: 2, seconds: 2, share: 0.4 });
});
after(() => rmSync(cwd, { recursive: true, force: true }));

function copyWorkspace(name: string): void {
  cpSync(path.join(cwd, 'ws'), path.join(cwd, name), { recursive: true });
}

function benchmark(workspace: string, ...more: string[]): string[] {
  return ['benchmark', '-w', workspace, ...METHODS, ...QUICK, ...more];
}

async function succeed(argv: readonly string[]): Promise<Ending> {
  const ending = await ksBuild(argv, { cwd });
  assert.equal(ending.exitCode, 0, ending.stderr);
  return ending;
}

async function refused(argv: readonly string[], exitCode: number, message: RegExp): Promise<void> {
  const ending = await ksBuild(argv, { cwd });
  assert.match(ending.stderr, message);
  assert.equal(ending.exitCode, exitCode, ending.stderr);
}

function folderIn(workspace: string): string {
  const runs = path.join(cwd, workspace, 'runs', 'benchmark');
  return path.join(runs, readdirSync(runs)[0]!);
}

/** All of a card but the one field that may differ. */
function cardIn(workspace: string): object {
  const card = JSON.parse(readFileSync(path.join(folderIn(workspace), 'result-card.json'), 'utf8')) as object;
  return { ...card, timing: undefined };
}

test('what cannot be is refused before anything is trained', async () => {
  await refused(benchmark('ws', '--methods', 'avcl-pairwize'), 2, /--methods: .*did you mean "avcl-pairwise"/);
  await refused(benchmark('nowhere'), 2, /expected a corpus lock .*found none; make one with `ks-build lock`/);
  const lock = readFileSync(path.join(cwd, 'ws/manifest.lock.json'), 'utf8');
  writeFileSync(path.join(cwd, 'edited.lock.json'), lock.replace('"verdict":"dropped"', '"verdict":"kept"'));
  await refused(benchmark('ws', 'edited.lock.json'), 3, /it was changed after it was made/);
  assert.ok(!existsSync(path.join(cwd, 'ws/runs')), 'nothing was begun');

  copyWorkspace('changed');
  const { clips } = JSON.parse(lock) as { clips: { path: string; verdict: string }[] };
  const used = clips.find(({ verdict }) => verdict === 'kept')!;
  appendFileSync(path.join(cwd, 'changed', used.path), 'x');
  await refused(benchmark('changed'), 9, /expected the files that were locked, 1 of \d+ are not: .*expected SHA-256/);
});

test('a dry run tells jobs and cost, and leaves nothing behind', async () => {
  const { stdout } = await succeed(benchmark('ws', '--corpus-ablation', '--dry-run'));
  assert.match(stdout, /^avcl-pairwise\.random-3\.epochs\.seed-1 {2}linear-probe {2}retrieval$/m);
  assert.match(stdout, /^10 trainings and 20 evaluations to do; backend wasm, \d+ at once$/m);
  assert.match(stdout, /^about .*: \d+ steps, .* for one measured now/m);
  assert.ok(!existsSync(path.join(cwd, 'ws/runs')));
});

test('a benchmark that is killed, interrupted and resumed ends with the card of one that was not', async () => {
  copyWorkspace('killed');
  const whole = await succeed(benchmark('ws', '--jobs', '1'));
  assert.match(whole.stdout, /^6 of 6: infonce seed 1, retrieval: a2v .* % \(chance .* %\), v2a /m);
  assert.match(whole.stdout, /^report: .*report\.html$/m);

  // While the queue begins, after a training, and between evaluations.
  for (const line of ['6 jobs', 'random-features seed 1: ready', 'linear-probe: audio']) {
    const running = startKsBuild(benchmark('killed', '--resume', '--jobs', '1'), { cwd });
    await running.untilPrinted(line);
    running.child.kill('SIGKILL');
    await running.ended;
  }
  const stopped = startKsBuild(benchmark('killed', '--resume', '--jobs', '1'), { cwd });
  await stopped.untilPrinted('jobs');
  await refused(
    benchmark('killed', '--resume'),
    6,
    /expected to be the only writer, but `ks-build benchmark` \(pid \d+/,
  );
  stopped.child.kill('SIGINT');
  const ending = await stopped.ended;
  assert.equal(ending.exitCode, 130, ending.stderr);
  assert.match(ending.stderr, /all that was in hand is saved, go on with --resume/);

  await succeed(benchmark('killed', '--resume', '--jobs', '2', '-q'));
  assert.deepEqual(cardIn('killed'), cardIn('ws'));
  assert.deepEqual(readdirSync(path.join(folderIn('killed'), 'in-hand')), []);

  await refused(benchmark('ws'), 2, /there is a benchmark already; go on with --resume/);
  await refused([...benchmark('ws', '--resume'), '--epochs', '3'], 2, /settings\.epochs is 2 in it, 3 now/);
});

test('what is asked for later is added to the same folder, and what is there is not done again', async () => {
  const model = path.join(folderIn('ws'), 'models/infonce.kept.epochs.seed-1.safetensors');
  const before = readFileSync(model);
  const { stdout } = await succeed(
    benchmark('ws', '--methods', 'infonce', '--protocols', 'low-shot,retrieval', '--resume'),
  );
  assert.match(stdout, /^3 jobs, 2 of them done before$/m);
  assert.ok(readFileSync(model).equals(before));
});

test('a budget that is spent leaves out what would not end within it, and says so', async () => {
  const { stdout } = await succeed(benchmark('ws', '--seeds', '2', '--budget', '0.0000001', '--resume'));
  assert.match(stdout, /^7 of 12: left out: random-features seed 2: it would not end within the budget$/m);
  assert.match(stdout, /^not run: 6 jobs; go on with --resume$/m);
});

test('learning from what was kept is better than from as many random clips, where sounds of another class are planted', async (t) => {
  // Begins nothing, but makes what models read of all parts.
  await succeed(benchmark('ws', '--corpus-ablation', '--budget', '0.0000001', '--resume'));
  const folder = path.join(cwd, 'parts');
  const setup = {
    ...{ folder, root: path.join(cwd, 'ws'), lockPath: path.join(cwd, 'ws/manifest.lock.json') },
    ...({ unusableClips: [], coreNames: [], preset: 'smoke', backend: 'wasm' } as const),
    settings: { ...TRAIN_SETTINGS.smoke, epochs: 12, batchSize: 4 },
  };
  const jobs = await openJobs(setup, await openBackend('wasm'));
  const watch = { onStep: () => {}, abortSignal: new AbortController().signal };
  /** Share of the kept test clips whose sound the model's own classifier names rightly. */
  const topOneOf = async (part: CorpusPart): Promise<number> => {
    const trained: TrainJob = { kind: 'train', method: 'supervised-audio', part, budget: 'epochs', seed: 1 };
    await jobs.run(trained, watch);
    const findings = await jobs.run({ kind: 'evaluate', trained, protocol: 'linear-probe' }, watch);
    return findings.find(({ condition, testSet }) => condition === 'own classifier' && testSet === 'kept')!.metrics[
      'top-1'
    ]!;
  };
  const kept = await topOneOf('kept');
  const random: number[] = [];
  for (const part of ['random-1', 'random-2', 'random-3'] as const) random.push(await topOneOf(part));
  t.diagnostic(`kept ${kept}, random ${random.join(', ')}`);
  assert.ok(kept > random.reduce((sum, share) => sum + share, 0) / random.length);
});

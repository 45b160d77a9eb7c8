import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progressText } from '../../src/cli/evaluation-progress.ts';
import { evaluationLines } from '../../src/cli/evaluation-table.ts';
import { buildProgram } from '../../src/cli/main.ts';
import { UsageError } from '../../src/errors.ts';
import { type JudgedClip, summarise } from '../../src/pipeline/evaluation/summarise.ts';

const run = async (...flags: string[]) => (await buildProgram()).parseAsync(['filter', ...flags], { from: 'user' });

test('flags of --evaluate are refused without it', async () => {
  await assert.rejects(run('--quick'), new UsageError('--quick: expected only together with --evaluate'));
});

test('a wrong share of noise and a wrong kind are named, with what was expected', async () => {
  for (const noise of ['0', '0.9', 'x', '0.1,']) {
    await assert.rejects(run('--evaluate', '--generated', '--noise', noise), /--noise: expected shares above 0/);
  }
  await assert.rejects(run('--evaluate', '--kinds', 'silence,shift-3'), /--kinds: expected one of other-class-swap/);
});

test('progress tells what is made, then how far the filter is', () => {
  assert.equal(progressText({ kind: 'making', made: 10, of: 40 }, 20_000), 'made 10 of 40 clips, 60 s left');
  const event = { kind: 'fold-done', seed: 1, fold: 0, models: 4, finishedModels: 1 } as const;
  const text = progressText({ kind: 'filtering', noiseRatio: 0.2, event }, 99_000);
  assert.equal(text, 'filtering with 20 % of the clips spoilt: 1 of 4 models');
});

test('the table says in words what each kind came to, and where the report lies', () => {
  const judged = Array.from({ length: 40 }, (_, at): JudgedClip => {
    const kind = at < 20 ? undefined : 'silence';
    const [probability, decision] = kind === undefined ? ([0.9, 'keep'] as const) : ([0, 'drop'] as const);
    const name = `clip${at}`;
    const own = { clipName: name, videoId: name, label: 'a', isProbe: false, isDroppedByFacts: kind === 'silence' };
    return { ...own, kind, probability, decision, reason: kind === undefined ? undefined : 'silent' };
  });
  const noise = [summarise(0.5, judged, 1)];
  const shortcuts = [{ shortcut: 'sound alone' as const, auroc: undefined }];
  const evaluation = { source: '40 clips', clips: 40, classes: 1, seed: 1, probesPerKind: 0, noise, shortcuts };
  const lines = evaluationLines({ ...evaluation, shortcutPairs: 0 }, 'runs/x/report.md');
  assert.deepEqual(lines, [
    '40 clips; kinds at 50 % spoilt clips',
    'mismatch  clips               AUROC  dropped  in words',
    'silence      20  1.000 [1.00, 1.00]    100 %  told apart nearly always',
    '',
    'spoilt               AUROC  precision of dropped              recall  clean clips dropped',
    '  50 %  1.000 [1.00, 1.00]    1.000 [0.84, 1.00]  1.000 [0.84, 1.00]   0.000 [0.00, 0.16]',
    '',
    'shortcuts on swaps: sound alone -',
    'report: runs/x/report.md',
  ]);
});

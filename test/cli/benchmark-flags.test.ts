import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { budgetFrom, lockPathFrom, presetFrom, wishesFrom } from '../../src/cli/benchmark-flags.ts';
import { UsageError } from '../../src/errors.ts';
import { temporaryFolder } from '../helpers/programs.ts';

test('without flags all methods that have a model are looked at by all protocols that cost little', () => {
  const { methods, ablatedMethods, protocols, seeds } = wishesFrom({ seeds: '3' });
  assert.equal(methods.length, 13);
  assert.ok(!(methods as string[]).includes('chance'));
  assert.deepEqual(ablatedMethods, []);
  assert.deepEqual(protocols, ['linear-probe', 'retrieval', 'missing-modality', 'noisy-sound', 'low-shot']);
  assert.equal(seeds, 3);
});

test('groups and names of methods go together, each once, whatever is listed', () => {
  const { methods } = wishesFrom({ methods: 'avc, ablations,infonce,chance', seeds: '1' });
  assert.equal(methods.filter((name) => name === 'infonce').length, 1);
  assert.deepEqual(methods.slice(0, 3), ['avc', 'random-features', 'avcl']);
});

test('the ablation of the corpus stands alone unless methods are named', () => {
  const ablation = { corpusAblation: true, seeds: '1' } as const;
  assert.deepEqual(wishesFrom(ablation).methods, []);
  assert.deepEqual(wishesFrom(ablation).ablatedMethods, ['avcl-pairwise']);
  assert.deepEqual(wishesFrom({ ...ablation, ablationMethods: 'infonce', methods: 'avc' }).ablatedMethods, ['infonce']);
  assert.throws(() => wishesFrom({ ...ablation, ablationMethods: 'random-features' }), /expected methods that learn/);
  assert.throws(() => wishesFrom({ ablationMethods: 'avc', seeds: '1' }), /only together with --corpus-ablation/);
});

test('names that do not exist are refused with those that do', () => {
  for (const [flags, message] of [
    [{ methods: 'avcl-pairwize' }, /--methods: expected one of .*avcl-pairwise.*got "avcl-pairwize"/],
    [{ protocols: 'probe' }, /--protocols: expected one of linear-probe/],
    [{ protocols: ',' }, /--protocols: expected names/],
  ] as const)
    assert.throws(
      () => wishesFrom({ seeds: '1', ...flags }),
      (error) => error instanceof UsageError && message.test(error.message),
    );
});

test('epochs and batch replace those of the preset; a batch is two clips or more', () => {
  const { settings } = presetFrom({ preset: 'smoke', epochs: '3', batch: '4' });
  assert.deepEqual([settings.epochs, settings.batchSize], [3, 4]);
  assert.throws(() => presetFrom({ preset: 'smoke', batch: '1' }), /--batch: expected 2 or more/);
  assert.throws(() => presetFrom({ preset: 'large' }), /--preset: expected one of smoke, small, paper/);
});

test('a budget is hours', () => {
  assert.equal(budgetFrom({ budget: '0.5' }), 1800);
  assert.equal(budgetFrom({}), undefined);
  for (const budget of ['', '0', '-1', 'two', 'Infinity']) assert.throws(() => budgetFrom({ budget }), /--budget/);
});

test('the lock is the one in the workspace, and has to be named where there is none or more than one', (t) => {
  const root = temporaryFolder(t);
  assert.throws(() => lockPathFrom(undefined, root), /found none; make one with `ks-build lock`/);
  assert.throws(() => lockPathFrom(undefined, join(root, 'nowhere')), /found none/);
  writeFileSync(join(root, 'a.lock.json'), '');
  assert.equal(lockPathFrom(undefined, root), join(root, 'a.lock.json'));
  writeFileSync(join(root, 'b.lock.json'), '');
  assert.throws(() => lockPathFrom(undefined, root), /found a\.lock\.json, b\.lock\.json; name the one/);
  assert.equal(lockPathFrom('/other/c.lock.json', root), '/other/c.lock.json');
});

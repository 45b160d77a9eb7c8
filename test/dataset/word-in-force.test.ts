import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredJudgement } from '../../src/dataset/judgement.ts';
import { labelInForce, type Word, wordInForce } from '../../src/dataset/word-in-force.ts';

type Saying = Partial<StoredJudgement>;

/** In the order of recording: ids and times grow. */
function said(...sayings: readonly Saying[]): StoredJudgement[] {
  return sayings.map((saying, at) => ({
    id: at + 1,
    segmentId: 1,
    listedLabel: 'drums',
    clipSha256: 'sha',
    rater: 'mk',
    atMs: 1000 * (at + 1),
    recordedAtMs: 1000 * (at + 1),
    undoneAtMs: undefined,
    batch: at + 1,
    decision: 'keep',
    reason: undefined,
    label: undefined,
    trim: undefined,
    note: '',
    seconds: undefined,
    wasHeard: false,
    seen: [],
    via: 'curate',
    ...saying,
  }));
}

const imported = (rater: string, saying: Saying = {}): Saying => ({ rater, via: 'import', ...saying });
const brief = (word: Word | undefined): string =>
  word === undefined ? '-' : `${word.decision} ${word.code || '-'} ${word.rater}${word.hasConflict ? ' conflict' : ''}`;

const WORDS: readonly (readonly [title: string, sayings: readonly Saying[], word: string])[] = [
  ['nothing said is no word', [], '-'],
  ['what was undone is not said', [{ undoneAtMs: 5 }], '-'],
  ['the latest judgement made here holds', [{ decision: 'drop' }, { decision: 'keep' }], 'keep - mk'],
  ['after an undo the one before holds', [{ decision: 'drop' }, { undoneAtMs: 5 }], 'drop by-hand mk'],
  ['a drop has its reason', [{ decision: 'drop', reason: 'silent' }], 'drop silent mk'],
  ['who cannot tell leaves a question', [{ decision: 'ask' }], 'ask unsure mk'],
  ['one imported judgement holds', [imported('ann', { decision: 'drop' })], 'drop by-hand ann'],
  ['imported judgements that agree hold, the newest speaks', [imported('ann'), imported('bob')], 'keep - bob'],
  [
    'of each rater the latest counts, by the time when it was judged',
    [imported('ann', { atMs: 9000 }), imported('ann', { decision: 'drop', atMs: 8000 }), imported('bob')],
    'keep - ann',
  ],
  [
    'imported judgements that differ are a question and a conflict',
    [imported('ann'), imported('bob', { decision: 'drop' })],
    'ask raters-disagree ann, bob conflict',
  ],
  [
    'different labels differ',
    [imported('ann', { label: 'bells' }), imported('bob', { label: 'harp' })],
    'ask raters-disagree ann, bob conflict',
  ],
  ['who leaves the label open agrees', [imported('ann', { label: 'bells' }), imported('bob')], 'keep - bob'],
  ['our word comes before theirs', [imported('ann', { decision: 'drop' }), {}], 'keep - mk'],
  ['an imported one that agrees is no conflict', [{}, imported('ann')], 'keep - mk'],
  [
    'an imported one that differs and came later is one',
    [{}, imported('ann', { decision: 'drop' })],
    'keep - mk conflict',
  ],
  ['judged anew here, it is resolved', [{}, imported('ann', { decision: 'drop' }), {}], 'keep - mk'],
  ['an undone import is none', [{}, imported('ann', { decision: 'drop', undoneAtMs: 5 })], 'keep - mk'],
  ['another label is a conflict', [{}, imported('ann', { label: 'bells' })], 'keep - mk conflict'],
  ['the same label is none', [{ label: 'bells' }, imported('ann', { label: 'bells' })], 'keep - mk'],
  [
    'the listed label against a better one is',
    [{ label: 'bells' }, imported('ann', { label: 'drums' })],
    'keep - mk conflict',
  ],
];

for (const [title, sayings, word] of WORDS) {
  test(title, () => assert.equal(brief(wordInForce(said(...sayings))), word));
}

test('what a judgement leaves open stays as an earlier one said', () => {
  const trim = { startSeconds: 1, endSeconds: 4 };
  const word = wordInForce(
    said({ note: 'a radio', trim }, { decision: 'drop' }, { decision: 'keep', seconds: 3, wasHeard: true }),
  );
  assert.deepEqual(word, {
    decision: 'keep',
    code: '',
    rater: 'mk',
    atMs: 3000,
    seconds: 3,
    wasHeard: true,
    trim,
    note: 'a radio',
    isImported: false,
    hasConflict: false,
  });
});

test('what others agreed on before stays too, where our first word leaves it open', () => {
  const judgements = said(
    imported('ann', { label: 'bells', note: 'far away' }),
    {},
    imported('bob', { note: 'near', label: 'harp' }),
  );
  assert.equal(wordInForce(judgements)?.note, 'far away');
  assert.equal(labelInForce(judgements, 1), 'bells');
});

const LABELS: readonly (readonly [title: string, sayings: readonly Saying[], label: string | undefined])[] = [
  ['no label is the listed one', [{}], undefined],
  ['a better label holds', [{ label: 'bells' }], 'bells'],
  ['a later one holds more', [{ label: 'bells' }, { label: 'harp' }], 'harp'],
  ['the listed one takes it back', [{ label: 'bells' }, { label: 'drums' }], undefined],
  ['an undone one does not hold', [{ label: 'bells' }, { label: 'harp', undoneAtMs: 5 }], 'bells'],
  ['a label given to another segment of the clip is not its own', [{ label: 'bells', segmentId: 2 }], undefined],
  ['imported labels hold where they agree', [imported('ann', { label: 'bells' }), imported('bob')], 'bells'],
  ['and not where they differ', [imported('ann', { label: 'bells' }), imported('bob', { label: 'harp' })], undefined],
  ['an imported label does not touch what was judged here', [{}, imported('ann', { label: 'bells' })], undefined],
];

for (const [title, sayings, label] of LABELS) {
  test(title, () => assert.equal(labelInForce(said(...sayings), 1), label));
}

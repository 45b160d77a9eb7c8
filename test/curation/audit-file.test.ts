import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AuditFile, formatAudit, parseAudit } from '../../src/curation/audit-file.ts';
import { planImport } from '../../src/curation/audit-import.ts';
import type { Audit, AuditAnswer } from '../../src/dataset/audit.ts';

const AUDIT: Audit = {
  name: 'ks-test seed 1',
  corpus: 'ks-test',
  seed: 1,
  policy: 'abc',
  drawnAtMs: 1000,
  population: { keep: 5, drop: 2, ask: 1, leftOut: { facts: 1, otherReasons: 0, unfiltered: 0 } },
  strata: [
    { band: 0, labels: ['drums'], population: 3 },
    { band: 4, labels: ['drums', 'gong “big”'], population: 5 },
  ],
  items: [
    { clipName: 'a_000000_000010', stratum: 1, decision: 'keep', decisionWithPeople: 'drop', probability: 0.1 + 0.2 },
    {
      clipName: '-b_000000.500_000010',
      stratum: 0,
      decision: 'ask',
      decisionWithPeople: 'ask',
      probability: undefined,
    },
  ],
};

function answer(position: number, rater: string, word: AuditAnswer['word'] = 'belongs'): AuditAnswer {
  return { position, rater, word, atMs: 5, seconds: position === 0 ? 2.5 : undefined, wasHeard: position === 0 };
}

const FILE: AuditFile = { audit: AUDIT, answers: [answer(0, 'jo'), answer(0, 'mk'), answer(1, 'mk', 'cannot-tell')] };

test('an audit is one JSON object a line, the same for the same audit whoever answered first', () => {
  const text = formatAudit(FILE);
  assert.deepEqual(text.split('\n').slice(1, 6), [
    '{"band":0,"labels":["drums"],"population":3}',
    '{"band":4,"labels":["drums","gong “big”"],"population":5}',
    '{"clip":"a_000000_000010","stratum":1,"verdict":"keep","withPeople":"drop","probability":0.30000000000000004}',
    '{"clip":"-b_000000.500_000010","stratum":0,"verdict":"ask","withPeople":"ask"}',
    '{"question":0,"answer":"belongs","rater":"jo","atMs":5,"seconds":2.5,"heard":true}',
  ]);
  assert.equal(formatAudit({ ...FILE, answers: FILE.answers.toReversed() }), text);
});

test('what was written is read back', () => {
  assert.deepEqual(parseAudit(formatAudit(FILE), 'x.txt'), FILE);
  assert.deepEqual(parseAudit(`\uFEFF${formatAudit(FILE).replaceAll('\n', '\r\n')}`, 'x.txt'), FILE);
});

test('a line that cannot be is named with its number and what is wrong, and nothing is taken', () => {
  const lines = formatAudit(FILE).trimEnd().split('\n');
  const withLine = (number: number, line: string): string => lines.with(number - 1, line).join('\n');
  for (const [text, message] of [
    ['', 'x.txt:1: expected a line of an exported audit, got ""'],
    ['clip,label\n', 'x.txt:1: expected a line of an exported audit, got "clip,label"'],
    [withLine(1, lines[0]!.replace('"version":1', '"version":2')), 'x.txt:1: version: this program reads version 1'],
    [
      withLine(4, '{"clip":"../a","stratum":0,"verdict":"keep","withPeople":"keep"}'),
      /^x\.txt:4: clip: expected a name such as/,
    ],
    [withLine(4, lines[3]!.replace('"stratum":1', '"stratum":2')), 'x.txt:4: there is no stratum 2'],
    [withLine(6, lines[5]!.replace('belongs', 'fits')), /^x\.txt:6: answer: /],
    [withLine(6, lines[5]!.replace('"question":0', '"question":7')), 'x.txt:6: there is no question 7'],
    [withLine(7, lines[5]!), 'x.txt:7: a second answer of jo to question 0'],
    [
      withLine(6, '{"verdict":"keep"}'),
      'x.txt:6: expected a stratum, a question or an answer, got "{\\"verdict\\":\\"keep\\"}"',
    ],
    [withLine(6, '7'), 'x.txt:6: expected a line of an exported audit, got "7"'],
  ] as const) {
    assert.throws(() => parseAudit(text, 'x.txt'), { code: 'manifest', message });
  }
});

test('new answers are added, the same ones passed over, and others of the same person are shown and not taken', () => {
  const there = [answer(0, 'mk', 'does-not'), answer(1, 'mk', 'cannot-tell'), answer(1, 'jo')];
  const { added, known, conflicts } = planImport(FILE, { audit: AUDIT, answers: there });
  assert.deepEqual(added, [answer(1, 'jo')]);
  assert.equal(known, 1);
  assert.deepEqual(conflicts, [{ clipName: 'a_000000_000010', here: FILE.answers[1], there: there[0] }]);
});

test('answers to other questions are refused', () => {
  const other = { ...AUDIT, seed: 2, items: AUDIT.items.toReversed() };
  assert.throws(() => planImport(FILE, { audit: other, answers: [] }), {
    code: 'usage',
    message: /expected the questions of the audit of that name .*seed 1 here, 2 there/,
  });
});

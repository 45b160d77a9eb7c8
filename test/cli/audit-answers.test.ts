import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAnswers } from '../../src/cli/audit-answers.ts';
import type { Audit } from '../../src/dataset/audit.ts';

const AUDIT: Audit = {
  name: 'first',
  corpus: 'ks-test',
  seed: 1,
  policy: '',
  drawnAtMs: 0,
  population: { keep: 2, drop: 0, ask: 0, leftOut: { facts: 0, otherReasons: 0, unfiltered: 0 } },
  strata: [{ band: 1, labels: ['drums'], population: 2 }],
  items: ['a_000000_000010', '-b_000005_000015'].map((clipName) => ({
    clipName,
    stratum: 0,
    decision: 'keep',
    decisionWithPeople: 'keep',
    probability: 0.5,
  })),
};

test('a line is an ID, an answer, and whether the clip was heard', () => {
  const text = '# by ear\n-b_000005_000015\tdoes-not heard\r\n\n  a_000000_000010 cannot-tell  \n';
  assert.deepEqual(parseAnswers(text, 'stdin', AUDIT), [
    { position: 1, word: 'does-not', wasHeard: true },
    { position: 0, word: 'cannot-tell', wasHeard: false },
  ]);
});

test('a wrong line is named with file and number, what was expected and what was got', () => {
  for (const [text, message] of [
    [
      '\na_000000_000011 belongs',
      'x:2: expected the ID of a clip of audit first, got "a_000000_000011"; did you mean "a_000000_000010" or "-b_000005_000015"?',
    ],
    ['a_000000_000010', 'x:1: expected one of belongs, does-not, cannot-tell after a_000000_000010, got ""'],
    ['a_000000_000010 keep', 'x:1: expected one of belongs, does-not, cannot-tell after a_000000_000010, got "keep"'],
    ['a_000000_000010 belongs seen', 'x:1: expected nothing or "heard" after belongs, got "seen"'],
    [
      'a_000000_000010 belongs\na_000000_000010 belongs',
      'x:2: expected one answer to a_000000_000010, got another on line 1',
    ],
  ] as const) {
    assert.throws(() => parseAnswers(text, 'x', AUDIT), { code: 'manifest', message });
  }
});

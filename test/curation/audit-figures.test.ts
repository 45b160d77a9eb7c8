import assert from 'node:assert/strict';
import { test } from 'node:test';
import { disagreements, raterPairs } from '../../src/curation/audit-agreement.ts';
import { summariseAudit } from '../../src/curation/audit-figures.ts';
import type { Audit, AuditAnswer, AuditItem, AuditWord } from '../../src/dataset/audit.ts';

/** Two strata of 100 and 900 clips: four questions stand for the first, five for the second. */
const DECISIONS: readonly AuditItem['decision'][] = [
  'drop',
  'drop',
  'drop',
  'keep',
  'keep',
  'keep',
  'keep',
  'ask',
  'drop',
];
const AUDIT: Audit = {
  name: 'ks-test seed 1',
  corpus: 'ks-test',
  seed: 1,
  policy: 'abc',
  drawnAtMs: 0,
  population: { keep: 700, drop: 200, ask: 100, leftOut: { facts: 0, otherReasons: 0, unfiltered: 0 } },
  strata: [
    { band: 1, labels: ['drums'], population: 100 },
    { band: 2, labels: ['drums'], population: 900 },
  ],
  items: DECISIONS.map((decision, position) => ({
    clipName: `clip ${position}`,
    stratum: position < 4 ? 0 : 1,
    decision,
    decisionWithPeople: decision,
    probability: position < 4 ? 0.1 : 0.7,
  })),
};

const WORDS: Readonly<Record<string, AuditWord>> = { '+': 'belongs', '-': 'does-not', '?': 'cannot-tell' };

/** One mark a question; a blank: not answered. */
function answersOf(rater: string, marks: string, more: Partial<AuditAnswer> = {}): AuditAnswer[] {
  return [...marks].flatMap((mark, position) =>
    mark === ' ' ? [] : [{ position, rater, word: WORDS[mark]!, atMs: position, seconds: 4, wasHeard: true, ...more }],
  );
}

const near = (actual: number | undefined, expected: number): void =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

test('precision, recall and purity are weighted back: 25 clips a question in the first stratum, 180 in the second', () => {
  // Positions          012345678: drop drop drop keep | keep keep keep ask drop
  const { figures } = summariseAudit(AUDIT, answersOf('mk', '--+-++---'));
  // Dropped: 25 + 25 do not belong, 25 belongs, 180 does not.
  near(figures.precision?.value, (50 + 180) / (75 + 180));
  // Do not belong: 25 + 25 + 25 (kept) + 180 (kept) + 180 (asked) + 180 (dropped).
  near(figures.mismatched?.value, 615 / 1000);
  near(figures.recall?.value, 230 / 615);
  near(figures.recallWithAsk?.value, 410 / 615);
  // Kept: 25 does not, 180 + 180 belong, 180 does not.
  near(figures.purity?.value, 360 / (25 + 540));
  // Belong: 25 dropped, 360 kept.
  near(figures.lost?.value, 25 / 385);
  assert.equal(figures.precision?.answers, 4);
  assert.ok(figures.precision!.low < figures.precision!.value && figures.precision!.value < figures.precision!.high);
});

test('what nobody could tell is left out, and the figure is given with it counted either way', () => {
  const { figures, settled } = summariseAudit(AUDIT, answersOf('mk', '--?+++?+-'));
  assert.deepEqual(settled, { belongs: 4, 'does-not': 3, 'cannot-tell': 2, 'raters-disagree': 0 });
  near(figures.precision?.value, 1);
  near(figures.precision?.least, 230 / 255);
  near(figures.precision?.most, 1);
  near(figures.purity?.value, 1);
  near(figures.purity?.least, 385 / 565);
  // Do not belong for sure: 230, all dropped. At worst the one of 180 that was kept is one more, at best the dropped one of 25 is.
  near(figures.recall?.value, 1);
  near(figures.recall?.least, 230 / (230 + 180));
  near(figures.recall?.most, 1);
});

test('a figure without any clip that it is of is not there', () => {
  const { figures } = summariseAudit(AUDIT, answersOf('mk', '++++++++?'));
  assert.equal(figures.recall, undefined);
  near(figures.precision?.value, 0);
});

test('after some answers each stands for more: the first part of the questions is a sample too', () => {
  // Two answers in the first stratum (50 each), two in the second (450 each).
  const summary = summariseAudit(AUDIT, answersOf('mk', '-  ++ -  '));
  assert.equal(summary.answered, 4);
  near(summary.figures.mismatched?.value, (50 + 450) / 1000);
});

test('of several people those who could tell decide, by majority', () => {
  const answers = [...answersOf('a', '+-+-?????'), ...answersOf('b', '+-?+-????'), ...answersOf('c', '   +-    ')];
  const { settled } = summariseAudit(AUDIT, answers);
  // 0 belongs, 1 does not, 2 belongs (one could not tell), 3 belongs by two of three, 4 does not, the rest nobody.
  assert.deepEqual(settled, { belongs: 3, 'does-not': 2, 'cannot-tell': 4, 'raters-disagree': 0 });
  const tie = summariseAudit(AUDIT, [...answersOf('a', '+'), ...answersOf('b', '-')]);
  assert.equal(tie.settled['raters-disagree'], 1);
});

test('what was heard and what was only seen are reported apart', () => {
  const answers = [...answersOf('mk', '--++'), ...answersOf('mk', '    ++++-', { wasHeard: false })];
  const { heard, notHeard, raters } = summariseAudit(AUDIT, answers);
  assert.equal(heard.precision?.answers, 3);
  near(heard.precision?.value, 2 / 3);
  near(notHeard.precision?.value, 1);
  near(notHeard.purity?.value, 1);
  assert.deepEqual(raters, [{ rater: 'mk', answered: 9, cannotTell: 0, heard: 4, secondsAnAnswer: 4 }]);
});

test("with people's verdicts over the filter's, the kept set is another", () => {
  const items = AUDIT.items.map((item, at) => (at === 6 ? { ...item, decisionWithPeople: 'drop' as const } : item));
  const { figures } = summariseAudit({ ...AUDIT, items }, answersOf('mk', '----++-+-'));
  near(figures.purity?.value, 360 / 565);
  near(figures.purityWithPeople?.value, 360 / 385);
});

test('each tenth of the score says what the filter expects and what people found', () => {
  const { bands } = summariseAudit(AUDIT, answersOf('mk', '--+-++--?'));
  assert.deepEqual(
    bands.map(({ band, population, answered, meanProbability, belongs }) => ({
      band,
      population,
      answered,
      meanProbability: meanProbability?.toFixed(3),
      belongs: belongs?.value,
    })),
    [
      { band: 1, population: 100, answered: 4, meanProbability: '0.100', belongs: 0.25 },
      { band: 2, population: 900, answered: 5, meanProbability: '0.700', belongs: 0.5 },
    ],
  );
});

test('two people are compared on what both answered, and what they said differently is listed', () => {
  const answers = [...answersOf('b', '++--?'), ...answersOf('a', '+--- +')];
  const [pair, ...others] = raterPairs(answers);
  assert.deepEqual(others, []);
  assert.deepEqual(pair?.raters, ['a', 'b']);
  assert.equal(pair?.questions, 4);
  near(pair?.agreed.value, 0.75);
  // Observed 3/4; by chance 1/4 x 2/4 + 3/4 x 2/4 = 1/2.
  near(pair?.kappa?.value, 0.5);
  assert.deepEqual(disagreements(AUDIT, answers), [
    {
      position: 1,
      clipName: 'clip 1',
      said: [
        { rater: 'a', word: 'does-not' },
        { rater: 'b', word: 'belongs' },
      ],
    },
  ]);
});

test('people who answered different questions have nothing to compare', () => {
  assert.deepEqual(raterPairs([...answersOf('a', '+'), ...answersOf('b', ' +')]), []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { disagreements, raterPairs } from '../../../src/curation/audit-agreement.ts';
import { summariseAudit } from '../../../src/curation/audit-figures.ts';
import type { Audit, AuditAnswer, AuditItem } from '../../../src/dataset/audit.ts';
import { auditReportLines } from '../../../src/ui/audit/audit-report-lines.ts';

const DECISIONS: readonly AuditItem['decision'][] = ['drop', 'drop', 'keep', 'keep', 'keep', 'ask'];
const AUDIT: Audit = {
  name: 'ks32-seed-1',
  corpus: 'ks32',
  seed: 1,
  policy: '64efe415ebc0',
  drawnAtMs: new Date(2026, 10, 3, 14, 20).getTime(),
  population: { keep: 1800, drop: 900, ask: 300, leftOut: { facts: 120, otherReasons: 7, unfiltered: 0 } },
  strata: [
    { band: 1, labels: ['drums'], population: 1500 },
    { band: 2, labels: ['drums'], population: 1500 },
  ],
  items: DECISIONS.map((decision, position) => ({
    clipName: `video-${position}_000000_000010`,
    stratum: position % 2,
    decision,
    decisionWithPeople: decision,
    probability: position % 2 === 0 ? 0.2 : 0.9,
  })),
};
const WORDS = { '+': 'belongs', '-': 'does-not', '?': 'cannot-tell' } as const;

function answersOf(rater: string, marks: string): AuditAnswer[] {
  return [...marks].map((mark, position) => {
    const word = WORDS[mark as keyof typeof WORDS];
    return { position, rater, word, atMs: position, seconds: 4.2, wasHeard: position < 4 };
  });
}

function reportOf(answers: readonly AuditAnswer[], movedVerdicts = 0): string[] {
  return auditReportLines({
    audit: AUDIT,
    summary: summariseAudit(AUDIT, answers),
    pairs: raterPairs(answers),
    disagreements: disagreements(AUDIT, answers),
    movedVerdicts,
  });
}

test('the report of two people, as a picture', () => {
  // Each answer stands for 500 clips; two raters differ on question 3, so nobody settles it.
  const lines = reportOf([...answersOf('mk', '--++++'), ...answersOf('jo', '---++?')], 2);
  assert.deepEqual(lines, [
    'audit ks32-seed-1 · drawn 2026-11-03 14:20 · seed 1 · policy 64efe415ebc0',
    '6 questions for 3 000 clips by verdict: 1 800 keep, 900 drop, 300 ask',
    'not in it: 120 dropped by their facts, 7 dropped as doubles or clipped',
    'answered 6 of 6: 3 belong, 2 do not, 0 nobody could tell, 1 with a tie',
    '',
    'share of clips                                 %        95 %   either way  n',
    // Of 3 000 clips 500 each: an effective sample of 3.416 answers.
    'of all clips, do not belong                 40.0    9.3-81.3    33.3-50.0  5',
    'of the dropped, do not belong (precision)  100.0  34.3-100.0  100.0-100.0  2',
    'of what does not belong, dropped (recall)  100.0  34.3-100.0   66.7-100.0  2',
    'of what does not belong, dropped or asked  100.0  34.3-100.0   66.7-100.0  2',
    'of the kept, belong (purity)               100.0  34.3-100.0   66.7-100.0  2',
    'of what belongs, dropped                     0.0    0.0-56.1      0.0-0.0  3',
    '',
    'Percent of clips, weighted back to the corpus, with 95 % intervals (Wilson, on',
    'the effective sample size). Either way: if all that nobody could settle',
    'belonged, or not.',
    '',
    '           heard        95 %  n  only seen        95 %  n',
    'precision  100.0  34.3-100.0  2          -           -  0',
    'recall     100.0  34.3-100.0  2          -           -  0',
    'purity     100.0  20.7-100.0  1      100.0  20.7-100.0  1',
    '',
    'tenth of the score  clips  n  filter: % belong  people: %       95 %',
    '1                   1 500  3              20.0       50.0   6.9-93.1',
    '2                   1 500  3              90.0       66.7  16.0-95.5',
    '',
    'rater  answers  cannot tell  heard  seconds each',
    'jo           6            1      4           4.2',
    'mk           6            0      4           4.2',
    '',
    "agreement  in common  same answer: %       95 %       Cohen's kappa",
    'jo and mk          6            66.7  30.0-90.3  0.45 [-0.03, 0.94]',
    '',
    'answered differently   question',
    'video-2_000000_000010         3  jo: does-not, mk: belongs',
    'video-5_000000_000010         6  jo: cannot-tell, mk: belongs',
    '',
    'The filter has decided anew on 2 of these clips since: this is about its',
    'verdicts of 2026-11-03 14:20. Another --name or --seed draws a new sample.',
  ]);
  assert.ok(Math.max(...lines.map(({ length }) => length)) <= 80, 'lines fit a terminal');
});

test('without answers there are no figures', () => {
  assert.deepEqual(reportOf([]).slice(3), [
    'answered 0 of 6: 0 belong, 0 do not, 0 nobody could tell',
    '',
    'Nothing is answered yet.',
  ]);
});

test("people's verdicts that move the kept set have a line of their own", () => {
  const items = AUDIT.items.map((item, at) => (at === 2 ? { ...item, decisionWithPeople: 'drop' as const } : item));
  const summary = summariseAudit({ ...AUDIT, items }, answersOf('mk', '---+++'));
  const lines = auditReportLines({ audit: AUDIT, summary, pairs: [], disagreements: [], movedVerdicts: 0 });
  const purities = lines.filter((line) => line.startsWith('of the kept')).map((line) => line.slice(0, 50).trimEnd());
  assert.deepEqual(purities.slice(0, 2), [
    'of the kept, belong (purity)                   66.',
    'of the kept after verdicts of people, belong  100.',
  ]);
});

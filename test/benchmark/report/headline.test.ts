import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Comparison } from '../../../src/benchmark/card/result-card.ts';
import { type Block, spansOf } from '../../../src/benchmark/report/document.ts';
import { headline } from '../../../src/benchmark/report/headline.ts';

function compared(verdict: Comparison['verdict'], isHeadline = true): Comparison {
  const side = { method: 'avcl-pairwise', budget: 'epochs', models: 3 } as const;
  return {
    kind: 'filtering',
    first: { ...side, part: 'kept', mean: 0.624 },
    second: { ...side, part: 'random', models: 9, mean: 0.581 },
    ...({
      protocol: 'linear-probe',
      task: 'both',
      condition: '',
      testSet: 'all',
      clips: 120,
      metric: 'top-1',
    } as const),
    isHeadline,
    ...{ difference: 0.043, low: -0.012, high: 0.1, pValue: 0.0001, holmPValue: 0.0002, verdict },
  };
}

function words(blocks: readonly Block[]): string {
  return blocks
    .flatMap((block) => {
      if (block.kind === 'list') return block.items;
      return block.kind === 'verdict' || block.kind === 'paragraph' ? [block.text] : [];
    })
    .map((line) =>
      spansOf(line)
        .map((span) => (typeof span === 'string' ? span : Object.values(span)[0]))
        .join(''),
    )
    .join('\n');
}

const said = (...comparisons: readonly Comparison[]) => words(headline({ comparisons: [...comparisons] }));

test('one question that is better and none that is worse: filtering helped', () => {
  assert.match(said(compared('better'), compared('undecided')), /^Filtering helped\./);
  assert.match(said(compared('worse'), compared('undecided')), /^Filtering did harm\./);
  assert.match(
    said(compared('worse'), compared('better')),
    /^Filtering helped on some questions and did harm on others\./,
  );
  assert.match(said(compared('undecided')), /^It cannot be told whether filtering helped\./);
});

test('each question has both means, the difference in points with its interval, and the p-value', () => {
  const line =
    'linear probe, sound and picture: Top-1 62.4 % against 58.1 %, +4.3 points [−1.2, +10.0], p < 0.001; better';
  assert.ok(said(compared('better')).includes(line), said(compared('better')));
  assert.match(said(compared('better')), /\(3 models\) against .* \(9 models\), asked about 120 test clips/);
});

test('comparisons that were not fixed beforehand do not lead', () => {
  assert.match(said(compared('better', false)), /^Whether filtering helped was not asked/);
});

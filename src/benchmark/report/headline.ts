// What the report leads with: did filtering help? Comparisons of the card in, one verdict a method in words out. Pure.

import { grouped } from '../card/questions.ts';
import type { Comparison, ResultCard } from '../card/result-card.ts';
import { type Block, code, list, paragraph, strong } from './document.ts';
import { counted, pointsText, pValueText, questionText, setText, valueText } from './words.ts';

export function headline({ comparisons }: Pick<ResultCard, 'comparisons'>): Block[] {
  const leading = comparisons.filter(({ isHeadline }) => isHeadline);
  if (leading.length === 0)
    return [
      paragraph(
        'Whether filtering helped was not asked: no model learned from random clips to compare with. ',
        code('ks-build benchmark --corpus-ablation'),
        ' asks it.',
      ),
    ];
  return [...grouped(leading, ({ first }) => first.method).values()].flatMap(ofMethod);
}

function ofMethod(leading: readonly Comparison[]): Block[] {
  const { first, second, testSet, clips } = leading[0]!;
  const tone = toneOf(leading);
  return [
    {
      kind: 'verdict',
      tone: tone === 'mixed' ? 'undecided' : tone,
      text: [
        strong(SENTENCES[tone]),
        ` Models of `,
        code(first.method),
        ` that learned from the clips that the filter kept (${counted(first.models, 'model')}) against models that learned from as many of each class drawn from all clips (${counted(second.models, 'model')}), asked about ${setText(testSet, clips)}:`,
      ],
    },
    list(...leading.map(sentence)),
    paragraph(
      'These questions and these clips were fixed before anything was measured. Helped and did harm mean: on at least one of them the 95 % interval (over seeds ' +
        'and videos) leaves out zero and the p-value (the larger of sign flips over videos and a test over seeds and videos, corrected after Holm for their number) is below 0.05, and on ' +
        'none of them it is the other way about.',
    ),
  ];
}

type Tone = 'better' | 'worse' | 'mixed' | 'undecided';

const SENTENCES: Readonly<Record<Tone, string>> = {
  better: 'Filtering helped.',
  worse: 'Filtering did harm.',
  mixed: 'Filtering helped on some questions and did harm on others.',
  undecided: 'It cannot be told whether filtering helped.',
};

function toneOf(comparisons: readonly Comparison[]): Tone {
  const isBetter = comparisons.some(({ verdict }) => verdict === 'better');
  const isWorse = comparisons.some(({ verdict }) => verdict === 'worse');
  if (isBetter && isWorse) return 'mixed';
  if (isBetter) return 'better';
  return isWorse ? 'worse' : 'undecided';
}

const VERDICT_TEXTS: Readonly<Record<Comparison['verdict'], string>> = {
  better: 'better',
  worse: 'worse',
  undecided: 'cannot be told',
};

function sentence(comparison: Comparison): string {
  const { first, second, metric, difference, low, high, holmPValue, verdict } = comparison;
  return (
    `${questionText(comparison)} ${valueText(first.mean, metric)} % against ${valueText(second.mean, metric)} %, ` +
    `${pointsText(difference)} points [${pointsText(low)}, ${pointsText(high)}], p ${pValueText(holmPValue)}; ${VERDICT_TEXTS[verdict]}`
  );
}

// What an audit says: its questions and everybody's answers in, figures weighted back to the population out. Pure.
import type { Audit, AuditAnswer, AuditItem, AuditWord } from '../dataset/audit.ts';
import { type Estimate, quantile } from '../statistics/bootstrap.ts';
import { stratifiedShare } from '../statistics/stratified-share.ts';

/** What people say of one clip together. */
type Settled = 'belongs' | 'does-not' | 'cannot-tell' | 'raters-disagree';

interface Shown {
  readonly decision: AuditItem['decision'];
  readonly decisionWithPeople: AuditItem['decision'];
  readonly belongs: boolean;
}

interface FigureMeaning {
  readonly title: string;
  /** Which clips the share is of, and which of them it is. */
  readonly counts: (clip: Shown) => boolean;
  readonly hits: (clip: Shown) => boolean;
}

export const AUDIT_FIGURES = {
  mismatched: {
    title: 'of all clips, do not belong',
    counts: () => true,
    hits: ({ belongs }) => !belongs,
  },
  precision: {
    title: 'of the dropped, do not belong (precision)',
    counts: ({ decision }) => decision === 'drop',
    hits: ({ belongs }) => !belongs,
  },
  recall: {
    title: 'of what does not belong, dropped (recall)',
    counts: ({ belongs }) => !belongs,
    hits: ({ decision }) => decision === 'drop',
  },
  recallWithAsk: {
    title: 'of what does not belong, dropped or asked',
    counts: ({ belongs }) => !belongs,
    hits: ({ decision }) => decision !== 'keep',
  },
  purity: {
    title: 'of the kept, belong (purity)',
    counts: ({ decision }) => decision === 'keep',
    hits: ({ belongs }) => belongs,
  },
  purityWithPeople: {
    title: 'of the kept after verdicts of people, belong',
    counts: ({ decisionWithPeople }) => decisionWithPeople === 'keep',
    hits: ({ belongs }) => belongs,
  },
  lost: {
    title: 'of what belongs, dropped',
    counts: ({ belongs }) => belongs,
    hits: ({ decision }) => decision === 'drop',
  },
} as const satisfies Record<string, FigureMeaning>;

export type AuditFigureName = keyof typeof AUDIT_FIGURES;

/** Share with a 95 % interval over other samples. */
export interface AuditFigure extends Estimate {
  /** Answers that it rests on. */
  readonly answers: number;
  /** The least and the most that the value could be if those that nobody could settle were counted one way or the other. */
  readonly least: number;
  readonly most: number;
}

export type AuditFigures = Readonly<Record<AuditFigureName, AuditFigure | undefined>>;

export interface RaterSummary {
  readonly rater: string;
  readonly answered: number;
  readonly cannotTell: number;
  readonly heard: number;
  /** Median; undefined where no answer was timed. */
  readonly secondsAnAnswer: number | undefined;
}

export interface BandSummary {
  /** 1 has the lowest scores; 0: not scored. */
  readonly band: number;
  readonly population: number;
  readonly answered: number;
  /** What the filter says, on the mean of the sampled clips. */
  readonly meanProbability: number | undefined;
  /** What people say. */
  readonly belongs: Estimate | undefined;
}

export interface AuditSummary {
  readonly questions: number;
  /** By one person at least. */
  readonly answered: number;
  readonly settled: Readonly<Record<Settled, number>>;
  readonly figures: AuditFigures;
  /** On the clips that were listened to, and on those that were only looked at. */
  readonly heard: AuditFigures;
  readonly notHeard: AuditFigures;
  readonly bands: readonly BandSummary[];
  readonly raters: readonly RaterSummary[];
}

interface AnsweredItem {
  readonly item: AuditItem;
  readonly settled: Settled;
  /** By all who gave the word that counts. */
  readonly wasHeard: boolean;
}

/** @param answers at most one by each rater for a question */
export function summariseAudit(audit: Audit, answers: readonly AuditAnswer[]): AuditSummary {
  const answered = audit.items.flatMap((item, position): AnsweredItem[] => {
    const given = answers.filter((answer) => answer.position === position);
    return given.length === 0 ? [] : [{ item, ...settle(given) }];
  });
  const populations = audit.strata.map(({ population }) => population);
  const figuresOf = (isMeant: (clip: AnsweredItem) => boolean): AuditFigures =>
    Object.fromEntries(
      Object.entries(AUDIT_FIGURES).map(([name, meaning]) => [name, figureOf(answered, populations, meaning, isMeant)]),
    ) as AuditFigures;
  const count = (settled: Settled): number => answered.filter((clip) => clip.settled === settled).length;
  return {
    questions: audit.items.length,
    answered: answered.length,
    settled: {
      belongs: count('belongs'),
      'does-not': count('does-not'),
      'cannot-tell': count('cannot-tell'),
      'raters-disagree': count('raters-disagree'),
    },
    figures: figuresOf(() => true),
    heard: figuresOf(({ wasHeard }) => wasHeard),
    notHeard: figuresOf(({ wasHeard }) => !wasHeard),
    bands: bandsOf(audit, answered, populations),
    raters: ratersOf(answers),
  };
}

/** The word of the majority of those who could tell. */
function settle(answers: readonly AuditAnswer[]): { settled: Settled; wasHeard: boolean } {
  const saying = (word: AuditWord): AuditAnswer[] => answers.filter((answer) => answer.word === word);
  const [belongs, doesNot] = [saying('belongs'), saying('does-not')];
  const isTie = belongs.length === doesNot.length;
  const settled = isTie
    ? belongs.length === 0
      ? 'cannot-tell'
      : 'raters-disagree'
    : belongs.length > doesNot.length
      ? 'belongs'
      : 'does-not';
  const counted = isTie ? answers : settled === 'belongs' ? belongs : doesNot;
  return { settled, wasHeard: counted.every(({ wasHeard }) => wasHeard) };
}

type Truth = (clip: AnsweredItem) => boolean | undefined;

const asSettled: Truth = ({ settled }) => (settled === 'belongs' ? true : settled === 'does-not' ? false : undefined);

/** Every way to count those that nobody could settle, alike within a verdict of the filter: the extremes of each figure are among them. */
const EITHER_WAY: readonly Truth[] = [true, false].flatMap((kept) =>
  [true, false].flatMap((dropped) =>
    [true, false].map((asked): Truth => {
      const belongs = { keep: kept, drop: dropped, ask: asked };
      return (clip) => asSettled(clip) ?? belongs[clip.item.decision];
    }),
  ),
);

function figureOf(
  clips: readonly AnsweredItem[],
  populations: readonly number[],
  { counts, hits }: FigureMeaning,
  isMeant: (clip: AnsweredItem) => boolean,
): AuditFigure | undefined {
  const under = (truth: Truth) =>
    clips.map((clip) => {
      const belongs = truth(clip);
      const shown = belongs === undefined ? undefined : { ...clip.item, belongs };
      const isCounted = shown !== undefined && isMeant(clip) && counts(shown);
      return { stratum: clip.item.stratum, isCounted, isHit: isCounted && hits(shown) };
    });
  const items = under(asSettled);
  const estimate = stratifiedShare(items, populations);
  if (estimate === undefined) return undefined;
  const others = EITHER_WAY.flatMap((truth) => stratifiedShare(under(truth), populations)?.value ?? []);
  return {
    ...estimate,
    answers: items.filter(({ isCounted }) => isCounted).length,
    least: Math.min(...others),
    most: Math.max(...others),
  };
}

function bandsOf(audit: Audit, answered: readonly AnsweredItem[], populations: readonly number[]): BandSummary[] {
  const bandOf = ({ item }: AnsweredItem): number => audit.strata[item.stratum]!.band;
  const bands = [...new Set(audit.strata.map(({ band }) => band))].sort((a, b) => a - b);
  return bands.map((band) => {
    const inside = answered.filter((clip) => bandOf(clip) === band);
    const probabilities = inside.flatMap(({ item }) => item.probability ?? []);
    const belongs = stratifiedShare(
      answered.map((clip) => {
        const truth = asSettled(clip);
        return {
          stratum: clip.item.stratum,
          isCounted: truth !== undefined && bandOf(clip) === band,
          isHit: truth === true,
        };
      }),
      populations,
    );
    return {
      band,
      population: audit.strata
        .filter((stratum) => stratum.band === band)
        .reduce((sum, each) => sum + each.population, 0),
      answered: inside.length,
      meanProbability:
        probabilities.length === 0
          ? undefined
          : probabilities.reduce((sum, probability) => sum + probability, 0) / probabilities.length,
      belongs,
    };
  });
}

function ratersOf(answers: readonly AuditAnswer[]): RaterSummary[] {
  const names = [...new Set(answers.map(({ rater }) => rater))].sort();
  return names.map((rater) => {
    const own = answers.filter((answer) => answer.rater === rater);
    const seconds = own.flatMap((answer) => answer.seconds ?? []).sort((a, b) => a - b);
    return {
      rater,
      answered: own.length,
      cannotTell: own.filter(({ word }) => word === 'cannot-tell').length,
      heard: own.filter(({ wasHeard }) => wasHeard).length,
      secondsAnAnswer: seconds.length === 0 ? undefined : quantile(seconds, 0.5),
    };
  });
}

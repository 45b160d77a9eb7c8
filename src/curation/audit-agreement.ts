// How people agree on the questions of an audit that they both answered, and where they do not. Pure.
import type { Audit, AuditAnswer, AuditWord } from '../dataset/audit.ts';
import { cohensKappa } from '../statistics/agreement.ts';
import { type Estimate, wilson } from '../statistics/bootstrap.ts';

export interface RaterPair {
  readonly raters: readonly [string, string];
  /** Questions that both answered. */
  readonly questions: number;
  /** Share of them with the same answer. */
  readonly agreed: Estimate;
  /** Of the three answers; undefined where chance alone explains all. */
  readonly kappa: Estimate | undefined;
}

export interface Disagreement {
  readonly position: number;
  readonly clipName: string;
  readonly said: readonly { readonly rater: string; readonly word: AuditWord }[];
}

/** Pairs with a question in common, by name. @param answers at most one by each rater for a question */
export function raterPairs(answers: readonly AuditAnswer[]): RaterPair[] {
  const raters = [...new Set(answers.map(({ rater }) => rater))].sort();
  const wordsOf = new Map(
    raters.map((rater) => [
      rater,
      new Map(answers.filter((answer) => answer.rater === rater).map(({ position, word }) => [position, word])),
    ]),
  );
  return raters.flatMap((first, at) =>
    raters.slice(at + 1).flatMap((second): RaterPair[] => {
      const others = wordsOf.get(second)!;
      const pairs = [...wordsOf.get(first)!].flatMap(([position, word]): [AuditWord, AuditWord][] => {
        const other = others.get(position);
        return other === undefined ? [] : [[word, other]];
      });
      if (pairs.length === 0) return [];
      const same = pairs.filter(([a, b]) => a === b).length;
      const agreed = wilson(same, pairs.length)!;
      return [{ raters: [first, second], questions: pairs.length, agreed, kappa: cohensKappa(pairs) }];
    }),
  );
}

/** Questions with more than one answer, in their order. */
export function disagreements(audit: Audit, answers: readonly AuditAnswer[]): Disagreement[] {
  return audit.items.flatMap(({ clipName }, position) => {
    const given = answers.filter((answer) => answer.position === position);
    if (new Set(given.map(({ word }) => word)).size < 2) return [];
    const said = given.map(({ rater, word }) => ({ rater, word })).sort((a, b) => (a.rater < b.rater ? -1 : 1));
    return [{ position, clipName, said }];
  });
}

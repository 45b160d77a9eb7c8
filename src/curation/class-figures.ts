// The classes of a corpus as a whole: how many clips of each are in which state, how their scores spread, what speaks against them. The table
// is only read.
import type { ColumnTable } from './clip-table.ts';

export interface ClassFigures {
  readonly label: string;
  /** Rows of the corpus, with a file or without. */
  readonly listed: number;
  readonly kept: number;
  readonly dropped: number;
  readonly asked: number;
  /** 0..1, of kept, dropped and asked ones; NaN: there are none. */
  readonly keptShare: number;
  /** Clips by score: equal parts of 0..1, the last one with 1. */
  readonly histogram: readonly number[];
  /** NaN: no clip has a score. */
  readonly meanScore: number;
  /** Reasons of clips that are not kept, the most frequent first. */
  readonly reasons: readonly { readonly code: string; readonly clips: number }[];
}

interface Tally {
  listed: number;
  readonly states: Map<string, number>;
  readonly histogram: number[];
  scored: number;
  scoreSum: number;
  /** By place among the texts of the column. */
  readonly reasons: Map<number, number>;
}

/** By label. */
export function classFigures(table: ColumnTable, parts: number): ClassFigures[] {
  const labels = table.texts('label');
  const states = table.texts('state');
  const reasons = table.texts('reasons');
  const scores = table.numbers('score');
  const tallies = new Map<number, Tally>();
  for (let position = 0; position < table.size; position++) {
    const label = labels.codes[position]!;
    let tally = tallies.get(label);
    if (tally === undefined) {
      tally = {
        listed: 0,
        states: new Map(),
        histogram: new Array<number>(parts).fill(0),
        scored: 0,
        scoreSum: 0,
        reasons: new Map(),
      };
      tallies.set(label, tally);
    }
    tally.listed += 1;
    const state = states.texts[states.codes[position]!]!;
    tally.states.set(state, (tally.states.get(state) ?? 0) + 1);
    if (state !== 'kept') {
      const reason = reasons.codes[position]!;
      tally.reasons.set(reason, (tally.reasons.get(reason) ?? 0) + 1);
    }
    const score = scores[position]!;
    if (Number.isNaN(score)) continue;
    const part = Math.max(0, Math.min(parts - 1, Math.floor(score * parts)));
    tally.histogram[part] = tally.histogram[part]! + 1;
    tally.scored += 1;
    tally.scoreSum += score;
  }
  return [...tallies]
    .map(([label, tally]) => figuresOf(labels.texts[label]!, tally, reasons.texts))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}

function figuresOf(label: string, tally: Tally, reasonTexts: readonly string[]): ClassFigures {
  const [kept, dropped, asked] = ['kept', 'dropped', 'ask'].map((state) => tally.states.get(state) ?? 0) as [
    number,
    number,
    number,
  ];
  const clipsByCode = new Map<string, number>();
  for (const [text, clips] of tally.reasons)
    for (const code of reasonTexts[text]!.split(' '))
      if (code !== '') clipsByCode.set(code, (clipsByCode.get(code) ?? 0) + clips);
  return {
    label,
    listed: tally.listed,
    kept,
    dropped,
    asked,
    keptShare: kept / (kept + dropped + asked),
    histogram: tally.histogram,
    meanScore: tally.scoreSum / tally.scored,
    reasons: [...clipsByCode].map(([code, clips]) => ({ code, clips })).sort((a, b) => b.clips - a.clips),
  };
}

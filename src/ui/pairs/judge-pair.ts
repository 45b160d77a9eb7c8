// A verdict on a pair to the index, and back: both clips in one transaction; what the index refuses is a message.
import { KsBuildError } from '../../errors.ts';
import type { Message } from '../curate/curate-state.ts';
import type { CurateWorld } from '../curate/curate-world.ts';
import { type PairContext, pairJudgements } from './pair-judgements.ts';
import { currentPair, type PairDone, type PairState, type PairVerdict, wishesOf } from './pair-state.ts';

type JudgingWorld = Pick<CurateWorld, 'table' | 'judgements' | 'rater' | 'now'>;

export type PairOutcome =
  | { readonly kind: 'done'; readonly done: PairDone }
  | { readonly kind: 'refused'; readonly message: Message };

export function judgePair(
  { table, judgements, rater, now }: JudgingWorld,
  state: PairState,
  verdict: PairVerdict,
  wasSeen: PairContext['wasSeen'],
): PairOutcome {
  const pair = currentPair(state);
  if (pair === undefined) return refused('there is no pair to judge', 'doubtful');
  const { wishes, text } = wishesOf(verdict, pair, state.side);
  const atMs = now();
  const given = pairJudgements(wishes, {
    rater,
    atMs,
    seconds: Math.max(0, atMs - state.shownAtMs) / 1000,
    rowAt: (position) => table.row(position),
    wasHeard: (position) => state.heard.has(position),
    wasSeen,
  });
  if (given.length < wishes.length) return refused('a clip without a file cannot be judged', 'doubtful');
  return inIndex(() => {
    const judgementIds = judgements.take(given);
    table.reread([pair.first, pair.second]);
    return { judgementIds, pair, text };
  });
}

export function turnBack({ table, judgements }: JudgingWorld, direction: 'undo' | 'redo', done: PairDone): PairOutcome {
  return inIndex(() => {
    judgements[direction](done.judgementIds);
    table.reread([done.pair.first, done.pair.second]);
    return done;
  });
}

function inIndex(work: () => PairDone): PairOutcome {
  try {
    return { kind: 'done', done: work() };
  } catch (error) {
    if (!(error instanceof KsBuildError)) throw error;
    return refused(`not taken: ${error.message}`, 'broken');
  }
}

function refused(text: string, tone: Message['tone']): PairOutcome {
  return { kind: 'refused', message: { text, tone } };
}

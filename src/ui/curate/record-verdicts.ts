// Verdicts to the index, and taken back from it: what the index has becomes news for the reducer, and what it refuses is said.
import type { SeenThing } from '../../dataset/judgement.ts';
import { KsBuildError } from '../../errors.ts';
import type { Action, CurateState, Effect } from './curate-state.ts';
import type { CurateWorld } from './curate-world.ts';
import { clipCount, marksBefore } from './reduce-verdicts.ts';
import { judgementsFor } from './take-verdict.ts';

type IndexEffect = Extract<Effect, { kind: 'judge' | 'undo' | 'redo' }>;

export interface SessionView {
  readonly state: CurateState;
  /** What of the clip at hand has been on the screen. */
  readonly seen: readonly SeenThing[];
}

/** A verdict counts as given only when this has sent `taken`. */
export function recordVerdicts(
  world: Pick<CurateWorld, 'table' | 'judgements' | 'rater' | 'now'>,
  effect: IndexEffect,
  session: SessionView,
  send: (action: Action) => void,
): void {
  try {
    if (effect.kind === 'judge') judge(world, effect, session, send);
    else {
      world.judgements[effect.kind](effect.done.judgementIds);
      world.table.reread(effect.done.positions);
      send({ kind: effect.kind === 'undo' ? 'undone' : 'redone' });
    }
  } catch (error) {
    if (!(error instanceof KsBuildError)) throw error;
    send({ kind: 'said', message: { text: `not taken: ${error.message}`, tone: 'broken' } });
  }
}

function judge(
  { table, judgements, rater, now }: Pick<CurateWorld, 'table' | 'judgements' | 'rater' | 'now'>,
  effect: Extract<IndexEffect, { kind: 'judge' }>,
  { state, seen }: SessionView,
  send: (action: Action) => void,
): void {
  const rows = effect.positions.map((position) => table.row(position));
  const context = { rater, atMs: now(), durationSeconds: state.time.durationSeconds, seen };
  const given = judgementsFor(effect, rows, context);
  if (given.length === 0) {
    send({ kind: 'said', message: { text: 'there is no clip file to judge', tone: 'doubtful' } });
    return;
  }
  const positions = rows.filter(({ clipId }) => clipId !== undefined).map(({ position }) => position);
  const judgementIds = judgements.take(given);
  table.reread(positions);
  const { wish, draft, seconds } = effect;
  const done = { judgementIds, positions, marksBefore: marksBefore(state, positions), wish, draft };
  send({ kind: 'taken', done, seconds });
  const missing = rows.length - positions.length;
  if (missing === 0) return;
  const text = `judged ${clipCount(positions.length)}; ${clipCount(missing)} without a file left out`;
  send({ kind: 'said', message: { text, tone: 'doubtful' } });
}

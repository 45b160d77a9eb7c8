// What new verdicts would move: clips counted by class, by where they are and where they would go, and by reason. Pure.
import type { ClipState } from '../dataset/clip-state.ts';
import type { Verdict } from '../dataset/verdict.ts';
import { codeOf, STATE_OF } from '../store/verdicts.ts';

export interface ClipStanding {
  readonly label: string;
  readonly state: ClipState;
  readonly code: string;
  /** A person has decided: no policy moves it. */
  readonly isHuman: boolean;
}

export interface PolicyChange {
  readonly label: string;
  readonly from: ClipState;
  readonly to: ClipState;
  /** The reason of the new state, or of the one that it leaves when it is kept. */
  readonly code: string;
  readonly clips: number;
}

/** Sorted by class, then the most clips first. A new reason for the same state is no move. */
export function policyChanges(clips: readonly ClipStanding[], verdicts: readonly Verdict[]): PolicyChange[] {
  const changes = new Map<string, { label: string; from: ClipState; to: ClipState; code: string; clips: number }>();
  for (const [at, { label, state: from, code: oldCode, isHuman }] of clips.entries()) {
    const verdict = verdicts[at]!;
    const to = STATE_OF[verdict.decision];
    if (isHuman || from === to) continue;
    const code = to === 'kept' ? oldCode : codeOf(verdict);
    const key = [label, from, to, code].join('\n');
    const known = changes.get(key);
    if (known === undefined) changes.set(key, { label, from, to, code, clips: 1 });
    else known.clips += 1;
  }
  return [...changes.values()].sort((a, b) => a.label.localeCompare(b.label) || b.clips - a.clips);
}

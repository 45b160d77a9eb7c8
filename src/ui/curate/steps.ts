// The building blocks of the reducer: a state and what is asked of the world, and going to a clip. Pure.
import type { CurateState, Effect, Message, Step } from './curate-state.ts';
import { currentOf, type Queue } from './queue.ts';
import { wholeClip } from './time-view.ts';

export function stepTo(state: CurateState, ...effects: readonly Effect[]): Step {
  return { state, effects };
}

export function saying(state: CurateState, text: string, tone?: Message['tone']): Step {
  return stepTo({ ...state, message: { text, tone } });
}

/** To the clip at the queue's place. Whatever was going on at the one before ends. @param isAnew shows the clip again where it stays the same */
export function goTo(state: CurateState, queue: Queue, isAnew = false): Step {
  const position = currentOf(queue);
  const next: CurateState = { ...state, queue, mode: { kind: 'clip' }, message: undefined };
  if (position === state.clip?.position && !isAnew) return stepTo(next);
  const silence: Effect[] = state.sound === 'silent' ? [] : [{ kind: 'stop' }];
  if (position === undefined)
    return stepTo({ ...next, clip: undefined, time: wholeClip(0), sound: 'silent' }, ...silence);
  return stepTo({ ...next, sound: 'silent' }, ...silence, { kind: 'show', position });
}

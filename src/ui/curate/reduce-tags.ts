// Clips marked to be judged together. Pure.
import { formatCount } from '../format.ts';
import type { CurateState, Step } from './curate-state.ts';
import { moveBy } from './queue.ts';
import { goTo, saying, stepTo } from './steps.ts';

/** Tagging goes on to the next clip, so that a row of clips is tagged by one key; untagging stays. */
export function toggleTag(state: CurateState): Step {
  const position = state.clip?.position;
  if (position === undefined) return stepTo(state);
  const tags = new Set(state.tags);
  if (tags.delete(position)) return stepTo({ ...state, tags, message: undefined });
  tags.add(position);
  return goTo({ ...state, tags }, moveBy(state.queue, 1));
}

/** From the clip tagged last to the one on the screen. */
export function tagRange(state: CurateState): Step {
  const { order, at } = state.queue;
  const last = [...state.tags].at(-1);
  const from = last === undefined ? -1 : order.indexOf(last);
  if (from === -1) return saying(state, 'tag a clip first: the range goes from it to here', 'doubtful');
  const tags = new Set([...state.tags, ...order.subarray(Math.min(from, at), Math.max(from, at) + 1)]);
  return saying({ ...state, tags }, `${formatCount(tags.size)} tagged`);
}

/** The whole queue, or none where all of it is tagged. */
export function tagAll(state: CurateState): Step {
  const { order } = state.queue;
  const tags = state.tags.size === order.length ? new Set<number>() : new Set(order);
  return saying({ ...state, tags }, tags.size === 0 ? 'nothing tagged' : `${formatCount(tags.size)} tagged`);
}

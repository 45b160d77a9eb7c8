// The clips to judge, in order, and what was said of each in this session: queue in, queue out. Pure.
// A place is where a clip stands in the queue; a position is its row in the clip table.
import type { Verdict } from '../../dataset/verdict.ts';

export type Decision = Verdict['decision'];
const MARKS = [undefined, 'keep', 'drop', 'ask'] as const satisfies (Decision | undefined)[];

export interface Queue {
  /** Positions. */
  readonly order: Uint32Array;
  /** What was said of each place; an index of MARKS. */
  readonly marks: Uint8Array;
  /** The place on the screen; 0 where the queue is empty. */
  readonly at: number;
}

export const EMPTY_QUEUE: Queue = { order: new Uint32Array(0), marks: new Uint8Array(0), at: 0 };

/** Starts at the first clip that nothing was said of. @param known what a person said of a clip before */
export function openQueue(order: Uint32Array, known: (position: number) => Decision | undefined): Queue {
  const marks = Uint8Array.from(order, (position) => MARKS.indexOf(known(position)));
  return { order, marks, at: Math.max(0, marks.indexOf(0)) };
}

/** Position of the clip on the screen. */
export function currentOf({ order, at }: Queue): number | undefined {
  return order[at];
}

export function markOf({ order, marks }: Queue, position: number): Decision | undefined {
  return MARKS[marks[order.indexOf(position)] ?? 0];
}

/** Clips that nothing was said of. */
export function countOpen({ marks }: Queue): number {
  return marks.reduce((count, mark) => (mark === 0 ? count + 1 : count), 0);
}

export function moveBy(queue: Queue, step: number): Queue {
  return moveTo(queue, queue.at + step);
}

export function moveTo(queue: Queue, place: number): Queue {
  return { ...queue, at: Math.max(0, Math.min(queue.order.length - 1, place)) };
}

/** On to the next clip that nothing was said of; at the end to the last such one before; where there is none, stays. */
export function advance(queue: Queue): Queue {
  const { marks, at } = queue;
  const next = marks.indexOf(0, at + 1);
  if (next !== -1) return { ...queue, at: next };
  const before = marks.lastIndexOf(0, at);
  return before === -1 ? queue : { ...queue, at: before };
}

export function withMarks(
  queue: Queue,
  positions: readonly number[],
  decisions: readonly (Decision | undefined)[],
): Queue {
  const marks = queue.marks.slice();
  positions.forEach((position, number) => {
    const place = queue.order.indexOf(position);
    if (place !== -1) marks[place] = MARKS.indexOf(decisions[number]);
  });
  return { ...queue, marks };
}

/** To the place of a clip; one that is not in the queue comes in where the person is. */
export function showClip(queue: Queue, position: number): Queue {
  const place = queue.order.indexOf(position);
  if (place !== -1) return { ...queue, at: place };
  const { order, marks, at } = queue;
  return {
    order: Uint32Array.from([...order.subarray(0, at), position, ...order.subarray(at)]),
    marks: Uint8Array.from([...marks.subarray(0, at), 0, ...marks.subarray(at)]),
    at,
  };
}

/**
 * The queue after rows changed: clips that match no more leave it, unless they are on the screen or were judged in this session; new ones
 * come at its end. No other clip changes its place, and the one on the screen stays there.
 */
export function refreshQueue(queue: Queue, matching: Uint32Array): Queue {
  const isMatching = membership(matching);
  const staying = queue.order.filter(
    (position, place) => isMatching(position) || queue.marks[place] !== 0 || place === queue.at,
  );
  return joined(queue, staying, matching);
}

/** The same with the order made anew: for a query whose rows are still being read. */
export function reorderQueue(queue: Queue, matching: Uint32Array): Queue {
  const held = queue.order.filter((_, place) => queue.marks[place] !== 0 || place === queue.at);
  return joined(queue, matching, held);
}

/** Clips of `first`, then those of `more` that are not among them; marks and the clip on the screen as they were. */
function joined(queue: Queue, first: Uint32Array, more: Uint32Array): Queue {
  const isThere = membership(first);
  const added = more.filter((position) => !isThere(position));
  const order = new Uint32Array(first.length + added.length);
  order.set(first);
  order.set(added, first.length);
  const markByPosition = new Map<number, number>();
  queue.marks.forEach((mark, place) => {
    if (mark !== 0) markByPosition.set(queue.order[place]!, mark);
  });
  const marks = Uint8Array.from(order, (position) => markByPosition.get(position) ?? 0);
  const current = currentOf(queue);
  return { order, marks, at: current === undefined ? 0 : Math.max(0, order.indexOf(current)) };
}

function membership(positions: Uint32Array): (position: number) => boolean {
  const isMember = new Uint8Array(positions.reduce((highest, position) => Math.max(highest, position + 1), 0));
  for (const position of positions) isMember[position] = 1;
  return (position) => isMember[position] === 1;
}

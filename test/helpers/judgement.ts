// A judgement as a test wants it: what is not said is as in a plain look at a clip whose only segment has the clip's own number.
import type { Judgement } from '../../src/dataset/judgement.ts';

export function judgementOf(clipId: number, said: Partial<Judgement> = {}): Judgement {
  return {
    clipId,
    segmentId: clipId,
    rater: 'mk',
    atMs: 1000,
    decision: 'keep',
    reason: undefined,
    label: undefined,
    trim: undefined,
    note: '',
    seconds: 4,
    wasHeard: false,
    seen: ['strip'],
    via: 'curate',
    ...said,
  };
}

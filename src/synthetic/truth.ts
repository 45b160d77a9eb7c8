// truth.json beside a made corpus: for each clip what it is, what happens in it when, and what is wrong with it. Pure.
import { type Defect, type DefectName, defectName } from './defects.ts';
import type { ClipPlan, CorpusWishes } from './plan-corpus.ts';
import type { MediaShape } from './recording.ts';
import { eventsOf } from './render-clip.ts';

/** Grows when the meaning of a field changes. */
export const TRUTH_SCHEMA = 1;

export interface ClipTruth {
  /** File name without `.mp4`. */
  readonly clip: string;
  readonly videoId: string;
  /** What is seen. */
  readonly label: string;
  readonly split: string;
  readonly seed: string;
  /** null: the clip is as it should be. */
  readonly defect: ({ readonly name: DefectName } & Defect) | null;
  /** Seconds of the clip. */
  readonly pictureEventSeconds: readonly number[];
  readonly soundEventSeconds: readonly number[];
  readonly cutSeconds: readonly number[];
}

export interface CorpusTruth {
  readonly schema: typeof TRUTH_SCHEMA;
  readonly wishes: CorpusWishes;
  readonly shape: MediaShape;
  readonly clips: readonly ClipTruth[];
}

function inMilliseconds(seconds: readonly number[]): number[] {
  return seconds.map((value) => Math.round(value * 1000) / 1000);
}

export function truthOf(wishes: CorpusWishes, shape: MediaShape, plans: readonly ClipPlan[]): CorpusTruth {
  const clips = plans.map((plan): ClipTruth => {
    const { pictureSeconds, soundSeconds, cutSeconds } = eventsOf(plan, shape);
    return {
      clip: plan.name,
      videoId: plan.segment.videoId,
      label: plan.segment.label,
      split: plan.segment.split,
      seed: plan.seed,
      defect: plan.defect === undefined ? null : { name: defectName(plan.defect), ...plan.defect },
      pictureEventSeconds: inMilliseconds(pictureSeconds),
      soundEventSeconds: inMilliseconds(soundSeconds),
      cutSeconds: inMilliseconds(cutSeconds),
    };
  });
  return { schema: TRUTH_SCHEMA, wishes, shape, clips };
}

/** The manifest in Kinetics' columns. */
export function corpusCsv(plans: readonly ClipPlan[]): string {
  const rows = plans.map(({ segment: { label, videoId, startSeconds, endSeconds, split } }) =>
    [label, videoId, startSeconds, endSeconds, split].join(','),
  );
  return ['label,youtube_id,time_start,time_end,split', ...rows, ''].join('\n');
}

// Where the clips of an evaluation come from: each as it is, or with its sound and picture parted in a known way. The interface, and the
// source that makes its clips; pure but for the time that it takes.
import type { Segment } from '../../dataset/segment.ts';
import type { RawClip } from '../../synthetic/encode-clip.ts';
import { CLIP_SHAPE } from '../../synthetic/make-corpus.ts';
import { type CorpusWishes, planCorpus, simpleDefect } from '../../synthetic/plan-corpus.ts';
import { Random } from '../../synthetic/random.ts';
import { renderClip } from '../../synthetic/render-clip.ts';
import type { MismatchKind } from './mismatch-kinds.ts';

export interface SourceClip {
  readonly clipName: string;
  readonly segment: Segment;
}

export interface MismatchSource {
  /** For the report: what the clips are. */
  readonly description: string;
  /** Videos whose sound is lent to swaps are not among them: the judge must not know a borrowed sound from its own picture. */
  readonly clips: readonly SourceClip[];
  /** undefined: the clip as it is. The same kind of the same clip is always the same. */
  make(clip: SourceClip, kind: MismatchKind | undefined): Promise<RawClip>;
}

export interface GeneratedWishes {
  readonly clips: number;
  readonly durationSeconds: number;
  readonly labels: readonly string[];
  readonly seed: string;
}

/** A generated corpus without a defect of its own. Shifts are true ones: the sound is played later, not turned. */
export function generatedSource(wishes: GeneratedWishes): MismatchSource {
  const corpus: CorpusWishes = { ...wishes, defects: [], defectRatio: 0 };
  const shape = { ...CLIP_SHAPE, durationSeconds: wishes.durationSeconds };
  const plans = new Map(planCorpus(corpus).map((plan) => [plan.name, plan]));
  return {
    description: `${wishes.clips} generated clips of ${wishes.labels.length} classes, ${wishes.durationSeconds} s each, seed ${wishes.seed}`,
    clips: [...plans.values()].map(({ name, segment }) => ({ clipName: name, segment })),
    make: async ({ clipName }, kind) => {
      const plan = plans.get(clipName)!;
      const chance = new Random(`${plan.seed}/evaluation ${kind}`);
      const defect = kind === undefined ? undefined : simpleDefect(kind, plan, corpus, chance);
      return { ...shape, ...renderClip({ ...plan, defect }, shape) };
    },
  };
}

// Which clips are spoilt how at which share of noise, and which are spoilt beside the corpus to be judged only. Pure; repeatable by the seed.
import { seededRandom, seedOf, shuffled } from '../../signal/seeded-random.ts';
import type { MismatchKind } from './mismatch-kinds.ts';

export interface PlannedClip {
  readonly clipName: string;
  readonly label: string;
}

export interface EvaluationWishes {
  /** Shares of the corpus that are spoilt, 0..1, ascending. */
  readonly noiseRatios: readonly number[];
  readonly kinds: readonly MismatchKind[];
  /** Probes of each kind. */
  readonly probesPerKind: number;
  readonly seed: number;
}

export interface SpoiltClip {
  readonly clipName: string;
  readonly kind: MismatchKind;
}

export interface EvaluationPlan {
  /** One entry for each share of noise. A smaller share's spoilt clips are among a larger one's. */
  readonly corpora: readonly { readonly noiseRatio: number; readonly spoilt: readonly SpoiltClip[] }[];
  /**
   * Spoilt twins of clips that are clean at every share of noise: never learned from, judged by the models that never saw their video. A
   * corpus holds too few of each kind at 5 % noise to say much; these add to them.
   */
  readonly probes: readonly SpoiltClip[];
}

export function planEvaluation(clips: readonly PlannedClip[], wishes: EvaluationWishes): EvaluationPlan {
  const order = inRounds(clips, wishes.seed);
  const spoiltAt = (ratio: number): SpoiltClip[] =>
    order
      .slice(0, Math.round(ratio * order.length))
      .map(({ clipName }, turn) => ({ clipName, kind: wishes.kinds[turn % wishes.kinds.length]! }));
  const alwaysClean = order.slice(Math.round(Math.max(0, ...wishes.noiseRatios) * order.length));
  const count = Math.min(wishes.probesPerKind, alwaysClean.length);
  return {
    corpora: wishes.noiseRatios.map((noiseRatio) => ({ noiseRatio, spoilt: spoiltAt(noiseRatio) })),
    probes: wishes.kinds.flatMap((kind, turn) =>
      Array.from({ length: count }, (_, at) => ({
        clipName: alwaysClean[(turn * count + at) % alwaysClean.length]!.clipName,
        kind,
      })),
    ),
  };
}

/** One clip of each class, in an order by chance, then another of each, and so on: any stretch holds the classes about equally. */
export function inRounds<T extends { readonly label: string }>(clips: readonly T[], seed: number): T[] {
  const random = seededRandom(seedOf('evaluation', seed));
  const rounds: T[][] = [];
  const turns = new Map<string, number>();
  for (const clip of shuffled(clips, random)) {
    const turn = turns.get(clip.label) ?? 0;
    turns.set(clip.label, turn + 1);
    rounds[turn] ??= [];
    rounds[turn].push(clip);
  }
  return rounds.flatMap((round) => shuffled(round, random));
}

// The funnel of a corpus: at which stage each of its clips was lost, and for which reason. Pure.
import type { ClipState } from './clip-state.ts';
import { MISMATCHES } from './evidence.ts';
import { DROP_REASONS } from './verdict.ts';

export const FUNNEL_STAGES = ['listed', 'reachable', 'cut', 'facts', 'correspondence', 'kept'] as const;
export type FunnelStage = (typeof FUNNEL_STAGES)[number];

/** Clips of one class with the same fate. */
export interface Fate {
  readonly label: string;
  readonly state: ClipState;
  readonly code: string;
  readonly hasClip: boolean;
  readonly clips: number;
}

export interface FunnelRow {
  /** How many clips came through each stage: never more than through the one before. */
  readonly through: Readonly<Record<FunnelStage, number>>;
}

export interface FunnelClass extends FunnelRow {
  readonly label: string;
}

export interface FunnelLoss {
  /** The stage that they did not come through. */
  readonly stage: FunnelStage;
  readonly state: ClipState;
  readonly code: string;
  readonly clips: number;
}

export interface Funnel extends FunnelRow {
  readonly classes: readonly FunnelClass[];
  /** By stage, then the most clips first. */
  readonly lost: readonly FunnelLoss[];
}

const OF_CORRESPONDENCE: ReadonlySet<string> = new Set([...Object.values(MISMATCHES), 'no-evidence', 'uncertain']);
const AT_THE_END: ReadonlySet<string> = new Set([
  'duplicate-sound',
  'duplicate-picture',
  'leak',
  'wrong-label',
  'by-hand',
]);

/** undefined: it is kept. What a person decided, and doubles, are lost at the very end. */
export function stageOfLoss({ state, code, hasClip }: Omit<Fate, 'label' | 'clips'>): FunnelStage | undefined {
  switch (state) {
    case 'kept':
      return undefined;
    case 'pending':
    case 'dead':
    case 'deferred':
      return 'reachable';
    case 'failed':
      return 'cut';
    case 'dropped':
    case 'ask':
      if (!hasClip) return 'cut';
      if (OF_CORRESPONDENCE.has(code)) return 'correspondence';
      return Object.hasOwn(DROP_REASONS, code) && !AT_THE_END.has(code) ? 'facts' : 'kept';
  }
}

export function funnelOf(fates: readonly Fate[]): Funnel {
  const byLabel = new Map<string, Fate[]>();
  for (const fate of fates) {
    const known = byLabel.get(fate.label);
    if (known === undefined) byLabel.set(fate.label, [fate]);
    else known.push(fate);
  }
  const classes = [...byLabel].map(([label, ofClass]) => ({ label, through: throughStages(ofClass) }));
  return {
    through: throughStages(fates),
    classes: classes.sort((a, b) => a.label.localeCompare(b.label)),
    lost: lossesOf(fates),
  };
}

function throughStages(fates: readonly Fate[]): Record<FunnelStage, number> {
  const lostAt = new Map<FunnelStage, number>();
  for (const fate of fates) {
    const stage = stageOfLoss(fate);
    if (stage !== undefined) lostAt.set(stage, (lostAt.get(stage) ?? 0) + fate.clips);
  }
  let left = fates.reduce((sum, { clips }) => sum + clips, 0);
  const through = FUNNEL_STAGES.map((stage) => {
    left -= lostAt.get(stage) ?? 0;
    return [stage, left] as const;
  });
  return Object.fromEntries(through) as Record<FunnelStage, number>;
}

function lossesOf(fates: readonly Fate[]): FunnelLoss[] {
  const losses = new Map<string, FunnelLoss>();
  for (const fate of fates) {
    const stage = stageOfLoss(fate);
    if (stage === undefined) continue;
    const key = `${stage} ${fate.state} ${fate.code}`;
    const clips = (losses.get(key)?.clips ?? 0) + fate.clips;
    losses.set(key, { stage, state: fate.state, code: fate.code, clips });
  }
  const order = (stage: FunnelStage): number => FUNNEL_STAGES.indexOf(stage);
  return [...losses.values()].sort((a, b) => order(a.stage) - order(b.stage) || b.clips - a.clips);
}

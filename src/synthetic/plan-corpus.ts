// Which clips a made corpus has: ids, classes, splits, seeds, and what is wrong with which. Pure: the same wishes give the same plan.
import type { Segment } from '../dataset/segment.ts';
import { clipName } from '../dataset/segment.ts';
import { UsageError } from '../errors.ts';
import { SOUNDING_CLASSES } from './class-list.ts';
import { type Defect, type DefectName, DUCKED_DB, strengthOf } from './defects.ts';
import { Random } from './random.ts';

export interface CorpusWishes {
  readonly clips: number;
  readonly durationSeconds: number;
  readonly labels: readonly string[];
  readonly seed: string;
  readonly defects: readonly DefectName[];
  /** Share of the clips that have a defect, 0..1; the kinds take turns. */
  readonly defectRatio: number;
  /** Share of the clips of each class that are of the split test, the others being of train; left out: as SPLIT_TURN has it. */
  readonly testRatio?: number;
}

export interface ClipPlan {
  /** `ID_000000_000006`, the file's name without its ending. */
  readonly name: string;
  readonly segment: Segment;
  /** All that is drawn by chance for what is seen follows from it. */
  readonly seed: string;
  readonly defect: Defect | undefined;
}

const ID_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const ID_LENGTH = 11;
/** Of ten clips of a class eight are for training, one for validation, one for tests. */
const SPLIT_TURN = ['train', 'train', 'val', 'train', 'train', 'train', 'train', 'test', 'train', 'train'] as const;
const GAIN_OF_CLIPPED_DB = 30;

/** @throws UsageError when a defect needs a second clip that the corpus is too small to have */
export function planCorpus(wishes: CorpusWishes): ClipPlan[] {
  const random = new Random(`${wishes.seed}/plan`);
  const clean = cleanPlans(wishes, random.fork('ids'));
  const turns = random.fork('turns').shuffled(clean.map((_, number) => number));
  const count = wishes.defects.length === 0 ? 0 : Math.round(wishes.defectRatio * clean.length);
  const nameOf = new Map(
    turns.slice(0, count).map((number, turn) => [number, wishes.defects[turn % wishes.defects.length]!]),
  );
  const sound = clean.filter((_, number) => !nameOf.has(number));
  const reused = random.fork('reused').shuffled(sound);
  let reuses = 0;
  return clean.map((plan, number) => {
    const name = nameOf.get(number);
    if (name === undefined) return plan;
    const chance = new Random(`${plan.seed}/defect`);
    const need = (others: readonly ClipPlan[]): ClipPlan => {
      if (others.length === 0)
        throw new UsageError(
          `${name}: expected another clip of "${plan.segment.label}" without a defect, got none; make more clips`,
        );
      return chance.pick(others);
    };
    const siblings = sound.filter(({ segment }) => segment.label === plan.segment.label);
    if (name === 'near-duplicate') {
      const original = need(siblings);
      return copyOf(plan, original, original.segment.split, { kind: name, of: original.name });
    }
    if (name === 'in-two-splits') {
      const original = need(siblings);
      return copyOf(plan, original, original.segment.split === 'train' ? 'val' : 'train', {
        kind: name,
        of: original.name,
      });
    }
    if (name === 'reused-sound') {
      const original = reused[Math.floor(reuses / 2) % Math.max(1, reused.length)] ?? need([]);
      reuses += 1;
      const donor = { label: original.segment.label, seed: original.seed };
      return { ...plan, defect: { kind: name, of: original.name, donor } };
    }
    return { ...plan, defect: simpleDefect(name, plan, wishes, chance) };
  });
}

function cleanPlans(wishes: CorpusWishes, random: Random): ClipPlan[] {
  const ids = new Set<string>();
  while (ids.size < wishes.clips)
    ids.add(Array.from({ length: ID_LENGTH }, () => random.pick([...ID_CHARACTERS])).join(''));
  return [...ids].map((videoId, number) => {
    const label = wishes.labels[number % wishes.labels.length]!;
    const split = splitOf(Math.floor(number / wishes.labels.length), wishes.testRatio);
    const segment: Segment = { videoId, startSeconds: 0, endSeconds: wishes.durationSeconds, label, split };
    return { name: clipName(segment), segment, seed: `${wishes.seed}/clip ${number}`, defect: undefined };
  });
}

/** @param turn number of the clip in its class */
function splitOf(turn: number, testRatio: number | undefined): Segment['split'] {
  if (testRatio === undefined) return SPLIT_TURN[turn % SPLIT_TURN.length]!;
  return Math.floor((turn + 1) * testRatio) > Math.floor(turn * testRatio) ? 'test' : 'train';
}

function copyOf(plan: ClipPlan, original: ClipPlan, split: Segment['split'], defect: Defect): ClipPlan {
  return { ...plan, segment: { ...plan.segment, split }, seed: original.seed, defect };
}

/** Kinds that need no second clip of the corpus. */
export type SimpleName = Exclude<DefectName, 'near-duplicate' | 'in-two-splits' | 'reused-sound'>;

export function simpleDefect(name: SimpleName, plan: ClipPlan, wishes: CorpusWishes, chance: Random): Defect {
  const seed = `${plan.seed}/${name}`;
  const { label } = plan.segment;
  switch (name) {
    case 'other-class-swap': {
      const others = SOUNDING_CLASSES.map((known) => known.label).filter((other) => other !== label);
      const wanted = wishes.labels.filter((other) => other !== label);
      return { kind: name, donor: { label: chance.pick(wanted.length > 0 ? wanted : others), seed } };
    }
    case 'same-class-swap':
      return { kind: name, donor: { label, seed } };
    case 'shift-0.2':
    case 'shift-0.5':
    case 'shift-1':
    case 'shift-2':
    case 'shift-4':
      return { kind: 'shift', lateSeconds: strengthOf(name) * (chance.chance(0.5) ? 1 : -1) };
    case 'music-bed-0':
    case 'music-bed-6':
    case 'music-bed-12':
      return { kind: 'music-bed', bedDb: 0 - strengthOf(name), originalDb: DUCKED_DB, seed };
    case 'voice-over':
      return { kind: name, voiceDb: 0, originalDb: DUCKED_DB, seed };
    case 'overdub': {
      const cut = wishes.durationSeconds * chance.between(0.28, 0.4);
      return { kind: name, cutSeconds: [cut, cut + wishes.durationSeconds * chance.between(0.25, 0.35)], seed };
    }
    case 'silence':
    case 'no-audio':
    case 'black-picture':
      return { kind: name };
    case 'frozen-picture':
      return { kind: name, atSeconds: chance.between(0.2, 0.8) * wishes.durationSeconds };
    case 'clipped-sound':
      return { kind: name, gainDb: GAIN_OF_CLIPPED_DB };
  }
}

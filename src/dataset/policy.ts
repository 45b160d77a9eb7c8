// The thresholds of the filter, each with unit and reason; checks a policy as read from a file. Pure.
import { createHash } from 'node:crypto';
import { UsageError } from '../errors.ts';
import { didYouMean } from './nearest-name.ts';

export const DEFAULT_POLICY = {
  /** A clip is dropped when the probability of a mismatch is above, 0..1; at 1 the mismatch is put up with, and speaks against no clip. */
  drop: {
    /** The sound is of something else. */
    swapAbove: 0.8,
    /** The sound is late or early by a second or more. */
    shiftAbove: 0.8,
    musicBedAbove: 0.8,
    voiceOverAbove: 0.8,
    /** Or when the probability that sound and picture belong together is below this: some mismatch is sure, if not which. */
    belowProbability: 0.2,
    /** Share of samples cut off at full scale, 0..1: a hundredth is heard as distortion. */
    clippedAbove: 0.01,
  },
  /** A person is asked when the filter is not sure. */
  ask: {
    /** The probability that sound and picture belong together is below this, but not low enough to drop the clip, 0..1. */
    belowProbability: 0.6,
    /** The models of several seeds differ by this much (standard deviation of the probability, 0..1). */
    aboveSpread: 0.3,
  },
  /** What becomes of clips that double others: 'drop', 'ask' or 'keep'. */
  duplicates: {
    /** The same video, picture or sound in two splits: what is tested must not have been trained on. */
    leak: 'drop',
    sound: 'drop',
    picture: 'drop',
    /** Splits of two corpora of the workspace: 'keep' lists it only, since a clip serves several corpora; else it counts as a leak. */
    leakAcrossCorpora: 'keep',
    /** Share of differing bits up to which two sounds are one recording, 0..1: re-encoded ones differ by 0.25 at most, others by 0.4 or more. */
    soundWithin: 0.3,
    /** Share of differing bits up to which two pictures are one, 0..1: re-encoded ones differ by about 0.05, others by 0.3 or more. */
    pictureWithin: 0.15,
  },
  /** Classes do not vanish: among the clips of a class that the facts leave, at least this share is kept, the most probable first, 0..1. */
  floor: {
    minKeptRatio: 0.5,
  },
} as const;

type Action = 'drop' | 'ask' | 'keep';
const ACTIONS: readonly string[] = ['drop', 'ask', 'keep'] satisfies Action[];

type Shape<T> = T extends string ? Action : T extends number ? number : { readonly [K in keyof T]: Shape<T[K]> };

export type Policy = Shape<typeof DEFAULT_POLICY>;

/** Short name of a policy: verdicts keep it. */
export function policyHash(policy: Policy): string {
  return createHash('sha256').update(JSON.stringify(policy)).digest('hex').slice(0, 12);
}

/** Settings as parsed over the defaults. @throws UsageError naming file, key, what was expected and what was got */
export function readPolicy(settings: unknown, file: string): Policy {
  return merged(DEFAULT_POLICY, settings, file, '') as Policy;
}

function merged(defaults: unknown, given: unknown, file: string, path: string): unknown {
  if (given === undefined || given === null) return defaults;
  const wrong = (expected: string): UsageError =>
    new UsageError(`${file}: ${path || 'the file'}: expected ${expected}, got ${JSON.stringify(given)}`);
  if (typeof defaults === 'number') {
    if (typeof given === 'number' && given >= 0 && given <= 1) return given;
    throw wrong('a share from 0 to 1');
  }
  if (typeof defaults === 'string') {
    if (typeof given === 'string' && ACTIONS.includes(given)) return given;
    throw wrong(`one of ${ACTIONS.join(', ')}`);
  }
  if (typeof given !== 'object' || Array.isArray(given)) throw wrong('a group of thresholds');
  const known = Object.entries(defaults as object);
  const names = known.map(([name]) => name);
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue;
    const hint = didYouMean(name, names) || `; known are ${names.join(', ')}`;
    throw new UsageError(`${file}: unknown threshold ${joined(path, name)}${hint}`);
  }
  const values = given as Record<string, unknown>;
  return Object.fromEntries(
    known.map(([name, value]) => [name, merged(value, values[name], file, joined(path, name))]),
  );
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

// In what two locks differ: clips, policy, programs. Pure.
import type { CorpusLock, LockedClip } from './corpus-lock.ts';

export interface Change {
  /** A field of a clip, or a threshold by its path such as `drop.swapAbove`, or a program. */
  readonly what: string;
  /** As text; undefined: not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface ClipChange {
  readonly name: string;
  readonly changes: readonly Change[];
}

export interface LockDifference {
  readonly added: readonly LockedClip[];
  readonly removed: readonly LockedClip[];
  readonly changed: readonly ClipChange[];
  /** Corpus and manifest. */
  readonly origin: readonly Change[];
  readonly policy: readonly Change[];
  readonly tools: readonly Change[];
}

/** In the order in which they are told. A clip's name is its video and interval. */
const FIELDS = ['verdict', 'reasons', 'label', 'split', 'sha256', 'isHuman', 'videoGroup', 'path'] as const;

export function lockDifference(a: CorpusLock, b: CorpusLock): LockDifference {
  const inA = new Map(a.clips.map((clip) => [clip.name, clip]));
  const inB = new Set(b.clips.map(({ name }) => name));
  return {
    added: b.clips.filter(({ name }) => !inA.has(name)),
    removed: a.clips.filter(({ name }) => !inB.has(name)),
    changed: b.clips.flatMap((clip) => {
      const before = inA.get(clip.name);
      const changes = before === undefined ? [] : clipChanges(before, clip);
      return changes.length === 0 ? [] : [{ name: clip.name, changes }];
    }),
    origin: changesBetween(originOf(a), originOf(b)),
    policy: changesBetween(flat(a.policy), flat(b.policy)),
    tools: changesBetween(flat(a.tools), flat(b.tools)),
  };
}

function clipChanges(before: LockedClip, after: LockedClip): Change[] {
  const changes: Change[] = [];
  for (const what of FIELDS) {
    const [first, second] = [String(before[what]), String(after[what])];
    if (first !== second) changes.push({ what, before: first, after: second });
  }
  return changes;
}

function originOf({ corpus, manifestSha256 }: CorpusLock): Map<string, string> {
  return new Map([
    ['corpus', corpus],
    ['manifest', manifestSha256],
  ]);
}

function changesBetween(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Change[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names
    .filter((name) => before.get(name) !== after.get(name))
    .map((what) => ({ what, before: before.get(what), after: after.get(what) }));
}

/** Values of a nested object by their path. */
function flat(value: unknown, path = ''): Map<string, string> {
  if (value === undefined) return new Map();
  if (typeof value !== 'object' || value === null) return new Map([[path, String(value)]]);
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [...flat(inner, path === '' ? key : `${path}.${key}`)]),
  );
}

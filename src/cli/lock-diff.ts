// `ks-build lock diff`: two locks in; what differs out, counts first, then names.

import type { LockedClip } from '../dataset/corpus-lock.ts';
import { type Change, type LockDifference, lockDifference } from '../dataset/lock-difference.ts';
import { readLock } from '../store/corpus-lock-file.ts';
import type { LockFlags } from './lock.ts';
import { print, printJson } from './output.ts';
import { formatTable } from './table.ts';

const SHOWN_CLIPS = 50;
const SHOWN_CHARACTERS = 40;

export async function runLockDiff(a: string, b: string, flags: LockFlags): Promise<void> {
  const [before, after] = [await readLock(a), await readLock(b)];
  const difference = lockDifference(before, after);
  if (flags.json) {
    const { added, removed, ...others } = difference;
    const [locks, names] = [
      { a: before.sha256, b: after.sha256 },
      { added: added.map(brief), removed: removed.map(brief) },
    ];
    printJson({ schema: 1, ...locks, ...names, ...others });
  } else if (before.sha256 === after.sha256) print(`the same: ${before.sha256}`);
  else for (const line of lockDiffLines(difference)) print(line);
}

function brief({ name, label, split, verdict }: LockedClip): object {
  return { name, label, split, verdict };
}

/** Pure. */
function lockDiffLines({ added, removed, changed, origin, policy, tools }: LockDifference): string[] {
  const counts = [
    ...countsOf('added', added),
    ...countsOf('removed', removed),
    ...tally(changed.flatMap(({ changes }) => changes.map(kindOf))),
  ];
  const named = [
    ...added.map(({ name, verdict, split, label }) => ['+', name, `${verdict}, ${split}, ${label}`]),
    ...removed.map(({ name, verdict, split, label }) => ['-', name, `${verdict}, ${split}, ${label}`]),
    ...changed.map(({ name, changes }) => ['~', name, changes.map(changeText).join('; ')]),
  ];
  const rest = named.length - SHOWN_CLIPS;
  return [
    ...[...origin, ...policy, ...tools].map(changeText),
    ...formatTable([{ title: '', align: 'right' }, { title: '' }], counts),
    ...(named.length > 0 ? [''] : []),
    ...formatTable([{ title: '' }, { title: '' }, { title: '' }], named.slice(0, SHOWN_CLIPS)),
    ...(rest > 0 ? [`and ${rest} more; --json lists all`] : []),
  ];
}

function countsOf(word: string, clips: readonly LockedClip[]): [number, string][] {
  return tally(clips.map(({ verdict }) => `${word}, ${verdict}`));
}

const KINDS: Readonly<Record<string, string>> = {
  reasons: 'other reasons',
  label: 'another label',
  split: 'another split',
  sha256: 'another file',
  isHuman: 'judged by a person, or no longer so',
  videoGroup: 'copy of another video, or no longer so',
  path: 'another path',
};

/** How a change counts: verdicts by what they were and are, the rest by field. */
function kindOf({ what, before, after }: Change): string {
  return what === 'verdict' ? `now ${after}, ${before} before` : (KINDS[what] ?? what);
}

function tally(kinds: readonly string[]): [number, string][] {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => [count, kind]);
}

function changeText({ what, before, after }: Change): string {
  return `${what}: ${shown(before)} -> ${shown(after)}`;
}

function shown(text: string | undefined): string {
  if (text === undefined || text === '') return 'none';
  if (/^[0-9a-f]{64}$/.test(text)) return `${text.slice(0, 12)}…`;
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 1)}…` : text;
}

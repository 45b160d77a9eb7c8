// Which clips of a lock are learned from and which are asked about. Pure: the same lock gives the same clips in the same order, on any machine.
import { createHash } from 'node:crypto';
import type { CorpusLock, LockedClip } from '../dataset/corpus-lock.ts';
import type { Split } from '../dataset/segment.ts';
import type { DropReason } from '../dataset/verdict.ts';
import type { CorpusPart } from './job.ts';

/** No model reads these: they are in no part, filtered or not. */
const UNREADABLE: ReadonlySet<string> = new Set<DropReason>(['corrupt', 'no-video', 'no-audio']);

/**
 * The clips of a part of the train split, by name. In no part: clips that cannot be read, and clips of a video, or of a copy of one, that stands in
 * another split; what is asked about was then not learned from, whatever the filter says, and parts differ by its verdicts alone.
 */
export function partClips(lock: CorpusLock, part: CorpusPart): LockedClip[] {
  const { all } = learnable(lock);
  if (part === 'all') return all;
  if (part === 'kept' || part === 'dropped') return all.filter(({ verdict }) => verdict === part);
  return randomPart(lock, all, part);
}

/** Clips of the train split that are in no part. */
export interface LeftOut {
  readonly unreadable: number;
  readonly inOtherSplit: number;
}

export function leftOutOfParts(lock: CorpusLock): LeftOut {
  const { unreadable, inOtherSplit } = learnable(lock);
  return { unreadable, inOtherSplit };
}

/** The split that is asked about: `val` where a corpus has no kept test clips; undefined: there are neither. */
export function askedSplit(lock: CorpusLock): Exclude<Split, 'train'> | undefined {
  return (['test', 'val'] as const).find((wanted) =>
    lock.clips.some(({ split, verdict }) => split === wanted && verdict === 'kept'),
  );
}

export function isReadable({ reasons }: LockedClip): boolean {
  return !reasons.some((reason) => UNREADABLE.has(reason));
}

/**
 * One clip of each video, copies of a video being one: what a gallery is made of, by name. Which clip of a video stands for it is told by the hash
 * of its file, so that it depends neither on order nor on which other clips there are.
 */
export function lockedGallery(clips: readonly LockedClip[]): LockedClip[] {
  const chosen = new Map<string, LockedClip>();
  for (const clip of clips) {
    const known = chosen.get(clip.videoGroup);
    if (known === undefined || fileOrder(clip) < fileOrder(known)) chosen.set(clip.videoGroup, clip);
  }
  return [...chosen.values()].sort(byName);
}

function learnable({ clips }: CorpusLock): LeftOut & { readonly all: LockedClip[] } {
  const elsewhere = new Set(clips.filter(({ split }) => split !== 'train').map(({ videoGroup }) => videoGroup));
  const train = clips.filter(({ split }) => split === 'train');
  const readable = train.filter(isReadable);
  const all = readable.filter(({ videoGroup }) => !elsewhere.has(videoGroup)).sort(byName);
  return { all, unreadable: train.length - readable.length, inOtherSplit: readable.length - all.length };
}

/** As many of each class as are kept, drawn from all: those whose hash with the part's name comes first. */
function randomPart({ sha256 }: CorpusLock, all: readonly LockedClip[], part: CorpusPart): LockedClip[] {
  const drawn = (name: string): string => createHash('sha256').update(`${sha256} ${part} ${name}`).digest('hex');
  const wanted = new Map<string, number>();
  for (const { label, verdict } of all) if (verdict === 'kept') wanted.set(label, (wanted.get(label) ?? 0) + 1);
  const inDrawnOrder = all
    .map((clip) => ({ clip, order: drawn(clip.name) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  const taken = inDrawnOrder.filter(({ clip: { label } }) => {
    const left = wanted.get(label) ?? 0;
    wanted.set(label, left - 1);
    return left > 0;
  });
  return taken.map(({ clip }) => clip).sort(byName);
}

function fileOrder({ sha256, name }: LockedClip): string {
  return `${sha256} ${name}`;
}

function byName(a: LockedClip, b: LockedClip): number {
  return a.name < b.name ? -1 : 1;
}

// Which clips of a lock a model learns from, and which stand in a gallery. Pure: the same lock gives the same clips in the same order, anywhere.
import { createHash } from 'node:crypto';
import type { CorpusLock, LockedClip } from '../dataset/corpus-lock.ts';
import type { DropReason } from '../dataset/verdict.ts';
import type { CorpusPart } from './job.ts';

/** No model reads these: they are in no part, filtered or not, so that a random part is as large as the kept one. */
const UNREADABLE: ReadonlySet<string> = new Set<DropReason>(['corrupt', 'no-video', 'no-audio']);

/**
 * The clips of a part of the train split, by name. `dropped` leaves out those that a person is asked about, `all` does not. That nothing is
 * asked about which was learned from is seen to on the side of the questions (protocols/plan-evaluation.ts).
 */
export function partClips({ clips, sha256 }: CorpusLock, part: CorpusPart): LockedClip[] {
  const all = clips.filter((clip) => clip.split === 'train' && isReadable(clip)).sort(byName);
  if (part === 'all') return all;
  if (part === 'kept' || part === 'dropped') return all.filter(({ verdict }) => verdict === part);
  return drawnAtRandom(all, (name) => `${sha256} ${part} ${name}`);
}

function isReadable({ reasons }: LockedClip): boolean {
  return !reasons.some((reason) => UNREADABLE.has(reason));
}

/** As many of each class as are kept, drawn from all: those whose ticket's hash comes first. */
function drawnAtRandom(all: readonly LockedClip[], ticketOf: (name: string) => string): LockedClip[] {
  const wanted = new Map<string, number>();
  for (const { label, verdict } of all) if (verdict === 'kept') wanted.set(label, (wanted.get(label) ?? 0) + 1);
  const inDrawnOrder = all
    .map((clip) => ({ clip, order: createHash('sha256').update(ticketOf(clip.name)).digest('hex') }))
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  const taken = inDrawnOrder.filter(({ clip: { label } }) => {
    const left = wanted.get(label) ?? 0;
    wanted.set(label, left - 1);
    return left > 0;
  });
  return taken.map(({ clip }) => clip).sort(byName);
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

function fileOrder({ sha256, name }: LockedClip): string {
  return `${sha256} ${name}`;
}

function byName(a: LockedClip, b: LockedClip): number {
  return a.name < b.name ? -1 : 1;
}

// The file names that copies of Kinetics give to a segment or its video, and back: a name in, the wanted segments it holds out. Pure.
// Ids hold `-` and `_`, so a name is never split at `_` on its own: what stands before the times has to be an id that is wanted.
import { clipName, type Segment } from '../dataset/segment.ts';

/** Endings of files that are taken for media, in lower case. */
export const MEDIA_EXTENSIONS = [
  '.mp4',
  '.mkv',
  '.webm',
  '.mov',
  '.avi',
  '.m4v',
  '.flv',
  '.3gp',
  '.ts',
  '.mts',
] as const;
export type MediaExtension = (typeof MEDIA_EXTENSIONS)[number];

export interface CandidateName {
  /** File name without its extension. */
  readonly stem: string;
  /** `unknown`: the whole video, or the segment named after its video; its length will tell. */
  readonly extent: 'trimmed' | 'unknown';
}

export interface NameMatch {
  readonly segment: Segment;
  readonly extent: 'trimmed' | 'unknown';
}

export interface MediaName {
  readonly stem: string;
  readonly extension: MediaExtension;
}

/** Every name under which a segment may be found, the most exact first. */
export function candidateNames(segment: Segment): readonly CandidateName[] {
  const { videoId, startSeconds, endSeconds } = segment;
  const padded = (seconds: number): string => String(seconds).padStart(6, '0');
  const milliseconds = (seconds: number): number => Math.round(seconds * 1000);
  const stems = new Set([
    clipName(segment), // Kinetics: ID_000010_000020
    `${videoId}_${milliseconds(startSeconds)}_${milliseconds(endSeconds)}`, // SpecVQGAN, SparseSync: ID_10000_20000
    `${videoId}_${startSeconds}_${endSeconds}`,
    `${videoId}_${padded(startSeconds)}`, // VGGSound: ID_000010
    `${videoId}_${startSeconds}`, // OGM-GE test: ID_10
    `${videoId}_${startSeconds.toFixed(3)}`, // AudioSet samples: ID_10.000
  ]);
  return [...[...stems].map((stem) => ({ stem, extent: 'trimmed' as const })), { stem: videoId, extent: 'unknown' }];
}

/** `label/ID_000010_000020.MP4` -> its stem and extension; undefined when it is no media file. */
export function parseMediaName(path: string): MediaName | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const ending = name.slice(dot).toLowerCase();
  const extension = MEDIA_EXTENSIONS.find((known) => known === ending);
  return dot <= 0 || extension === undefined ? undefined : { stem: name.slice(0, dot), extension };
}

/** Answers which of the wanted segments a media file holds: several only when a bare `ID` names a video of several segments. */
export class WantedNames {
  readonly #byVideo = new Map<string, Segment[]>();
  #size = 0;

  constructor(segments: Iterable<Segment>) {
    for (const segment of segments) this.add(segment);
  }

  get size(): number {
    return this.#size;
  }

  add(segment: Segment): void {
    const ofVideo = this.#byVideo.get(segment.videoId);
    if (ofVideo?.includes(segment)) return;
    if (ofVideo === undefined) this.#byVideo.set(segment.videoId, [segment]);
    else ofVideo.push(segment);
    this.#size += 1;
  }

  remove(segment: Segment): void {
    const ofVideo = this.#byVideo.get(segment.videoId);
    if (!ofVideo?.includes(segment)) return;
    if (ofVideo.length === 1) this.#byVideo.delete(segment.videoId);
    else ofVideo.splice(ofVideo.indexOf(segment), 1);
    this.#size -= 1;
  }

  /** The longest id that fits wins: with `a` and `a_1` both wanted, `a_1_000010` is of `a_1`. */
  match(path: string): readonly NameMatch[] {
    const media = parseMediaName(path);
    if (media === undefined) return [];
    for (const videoId of possibleIds(media.stem)) {
      const matches = this.#matchesOf(videoId, media.stem);
      if (matches.length > 0) return matches;
    }
    return [];
  }

  #matchesOf(videoId: string, stem: string): readonly NameMatch[] {
    const matches: NameMatch[] = [];
    for (const segment of this.#byVideo.get(videoId) ?? []) {
      const candidate = candidateNames(segment).find((name) => name.stem === stem);
      if (candidate !== undefined) matches.push({ segment, extent: candidate.extent });
    }
    return matches;
  }
}

/** The stem itself, then without one trailing time, then without two. */
function possibleIds(stem: string): readonly string[] {
  const ids = [stem];
  for (let times = 0; times < 2; times++) {
    const match = /^(.+)_\d+(?:\.\d+)?$/.exec(ids.at(-1)!);
    if (match === null) break;
    ids.push(match[1]!);
  }
  return ids;
}

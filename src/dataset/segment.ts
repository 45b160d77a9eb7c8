// A segment: an interval of a video, no file. Ids, clip names and the one place where end is compared with start.

export const SPLITS = ['train', 'val', 'test'] as const;
export type Split = (typeof SPLITS)[number];

export interface Segment {
  /** Id on the video site: 11 characters of [A-Za-z0-9_-]; or any safe name in a manifest of one's own. */
  readonly videoId: string;
  /** Seconds from the start of the video, >= 0; zero is a legal time. */
  readonly startSeconds: number;
  /** Seconds from the start of the video, > startSeconds. */
  readonly endSeconds: number;
  /** Class name, never empty. */
  readonly label: string;
  readonly split: Split;
}

/** Ids of the video site: exactly 11 characters, and may start with `-`. */
export const SITE_VIDEO_ID = /^[A-Za-z0-9_-]{11}$/;

/** Any id that we accept: letters, digits, `_`, `-` and inner dots, at most 100 characters, so that it is a safe file name. */
const SAFE_VIDEO_ID = /^[A-Za-z0-9_-](?:[A-Za-z0-9_.-]{0,98}[A-Za-z0-9_-])?$/;

export function isSafeVideoId(text: string): boolean {
  return SAFE_VIDEO_ID.test(text) && !text.includes('..');
}

export function isSplit(text: string): text is Split {
  return (SPLITS as readonly string[]).includes(text);
}

/** Seconds as Kinetics' file names write them: six digits; a fraction, which Kinetics never has, follows as milliseconds. */
function timeInName(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const whole = String(Math.floor(milliseconds / 1000)).padStart(6, '0');
  const rest = milliseconds % 1000;
  return rest === 0 ? whole : `${whole}.${String(rest).padStart(3, '0')}`;
}

/** `ID_000010_000020`: the name of a clip in Kinetics' convention, unique for (video, start, end). */
export function clipName(segment: Pick<Segment, 'videoId' | 'startSeconds' | 'endSeconds'>): string {
  return `${segment.videoId}_${timeInName(segment.startSeconds)}_${timeInName(segment.endSeconds)}`;
}

/** `ID_000010`: how a clip is shown and asked for, where its end need not be told. */
export function shortClipName({ videoId, startSeconds }: Pick<Segment, 'videoId' | 'startSeconds'>): string {
  return `${videoId}_${timeInName(startSeconds)}`;
}

const CLIP_NAME = /^(?<videoId>.+)_(?<start>\d{6,}(?:\.\d{3})?)_(?<end>\d{6,}(?:\.\d{3})?)$/;

/** The inverse of clipName; undefined for any other text. */
export function parseClipName(name: string): Pick<Segment, 'videoId' | 'startSeconds' | 'endSeconds'> | undefined {
  const groups = CLIP_NAME.exec(name)?.groups;
  if (groups === undefined || !isSafeVideoId(groups.videoId!)) return undefined;
  return { videoId: groups.videoId!, startSeconds: Number(groups.start), endSeconds: Number(groups.end) };
}

// What the site of the demo holds: sounding videos whose truth is known, and addresses that misbehave. Pure; the same list every time.
import type { Segment } from '../dataset/segment.ts';
import type { FlashAndBeep } from './flash-and-beep.ts';
import type { Behaviour } from './media-behaviour.ts';

export interface DemoVideo {
  readonly videoId: string;
  readonly label: string;
  /** undefined: the site has no such file. */
  readonly media: FlashAndBeep | undefined;
  readonly hasSound: boolean;
  readonly behaviour: Behaviour | undefined;
  /** One to two intervals of ten seconds. */
  readonly segments: readonly Segment[];
}

const CLASSES = [
  { key: 'low', label: 'ringing a low bell', toneHz: 330, background: 'midnightblue' },
  { key: 'mid', label: 'ringing a middle bell', toneHz: 660, background: 'darkgreen' },
  { key: 'hig', label: 'ringing a high bell', toneHz: 1320, background: 'maroon' },
  { key: 'top', label: 'blowing a whistle', toneHz: 2640, background: 'indigo' },
] as const;

const SOUND_VIDEOS_PER_CLASS = 7;
const SEGMENT_SECONDS = 10;

interface Misfortune {
  readonly name: string;
  readonly behaviour?: Behaviour;
  readonly hasSound?: boolean;
  readonly hasMedia?: boolean;
}

/** One video each. */
const MISFORTUNES: readonly Misfortune[] = [
  { name: 'gone', hasMedia: false },
  { name: 'gone too', behaviour: { kind: 'status', status: 410 } },
  { name: 'private', behaviour: { kind: 'status', status: 403 } },
  { name: 'rate-limited twice, then served', behaviour: { kind: 'status', status: 429, times: 2 } },
  { name: 'server breaks once, then serves', behaviour: { kind: 'status', status: 503, times: 1 } },
  { name: 'a web page', behaviour: { kind: 'html' } },
  { name: 'cut short', behaviour: { kind: 'cut-short', atRatio: 0.3 } },
  { name: 'broken bytes', behaviour: { kind: 'broken' } },
  { name: 'no sound stream', hasSound: false },
];

/** Steps through 0..count-1 without repeating a short pattern: a fixed sequence, so that every demo is the same. */
function spread(number: number, count: number): number {
  return (number * number * 7 + number * 3) % count;
}

export function demoVideos(): DemoVideo[] {
  const sounding = CLASSES.flatMap((_, classNumber) =>
    Array.from({ length: SOUND_VIDEOS_PER_CLASS }, (_, number) => demoVideo(classNumber, number, {})),
  );
  const unlucky = MISFORTUNES.map((misfortune, number) =>
    demoVideo(number % CLASSES.length, SOUND_VIDEOS_PER_CLASS + number, misfortune),
  );
  return [...sounding, ...unlucky];
}

function demoVideo(classNumber: number, number: number, misfortune: Partial<Misfortune>): DemoVideo {
  const { key, label, toneHz, background } = CLASSES[classNumber]!;
  // Eleven characters, and a dash in front now and then, as on the real site.
  const videoId = `${number % 3 === 0 ? '-' : 'd'}emo_${key}-${String(number).padStart(2, '0')}`;
  const durationSeconds = 60 + 10 * spread(number + classNumber, 13);
  const starts =
    number % 4 === 0 ? [0, durationSeconds - 25.5] : [5 + spread(number + classNumber, durationSeconds - 20)];
  const split = number % 7 === 5 ? 'val' : number % 7 === 6 ? 'test' : 'train';
  return {
    videoId,
    label,
    hasSound: misfortune.hasSound ?? true,
    behaviour: misfortune.behaviour,
    media:
      misfortune.hasMedia === false
        ? undefined
        : {
            durationSeconds,
            widthPx: 320,
            heightPx: 240,
            videoFps: 25,
            gopSeconds: 5,
            periodSeconds: 1,
            sampleRateHz: 22050,
            toneHz,
            background,
          },
    segments: starts.map((startSeconds) => ({
      videoId,
      startSeconds,
      endSeconds: startSeconds + SEGMENT_SECONDS,
      label,
      split,
    })),
  };
}

/** The manifest of the demo, in Kinetics' columns. */
export function demoCsv(videos: readonly DemoVideo[]): string {
  const rows = videos.flatMap(({ segments }) =>
    segments.map(({ label, videoId, startSeconds, endSeconds, split }) =>
      [label, videoId, startSeconds, endSeconds, split].join(','),
    ),
  );
  return ['label,youtube_id,time_start,time_end,split', ...rows, ''].join('\n');
}

/** Where the site serves a video. */
export function demoPath(videoId: string): string {
  return `/${videoId}.mp4`;
}

// What the curate screen knows, and what it asks of the world: nouns of the reducer. Types, and the state that it starts with.
import type { Trim } from '../../dataset/judgement.ts';
import type { DropReason } from '../../dataset/verdict.ts';
import type { SavedView } from '../../store/views.ts';
import type { NoPlayer, Player, PlayingRange } from '../../tools/player.ts';
import type { ListCommand } from '../list/list-keys.ts';
import type { TextField } from '../text-field.ts';
import type { Tone } from '../theme.ts';
import type { CurateCommand } from './curate-keys.ts';
import { type Decision, EMPTY_QUEUE, type Queue } from './queue.ts';
import { type TimeView, wholeClip } from './time-view.ts';

/** A verdict before it is given. */
export interface Wish {
  readonly decision: Decision;
  readonly reason?: DropReason;
  readonly label?: string;
}

/** What goes with the next verdict on a clip. */
export interface Draft {
  readonly note: string;
  readonly trimStartSeconds?: number;
  readonly trimEndSeconds?: number;
}

export const NO_DRAFT: Draft = { note: '' };

/** A verdict that is in the index, alone or on many clips at once. */
export interface Done {
  readonly judgementIds: readonly number[];
  /** Rows of the clip table. */
  readonly positions: readonly number[];
  readonly marksBefore: readonly (Decision | undefined)[];
  readonly wish: Wish;
  readonly draft: Draft;
}

/** Newest first; as a chain, so that ten thousand verdicts cost no copying. */
export interface Trail {
  readonly done: Done;
  readonly earlier: Trail | undefined;
}

/** The clip on the screen, as far as keys need to know it. */
export interface ClipInHand {
  readonly position: number;
  readonly name: string;
  readonly label: string;
  readonly shownAtMs: number;
  /** Undefined: no picture, or not decoded yet. */
  readonly videoFps: number | undefined;
  readonly onsetSeconds: readonly number[];
  readonly wasHeard: boolean;
  /** Note and trim of the verdict in force: they stay unless they are changed. */
  readonly known: Draft;
}

export type PickKind = 'relabel' | 'sort' | 'view';

export type Mode =
  | { readonly kind: 'clip' }
  | { readonly kind: 'reason' }
  /** One of a list is chosen: a label, an order, a saved view. */
  | { readonly kind: PickKind; readonly field: TextField; readonly chosen: number }
  | { readonly kind: 'note' | 'go'; readonly field: TextField }
  /** `before`: the queue that escape brings back, where the list shows what matches while one types. */
  | {
      readonly kind: 'query';
      readonly field: TextField;
      readonly problem: string | undefined;
      readonly before: Queue | undefined;
    }
  | { readonly kind: 'help'; readonly field: TextField; readonly scroll: number }
  | { readonly kind: 'confirm'; readonly wish: Wish }
  | { readonly kind: 'leaving' };

export interface Message {
  readonly text: string;
  readonly tone: Tone | undefined;
}

export const PANE_SETS = ['all', 'picture', 'sound'] as const;
export type PaneSet = (typeof PANE_SETS)[number];

/** One clip fills the screen, or the queue is listed. */
export type Face = 'clip' | 'list';

/** The part of the queue that the list shows, as places. */
export interface ListPage {
  readonly first: number;
  readonly rows: number;
}

/** What the screen finds: it is learned while the first clip shows, and does not change afterwards. */
export interface CurateSetting {
  readonly labels: readonly string[];
  readonly views: readonly Pick<SavedView, 'name' | 'query'>[];
  readonly player: Pick<Player, 'canPause' | 'canSeek'> | Pick<NoPlayer, 'because' | 'remedy'>;
  readonly startsPlaying: boolean;
  readonly graphicsNames: readonly string[];
  readonly colourMapNames: readonly string[];
}

export interface CurateState {
  readonly setting: CurateSetting;
  readonly face: Face;
  /** Leaving the other face leads back to this one. */
  readonly firstFace: Face;
  readonly query: string;
  /** What the queue was made by: `query`, or what is being typed in its place. */
  readonly queueQuery: string;
  readonly queue: Queue;
  readonly page: ListPage;
  readonly clip: ClipInHand | undefined;
  readonly time: TimeView;
  readonly sound: 'silent' | 'playing' | 'paused';
  /** By position: what was typed for clips that wait for their verdict. */
  readonly drafts: ReadonlyMap<number, Draft>;
  readonly tags: ReadonlySet<number>;
  readonly past: Trail | undefined;
  readonly future: Trail | undefined;
  readonly recentSeconds: readonly number[];
  readonly mode: Mode;
  readonly message: Message | undefined;
  readonly showsWhy: boolean;
  readonly panes: PaneSet;
  /** Positions in the lists of the setting. */
  readonly graphics: number;
  readonly colourMap: number;
}

export type Action =
  | { readonly kind: 'command'; readonly command: CurateCommand | ListCommand; readonly atMs: number }
  /** A key while something else than the clip has the keyboard. */
  | { readonly kind: 'key'; readonly key: string; readonly atMs: number }
  | { readonly kind: 'pasted'; readonly text: string }
  /** The world's answers. */
  | { readonly kind: 'opened'; readonly query: string; readonly queue: Queue }
  /** The same while the query is still being typed. */
  | { readonly kind: 'previewed'; readonly query: string; readonly queue: Queue }
  | { readonly kind: 'refused-query'; readonly problem: string }
  | { readonly kind: 'queue'; readonly queue: Queue }
  | { readonly kind: 'shown'; readonly clip: ClipInHand; readonly durationSeconds: number }
  | { readonly kind: 'viewed'; readonly videoFps: number | undefined; readonly durationSeconds: number }
  | { readonly kind: 'taken'; readonly done: Done; readonly seconds: number | undefined }
  | { readonly kind: 'undone' | 'redone' }
  | { readonly kind: 'found'; readonly position: number }
  | { readonly kind: 'heard'; readonly seconds: number }
  /** With its picture, in a player of its own. */
  | { readonly kind: 'watched' }
  | { readonly kind: 'fell-silent'; readonly trouble: string | undefined }
  | { readonly kind: 'learned'; readonly setting: Partial<CurateSetting> }
  | { readonly kind: 'said'; readonly message: Message };

export type Effect =
  | {
      readonly kind: 'judge';
      readonly positions: readonly number[];
      readonly wish: Wish;
      readonly draft: Draft;
      readonly seconds: number | undefined;
      readonly wasHeard: boolean;
    }
  | { readonly kind: 'undo' | 'redo'; readonly done: Done }
  | { readonly kind: 'show'; readonly position: number }
  | { readonly kind: 'select' | 'preview'; readonly query: string }
  | { readonly kind: 'find'; readonly name: string }
  | SoundEffect
  | { readonly kind: 'save-view' | 'remove-view'; readonly name: string }
  | { readonly kind: 'compare'; readonly positions: readonly number[] }
  | { readonly kind: 'watch' | 'classes' | 'duplicates' | 'leave' };

export type SoundEffect =
  | ({ readonly kind: 'play' } & PlayingRange)
  | { readonly kind: 'seek'; readonly seconds: number }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'stop' };

export interface Step {
  readonly state: CurateState;
  readonly effects: readonly Effect[];
}

export function initialCurateState(setting: CurateSetting, query: string, face: Face = 'clip'): CurateState {
  return {
    setting,
    face,
    firstFace: face,
    query,
    queueQuery: query,
    queue: EMPTY_QUEUE,
    page: { first: 0, rows: 1 },
    clip: undefined,
    time: wholeClip(0),
    sound: 'silent',
    drafts: new Map(),
    tags: new Set(),
    past: undefined,
    future: undefined,
    recentSeconds: [],
    mode: { kind: 'clip' },
    message: undefined,
    showsWhy: false,
    panes: 'all',
    graphics: 0,
    colourMap: 0,
  };
}

export function draftOf({ clip, drafts }: CurateState): Draft {
  return clip === undefined ? NO_DRAFT : (drafts.get(clip.position) ?? clip.known);
}

/** The part of the clip that is meant; undefined: all of it. */
export function trimOf({ trimStartSeconds, trimEndSeconds }: Draft, durationSeconds: number): Trim | undefined {
  if (trimStartSeconds === undefined && trimEndSeconds === undefined) return undefined;
  return { startSeconds: trimStartSeconds ?? 0, endSeconds: trimEndSeconds ?? durationSeconds };
}

/** The reasons that a person can give with one digit, 1 first. */
export const REASONS_BY_DIGIT: readonly DropReason[] = [
  'low-correspondence',
  'music-bed',
  'voice-over',
  'wrong-label',
  'out-of-sync',
  'clipped',
  'static',
  'duplicate-picture',
  'duplicate-sound',
];

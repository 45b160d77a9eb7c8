// Where on a clip's time axis a person is: cursor, the window that is shown, the loop. Pure.
import type { PlayingRange } from '../../tools/player.ts';
import type { TimeWindow } from '../graphics/time-window.ts';

export interface TimeView {
  readonly durationSeconds: number;
  readonly cursorSeconds: number;
  /** What of the clip is shown. */
  readonly shown: TimeWindow;
  readonly loop: { readonly startSeconds?: number; readonly endSeconds?: number };
}

const MAX_ZOOM = 64;

export function wholeClip(durationSeconds: number): TimeView {
  return {
    durationSeconds,
    cursorSeconds: 0,
    shown: { startSeconds: 0, endSeconds: durationSeconds },
    loop: {},
  };
}

/** The window follows the cursor: it turns by whole pages, so that it stands still most of the time. */
export function withCursor(view: TimeView, seconds: number): TimeView {
  const cursorSeconds = Math.max(0, Math.min(view.durationSeconds, seconds));
  return { ...view, cursorSeconds, shown: pageOf(view, cursorSeconds) };
}

function pageOf({ durationSeconds, shown }: TimeView, cursorSeconds: number): TimeWindow {
  if (cursorSeconds >= shown.startSeconds && cursorSeconds <= shown.endSeconds) return shown;
  const length = shown.endSeconds - shown.startSeconds;
  // A fifth of the page before the cursor on the way on, four fifths on the way back.
  const before = cursorSeconds > shown.endSeconds ? 0.2 : 0.8;
  return windowFrom(cursorSeconds - before * length, length, durationSeconds);
}

/** @param factor above 1: closer. The cursor stays in its column. */
export function zoomBy(view: TimeView, factor: number): TimeView {
  const { durationSeconds, cursorSeconds, shown } = view;
  const length = shown.endSeconds - shown.startSeconds;
  const wanted = Math.min(durationSeconds, Math.max(durationSeconds / MAX_ZOOM, length / factor));
  const share = length === 0 ? 0 : (cursorSeconds - shown.startSeconds) / length;
  return { ...view, shown: windowFrom(cursorSeconds - share * wanted, wanted, durationSeconds) };
}

function windowFrom(seconds: number, length: number, durationSeconds: number): TimeWindow {
  const startSeconds = Math.max(0, Math.min(durationSeconds - length, seconds));
  return { startSeconds, endSeconds: startSeconds + length };
}

/** The start of a video frame that lies so many frames from the one under the cursor. */
export function frameStep({ cursorSeconds, durationSeconds }: TimeView, videoFps: number, frames: number): number {
  // Half a millionth of a frame forgives the rounding of frame times.
  const frame = Math.floor(cursorSeconds * videoFps + 5e-7) + frames;
  const last = Math.max(0, Math.ceil(durationSeconds * videoFps - 5e-7) - 1);
  return Math.max(0, Math.min(last, frame)) / videoFps;
}

/** The nearest onset beyond the cursor; undefined where there is none. */
export function onsetBeyond(
  { cursorSeconds }: TimeView,
  onsetSeconds: readonly number[],
  direction: 1 | -1,
): number | undefined {
  // An onset less than this away is the one under the cursor.
  const isBeyond = (seconds: number): boolean => (seconds - cursorSeconds) * direction > 0.005;
  return direction === 1 ? onsetSeconds.find(isBeyond) : onsetSeconds.findLast(isBeyond);
}

/** A loop end set before its start takes the start away, and the other way round. */
export function withLoop(view: TimeView, end: 'startSeconds' | 'endSeconds'): TimeView {
  const loop = { ...view.loop, [end]: view.cursorSeconds };
  const { startSeconds, endSeconds } = loop;
  const isEmpty = startSeconds !== undefined && endSeconds !== undefined && startSeconds >= endSeconds;
  return { ...view, loop: isEmpty ? { [end]: view.cursorSeconds } : loop };
}

/** What plays from a moment on: to the end of the loop where there is one, from its start where the moment lies outside. */
export function playingRange({ durationSeconds, loop }: TimeView, seconds: number): PlayingRange {
  const start = loop.startSeconds ?? 0;
  const end = loop.endSeconds ?? durationSeconds;
  const isLooping = loop.startSeconds !== undefined || loop.endSeconds !== undefined;
  const isInside = seconds >= start && seconds < end - 0.02;
  return { fromSeconds: isInside ? seconds : start, toSeconds: end, isLooping };
}

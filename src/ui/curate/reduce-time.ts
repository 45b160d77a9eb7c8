// Cursor, zoom, sound, loop and trim of the clip at hand. Pure.
import type { CurateState, Draft, Step } from './curate-state.ts';
import { draftOf } from './curate-state.ts';
import { markOf } from './queue.ts';
import { saying, stepTo } from './steps.ts';
import { frameStep, onsetBeyond, playingRange, type TimeView, withCursor, withLoop } from './time-view.ts';

function playFrom(state: CurateState, seconds: number): Step {
  const { player } = state.setting;
  if (state.clip === undefined) return stepTo(state);
  if ('because' in player) return saying(state, player.because, 'doubtful');
  const range = playingRange(state.time, seconds);
  const time = withCursor(state.time, range.fromSeconds);
  return stepTo({ ...state, time, sound: 'playing', message: undefined }, { kind: 'play', ...range });
}

export function playFromStart(state: CurateState): Step {
  return playFrom(state, state.time.loop.startSeconds ?? 0);
}

/** Plays, holds, goes on; where a player cannot hold, it stops and starts again at the cursor. */
export function togglePlay(state: CurateState): Step {
  const { player } = state.setting;
  const canPause = 'canPause' in player && player.canPause;
  if (state.sound === 'playing')
    return canPause
      ? stepTo({ ...state, sound: 'paused' }, { kind: 'pause' })
      : stepTo({ ...state, sound: 'silent' }, { kind: 'stop' });
  if (state.sound === 'paused') return stepTo({ ...state, sound: 'playing' }, { kind: 'resume' });
  return playFrom(state, state.time.cursorSeconds);
}

/** The sound follows the cursor: it jumps along where the player can seek, and starts anew where it cannot. */
function cursorAt(state: CurateState, seconds: number): Step {
  const time = withCursor(state.time, seconds);
  const moved: CurateState = { ...state, time, message: undefined };
  const { player } = state.setting;
  if (state.sound === 'silent' || !('canSeek' in player)) return stepTo(moved);
  if (player.canSeek) return stepTo(moved, { kind: 'seek', seconds: time.cursorSeconds });
  if (state.sound === 'playing') return playFrom(moved, time.cursorSeconds);
  return stepTo({ ...moved, sound: 'silent' }, { kind: 'stop' });
}

export function moveCursor(state: CurateState, seconds: number): Step {
  return cursorAt(state, state.time.cursorSeconds + seconds);
}

/** Single video frames are looked at in silence. */
export function stepFrame(state: CurateState, frames: number): Step {
  const videoFps = state.clip?.videoFps;
  if (videoFps === undefined) return saying(state, 'no picture to step through', 'doubtful');
  const held = state.sound === 'playing' ? togglePlay(state) : stepTo(state);
  const moved = cursorAt(held.state, frameStep(state.time, videoFps, frames));
  return stepTo(moved.state, ...held.effects, ...moved.effects);
}

export function toOnset(state: CurateState, direction: 1 | -1): Step {
  const onset = onsetBeyond(state.time, state.clip?.onsetSeconds ?? [], direction);
  const where = direction === 1 ? 'after' : 'before';
  return onset === undefined ? saying(state, `no onset ${where} the cursor`) : cursorAt(state, onset);
}

export function setLoop(state: CurateState, end: 'startSeconds' | 'endSeconds'): Step {
  return withTime(state, withLoop(state.time, end));
}

export function clearLoop(state: CurateState): Step {
  return withTime(state, { ...state.time, loop: {} });
}

/** What plays goes on within the new loop. */
function withTime(state: CurateState, time: TimeView): Step {
  const changed: CurateState = { ...state, time, message: undefined };
  return state.sound === 'playing' ? playFrom(changed, time.cursorSeconds) : stepTo(changed);
}

export function setTrim(state: CurateState, end: 'trimStartSeconds' | 'trimEndSeconds'): Step {
  if (state.clip === undefined) return stepTo(state);
  const { cursorSeconds, durationSeconds } = state.time;
  const { trimStartSeconds, trimEndSeconds, ...rest } = draftOf(state);
  const start = end === 'trimStartSeconds' ? cursorSeconds : trimStartSeconds;
  const stop = end === 'trimEndSeconds' ? cursorSeconds : trimEndSeconds;
  // An end set beyond the other one takes that away; what trims nothing is no trim.
  const isTurned = start !== undefined && stop !== undefined && start >= stop;
  const keepsStart = start !== undefined && start > 0 && !(isTurned && end === 'trimEndSeconds');
  const keepsEnd = stop !== undefined && stop < durationSeconds && !(isTurned && end === 'trimStartSeconds');
  return withDraft(state, {
    ...rest,
    ...(keepsStart ? { trimStartSeconds: start } : {}),
    ...(keepsEnd ? { trimEndSeconds: stop } : {}),
  });
}

export function clearTrim(state: CurateState): Step {
  const { trimStartSeconds: _start, trimEndSeconds: _end, ...rest } = draftOf(state);
  return withDraft(state, rest);
}

/** What goes with the verdict, once it is given. */
export function withDraft(state: CurateState, draft: Draft): Step {
  const { clip } = state;
  if (clip === undefined) return stepTo(state);
  const drafts = new Map(state.drafts);
  if (JSON.stringify(draft) === JSON.stringify(clip.known)) drafts.delete(clip.position);
  else drafts.set(clip.position, draft);
  return stepTo({ ...state, drafts, message: undefined });
}

/** The player tells where it is. */
export function heard(state: CurateState, seconds: number): Step {
  if (state.clip === undefined || state.sound !== 'playing') return stepTo(state);
  const clip = state.clip.wasHeard ? state.clip : { ...state.clip, wasHeard: true };
  return stepTo({ ...state, clip, time: withCursor(state.time, seconds) });
}

export function fellSilent(state: CurateState, trouble: string | undefined): Step {
  if (state.sound === 'silent') return stepTo(state);
  const silent: CurateState = { ...state, sound: 'silent' };
  return trouble === undefined ? stepTo(silent) : saying(silent, trouble, 'broken');
}

/** Sound starts by itself with a clip that fills the screen and that nothing was said of. */
export function greeting(state: CurateState): Step {
  const { player, startsPlaying } = state.setting;
  const isOpen = state.clip !== undefined && markOf(state.queue, state.clip.position) === undefined;
  if (state.face === 'list' || !isOpen || !startsPlaying || 'because' in player) return stepTo(state);
  return stepTo({ ...state, sound: 'playing' }, { kind: 'play', ...playingRange(state.time, 0) });
}

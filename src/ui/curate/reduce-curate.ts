// The curate screen's logic: (state, action) -> state and what to ask of the world. Pure: the clock comes in with the action.
import type { ListCommand } from '../list/list-keys.ts';
import { LIST_STEPS, turnTo } from '../list/reduce-list.ts';
import { EMPTY_FIELD, fieldWith, insertText } from '../text-field.ts';
import type { CurateCommand } from './curate-keys.ts';
import {
  type Action,
  type CurateSetting,
  type CurateState,
  draftOf,
  type Mode,
  PANE_SETS,
  type Step,
} from './curate-state.ts';
import { moveBy, showClip } from './queue.ts';
import { closeMode, openField, pressInMode, withField } from './reduce-fields.ts';
import { tagAll, tagRange, toggleTag } from './reduce-tags.ts';
import {
  clearLoop,
  clearTrim,
  fellSilent,
  greeting,
  heard,
  moveCursor,
  playFromStart,
  setLoop,
  setTrim,
  stepFrame,
  togglePlay,
  toOnset,
} from './reduce-time.ts';
import { redo, redone, taken, undo, undone, wishFor } from './reduce-verdicts.ts';
import { goTo, saying, stepTo } from './steps.ts';
import { wholeClip, withCursor, zoomBy } from './time-view.ts';

const NEAR_SECONDS = 0.2;
const FAR_SECONDS = 1;
const ZOOM = 2;

type Run = (state: CurateState, atMs: number) => Step;

const COMMANDS: Readonly<Record<CurateCommand | ListCommand, Run>> = {
  ...LIST_STEPS,
  keep: (state, atMs) => wishFor(state, { decision: 'keep' }, atMs),
  drop: (state, atMs) => wishFor(state, { decision: 'drop' }, atMs),
  cannotTell: (state, atMs) => wishFor(state, { decision: 'ask' }, atMs),
  dropBecause: (state) => openField(state, { kind: 'reason' }),
  relabel: (state) => openField(state, { kind: 'relabel', field: EMPTY_FIELD, chosen: 0 }),
  note: (state) => openField(state, { kind: 'note', field: fieldWith(draftOf(state).note) }),
  undo,
  redo,
  next: (state) => moved(state, 1),
  previous: (state) => moved(state, -1),
  play: togglePlay,
  playFromStart,
  watch: (state) => stepTo(state, { kind: 'watch' }),
  back: (state) => moveCursor(state, -NEAR_SECONDS),
  forward: (state) => moveCursor(state, NEAR_SECONDS),
  farBack: (state) => moveCursor(state, -FAR_SECONDS),
  farForward: (state) => moveCursor(state, FAR_SECONDS),
  frameBack: (state) => stepFrame(state, -1),
  frameForward: (state) => stepFrame(state, 1),
  nextOnset: (state) => toOnset(state, 1),
  previousOnset: (state) => toOnset(state, -1),
  loopStart: (state) => setLoop(state, 'startSeconds'),
  loopEnd: (state) => setLoop(state, 'endSeconds'),
  loopClear: clearLoop,
  trimStart: (state) => setTrim(state, 'trimStartSeconds'),
  trimEnd: (state) => setTrim(state, 'trimEndSeconds'),
  trimClear: clearTrim,
  why: (state) => stepTo({ ...state, showsWhy: !state.showsWhy }),
  zoomIn: (state) => stepTo({ ...state, time: zoomBy(state.time, ZOOM) }),
  zoomOut: (state) => stepTo({ ...state, time: zoomBy(state.time, 1 / ZOOM) }),
  graphics: (state) => {
    const { graphicsNames } = state.setting;
    const graphics = (state.graphics + 1) % Math.max(1, graphicsNames.length);
    return saying({ ...state, graphics }, `pictures: ${graphicsNames[graphics] ?? 'none'}`);
  },
  colours: (state) => {
    const { colourMapNames } = state.setting;
    const colourMap = (state.colourMap + 1) % Math.max(1, colourMapNames.length);
    return saying({ ...state, colourMap }, `colours: ${colourMapNames[colourMap] ?? 'none'}`);
  },
  panes: (state) => {
    const panes = PANE_SETS[(PANE_SETS.indexOf(state.panes) + 1) % PANE_SETS.length]!;
    return saying({ ...state, panes }, `panes: ${panes === 'all' ? 'all' : `large ${panes}`}`);
  },
  tag: toggleTag,
  tagRange,
  tagAll,
  go: (state) => openField(state, { kind: 'go', field: EMPTY_FIELD }),
  search: (state) => openField(state, queryMode(state, '')),
  filter: (state) => openField(state, queryMode(state, state.query)),
  list: (state) => turnTo(state, state.face === 'list' ? 'clip' : 'list'),
  help: (state) => openField(state, { kind: 'help', field: EMPTY_FIELD, scroll: 0 }),
  leave: (state) =>
    state.face !== state.firstFace
      ? turnTo(state, state.firstFace)
      : state.drafts.size === 0
        ? stepTo(state, { kind: 'leave' })
        : openField(state, { kind: 'leaving' }),
};

function queryMode(state: CurateState, text: string): Mode {
  const before = state.face === 'list' ? state.queue : undefined;
  return { kind: 'query', field: fieldWith(text), problem: undefined, before };
}

function moved(state: CurateState, by: 1 | -1): Step {
  const queue = moveBy(state.queue, by);
  if (queue.at !== state.queue.at) return goTo(state, queue);
  return saying(state, by === 1 ? 'this is the last clip of the queue' : 'this is the first clip of the queue');
}

export function reduceCurate(state: CurateState, action: Action): Step {
  switch (action.kind) {
    case 'command':
      return COMMANDS[action.command](state, action.atMs);
    case 'key':
      return state.mode.kind === 'clip' ? pressOnClip(state, action.key) : pressInMode(state, action.key, action.atMs);
    case 'pasted':
      return 'field' in state.mode ? withField(state, insertText(state.mode.field, action.text)) : stepTo(state);
    case 'opened':
      return goTo({ ...state, query: action.query, queueQuery: action.query, tags: new Set() }, action.queue);
    case 'previewed':
      return previewed(state, action);
    case 'refused-query':
      return state.mode.kind === 'query'
        ? stepTo({ ...state, mode: { ...state.mode, problem: action.problem } })
        : saying(state, action.problem, 'broken');
    case 'queue':
      return refreshed(state, action.queue);
    case 'shown':
      return greeting({ ...state, clip: action.clip, time: wholeClip(action.durationSeconds) });
    case 'viewed':
      return viewed(state, action);
    case 'taken':
      return taken(state, action);
    case 'undone':
      return undone(state);
    case 'redone':
      return redone(state);
    case 'found':
      return goTo(state, showClip(state.queue, action.position));
    case 'heard':
      return heard(state, action.seconds);
    case 'watched':
      return stepTo(state.clip === undefined ? state : { ...state, clip: { ...state.clip, wasHeard: true } });
    case 'fell-silent':
      return fellSilent(state, action.trouble);
    case 'learned':
      return learned(state, action.setting);
    case 'said':
      return stepTo({ ...state, message: action.message });
  }
}

/** A key that is no command: escape closes what lies over the clip. */
function pressOnClip(state: CurateState, key: string): Step {
  if (key !== 'escape') return stepTo(state);
  if (state.showsWhy) return stepTo({ ...state, showsWhy: false });
  if (state.tags.size > 0 && state.message === undefined)
    return saying({ ...state, tags: new Set() }, 'nothing tagged');
  return stepTo({ ...closeMode(state), message: undefined });
}

/** What is being typed has been understood: the list shows what it finds, and typing goes on. */
function previewed(state: CurateState, { query, queue }: Extract<Action, { kind: 'previewed' }>): Step {
  const { state: shown, effects } = goTo({ ...state, queueQuery: query }, queue);
  return { state: { ...shown, mode: state.mode }, effects };
}

/** The queue changed from outside: what the person is doing goes on, and the clip at hand keeps its row in the list. */
function refreshed(state: CurateState, queue: CurateState['queue']): Step {
  const first = Math.max(0, state.page.first + queue.at - state.queue.at);
  if (state.clip !== undefined || queue.order.length === 0)
    return stepTo({ ...state, queue, page: { ...state.page, first } });
  return goTo(state, queue);
}

/** A player that is found while a clip shows starts with it; that there is none is said once. */
function learned(state: CurateState, setting: Partial<CurateSetting>): Step {
  const wiser: CurateState = { ...state, setting: { ...state.setting, ...setting } };
  const { player } = setting;
  if (player === undefined || state.sound !== 'silent') return stepTo(wiser);
  if (state.face === 'clip' && 'because' in player && state.message === undefined)
    return saying(wiser, player.because, 'doubtful');
  return greeting(wiser);
}

/** The file is decoded: its own length and frame rate count from now on. */
function viewed(state: CurateState, { videoFps, durationSeconds }: Extract<Action, { kind: 'viewed' }>): Step {
  if (state.clip === undefined) return stepTo(state);
  const time =
    state.time.durationSeconds === durationSeconds
      ? state.time
      : withCursor(wholeClip(durationSeconds), state.time.cursorSeconds);
  return stepTo({ ...state, clip: { ...state.clip, videoFps }, time });
}

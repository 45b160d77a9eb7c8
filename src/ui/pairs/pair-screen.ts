// Two clips that are looked at together as a host shows them: pairs, keys, verdicts to the index, sound, views made ahead.
import { type ClipPair, isSettled } from '../../curation/clip-pairs.ts';
import type { ClipRow } from '../../curation/clip-table.ts';
import { COLOUR_MAPS } from '../../drawing/colour-maps.ts';
import type { Action } from '../curate/curate-state.ts';
import type { CurateWorld } from '../curate/curate-world.ts';
import { openSound } from '../curate/play-sound.ts';
import { openTableFeed } from '../curate/table-feed.ts';
import type { Graphics } from '../graphics/graphics-mode.ts';
import { helpLines, type KeyHelp } from '../key-help.ts';
import type { Outcome, Redraw, Screen } from '../screen.ts';
import { createScrolledScreen } from '../scrolled-screen.ts';
import type { Theme } from '../theme.ts';
import { judgePair, turnBack } from './judge-pair.ts';
import { pairFrame } from './pair-frame.ts';
import { durationOf } from './pair-judgements.ts';
import type { PairCommand } from './pair-keys.ts';
import {
  currentPair,
  heardAt,
  isSamePair,
  movedCursor,
  NO_PAIRS,
  nextOpen,
  offsetOf,
  otherSide,
  type PairState,
  type PairVerdict,
  placeOf,
  redone,
  type Side,
  showPair,
  undone,
  withPairs,
} from './pair-state.ts';

export interface PairWorld
  extends Pick<CurateWorld, 'table' | 'judgements' | 'rater' | 'openViews' | 'findPlayer' | 'filePathOf' | 'now'> {
  /** Of the rows that are there so far; undefined: they must be searched for first. */
  pairs(): readonly ClipPair[] | undefined;
  /** Searches with the terminal to itself. */
  search(): Promise<void>;
}

export interface PairOptions {
  readonly title: string;
  /** As CurateOptions has it. */
  readonly firstReadMs: number;
  readonly help: KeyHelp<PairCommand>;
  readonly theme: Theme;
  readonly graphics: Graphics;
}

const STAY: Outcome = { kind: 'stay' };
const NEAR_SECONDS = 0.2;
const FAR_SECONDS = 1;
const PLAYHEAD_WITHIN_MS = 50;

export function createPairScreen(world: PairWorld, { title, firstReadMs, help, theme, graphics }: PairOptions): Screen {
  const { table, now } = world;
  let state: PairState = NO_PAIRS;
  let redraw: Redraw = () => {};
  let hasOpened = false;
  let playing: Side | undefined;

  const rowOf = (side: Side): ClipRow | undefined => {
    const pair = currentPair(state);
    return pair === undefined ? undefined : table.row(pair[side]);
  };
  const isOpen = (pair: ClipPair): boolean => !isSettled(table, pair);
  const views = world.openViews(() => redraw(PLAYHEAD_WITHIN_MS));
  const feed = openTableFeed(table, () => {
    readPairs();
    redraw();
  });
  const sound = openSound(world.findPlayer, (action) => {
    hear(action);
    redraw(PLAYHEAD_WITHIN_MS);
  });

  function hear(action: Action): void {
    if (action.kind === 'learned' && action.setting.player !== undefined) {
      const { player } = action.setting;
      state = { ...state, player };
    } else if (action.kind === 'heard' && playing !== undefined) state = heardAt(state, playing, action.seconds);
    else if (action.kind === 'fell-silent') {
      const message =
        action.trouble === undefined ? state.message : ({ text: action.trouble, tone: 'broken' } as const);
      state = { ...state, isPlaying: false, message };
    }
  }

  function readPairs(): void {
    const before = currentPair(state);
    state = withPairs(state, world.pairs());
    if (isSamePair(before, currentPair(state))) return;
    show(nextOpen(state.pairs ?? [], -1, isOpen) ?? 0);
  }

  function show(at: number): void {
    silence();
    const pair = state.pairs?.[at];
    const secondsOf = (side: Side): number => (pair === undefined ? 0 : durationOf(table.row(pair[side])));
    state = showPair(state, at, { first: secondsOf('first'), second: secondsOf('second') }, now());
    const coming = [pair, state.pairs?.[at + 1]].flatMap((each) =>
      each === undefined ? [] : [each.first, each.second],
    );
    views.want(coming.flatMap((position) => table.row(position).clipId ?? []));
  }

  function silence(): void {
    sound.stop();
    playing = undefined;
    state = { ...state, isPlaying: false };
  }

  function play(side: Side): void {
    const pair = currentPair(state);
    const row = rowOf(side);
    if (pair === undefined || row === undefined) return;
    const trouble = 'because' in state.player ? state.player.because : undefined;
    if (trouble !== undefined || row.clipId === undefined) {
      say(trouble ?? 'there is no clip file to play', 'doubtful');
      return;
    }
    const durationSeconds = durationOf(row);
    const seconds = state.time.cursorSeconds - offsetOf(pair, side);
    const fromSeconds = seconds >= 0 && seconds < durationSeconds - 0.05 ? seconds : 0;
    playing = side;
    state = { ...state, isPlaying: true, message: undefined };
    const range = { fromSeconds, toSeconds: durationSeconds, isLooping: false };
    sound.run({ kind: 'play', ...range }, world.filePathOf(row));
  }

  function say(text: string, tone?: 'doubtful' | 'broken'): void {
    state = { ...state, message: { text, tone } };
  }

  function judge(verdict: PairVerdict): void {
    const wasSeen = ({ clipId }: ClipRow): boolean => clipId !== undefined && views.get(clipId)?.kind === 'view';
    const outcome = judgePair(world, state, verdict, wasSeen);
    if (outcome.kind === 'refused') {
      state = { ...state, message: outcome.message };
      return;
    }
    const { done } = outcome;
    state = { ...state, past: [...state.past, done], future: [] };
    const next = isSettled(table, done.pair) ? nextOpen(state.pairs ?? [], state.at, isOpen) : state.at;
    if (next !== undefined && next !== state.at) show(next);
    say(next === undefined ? `${done.text}; that was the last pair` : done.text);
  }

  function turn(direction: 'undo' | 'redo'): void {
    const done = (direction === 'undo' ? state.past : state.future).at(-1);
    if (done === undefined) {
      say(direction === 'undo' ? 'nothing to undo in this session' : 'nothing to redo');
      return;
    }
    const outcome = turnBack(world, direction, done);
    if (outcome.kind === 'refused') {
      state = { ...state, message: outcome.message };
      return;
    }
    show(placeOf(state, done.pair));
    state = direction === 'undo' ? undone(state, done) : redone(state, done);
    say(`${direction === 'undo' ? 'taken back' : 'given again'}: ${done.text}`);
  }

  function goTo(at: number): void {
    const count = state.pairs?.length ?? 0;
    if (at >= 0 && at < count) show(at);
    else say(at < 0 ? 'this is the first pair' : 'this is the last pair');
  }

  function seek(seconds: number): void {
    state = movedCursor(state, seconds);
    if (playing !== undefined && state.isPlaying) play(playing);
  }

  const RUNS: Readonly<Record<Exclude<PairCommand, PairVerdict | 'help' | 'leave'>, () => void>> = {
    undo: () => turn('undo'),
    redo: () => turn('redo'),
    next: () => goTo(state.at + 1),
    previous: () => goTo(state.at - 1),
    otherClip: () => {
      state = { ...state, side: otherSide(state.side), message: undefined };
      if (state.isPlaying) play(state.side);
    },
    play: () => (state.isPlaying ? silence() : play(state.side)),
    back: () => seek(-NEAR_SECONDS),
    forward: () => seek(NEAR_SECONDS),
    farBack: () => seek(-FAR_SECONDS),
    farForward: () => seek(FAR_SECONDS),
    graphics: () => {
      state = { ...state, graphics: (state.graphics + 1) % graphics.ladder.length };
      say(`pictures: ${graphics.ladder[state.graphics]}`);
    },
    colours: () => {
      state = { ...state, colourMap: (state.colourMap + 1) % COLOUR_MAPS.length };
      say(`colours: ${COLOUR_MAPS[state.colourMap]}`);
    },
  };

  function run(command: PairCommand): Outcome {
    if (command === 'help')
      return { kind: 'open', screen: createScrolledScreen((columns) => helpLines(help, '', columns, theme), theme) };
    if (command === 'leave') return { kind: 'back' };
    if (isVerdict(command)) judge(command);
    else RUNS[command]();
    return STAY;
  }

  return {
    enter: (given) => {
      redraw = given;
      if (!hasOpened) {
        hasOpened = true;
        feed.readFirst(firstReadMs);
        void sound.open().then(() => redraw());
      }
      readPairs();
      feed.start();
    },
    press: (key) => {
      if (state.pairs === undefined && key === 'enter') return { kind: 'lend', run: world.search };
      const command = help.bindings.commandOf(key);
      return command === undefined ? STAY : run(command);
    },
    frame: (size) => {
      const [first, second] = [rowOf('first'), rowOf('second')];
      const viewOf = (row: ClipRow | undefined) => (row?.clipId === undefined ? undefined : views.get(row.clipId));
      const unreadRows = feed.isComplete ? 0 : table.listed - table.size;
      return pairFrame(
        {
          title,
          state,
          rows: first === undefined || second === undefined ? undefined : { first, second },
          views: { first: viewOf(first), second: viewOf(second) },
          unreadRows,
          help,
          theme,
          graphics,
        },
        size,
      );
    },
    leave: () => {
      feed.stop();
      silence();
    },
    close: async () => {
      feed.stop();
      await Promise.all([views.close(), sound.close()]);
    },
  };
}

const VERDICTS: readonly PairCommand[] = [
  'keepFirst',
  'keepSecond',
  'keepBoth',
  'keepNeither',
  'keep',
  'drop',
  'cannotTell',
] satisfies readonly PairVerdict[];

function isVerdict(command: PairCommand): command is PairVerdict {
  return VERDICTS.includes(command);
}
